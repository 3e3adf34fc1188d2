"""Compare the lock files with pyproject.toml, without a network; exit 1 and say what differs."""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
ENTRY = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)(?P<rest>.*(?:\n[ #].*)*)", re.MULTILINE)


class Lock:
    """What one lock file pins: versions by name (two where Pythons differ), and what was asked for."""

    def __init__(self, path: Path) -> None:
        """Read the file at `path`."""
        self.name = path.name
        self.pins: dict[str, set[str]] = {}
        self.direct: set[str] = set()
        self.unhashed: list[str] = []
        for entry in ENTRY.finditer(path.read_text(encoding="utf-8")):
            self.pins.setdefault(entry["name"], set()).add(entry["version"])
            if "pares (pyproject.toml" in entry["rest"]:
                self.direct.add(entry["name"])
            if "--hash=sha256:" not in entry["rest"]:
                self.unhashed.append(entry["name"])


def differences(lock: Lock, asked: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each way in which `lock` does not answer the requirements asked for."""
    wanted = {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, asked)}
    for wanted_name, requirement in wanted.items():
        versions = lock.pins.get(wanted_name, set())
        if not versions:
            yield f"{lock.name} lacks {wanted_name}."
        for version in versions:
            if not requirement.specifier.contains(version, prereleases=True):
                yield f"{lock.name} pins {wanted_name} {version}; pyproject.toml asks for {requirement.specifier}."
    for name in sorted(lock.direct - set(wanted)):
        yield f"{lock.name} holds {name}, which pyproject.toml no longer asks for."
    for name in lock.unhashed:
        yield f"{lock.name} has no hash for {name}."


def main() -> int:
    """Return 0 where both locks answer pyproject.toml and the developing one holds the running one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    running = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["postgres"]]
    run, develop = (Lock(ROOT / "requirements" / name) for name in ("run.lock", "develop.lock"))
    found = [
        *differences(run, running),
        *differences(develop, [*running, *project["dependency-groups"]["dev"]]),
        *(f"run.lock and develop.lock pin {n} differently." for n, v in run.pins.items() if develop.pins.get(n) != v),
    ]
    sys.stderr.writelines(f"{sentence} Run `make lock`.\n" for sentence in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
