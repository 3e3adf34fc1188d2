"""A site in a folder of its own, and the operator's commands run in it."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATABASE = "pares.sqlite3"


class Site:
    """A folder of its own, and commands run in it."""

    def __init__(self, folder: Path, compiled: Path):
        self.folder = folder
        ours = ("PARES_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTHONDONTWRITEBYTECODE")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.environment = clean | {
            "PARES_MODE": "develop",
            "PARES_DATA": str(folder),
            "PYTHONWARNINGS": "ignore",
            # What one process has compiled, the next need not.
            "PYTHONPYCACHEPREFIX": str(compiled),
        }

    def run(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "pares", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @contextmanager
    def serving(self, port):
        server = subprocess.Popen(
            [sys.executable, "-m", "pares", "serve", "--port", str(port), "--workers", "1"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)
