"""Look through the repository's files for what must not be in them; exit 1 and name file and line."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Put together from halves, so that this file does not find itself.
FORBIDDEN = {
    "the address of a package registry": (
        "|".join(
            re.escape(f"{host}.{domain}")
            for host, domain in (
                ("pypi", "org"),
                ("pythonhosted", "org"),
                ("npmjs", "org"),
                ("npmjs", "com"),
                ("deb.debian", "org"),
            )
        )
        + "|--(?:extra-)?index-"
        + "url[= ]"
    ),
    "a private key": "BEGIN [A-Z ]*PRIVATE" + " KEY",
    "a mark left by a merge": "^(?:<{7}|>{7}) ",
}
LARGEST = 2 * 1024 * 1024


def files() -> list[Path]:
    """Return the files in the repository, and those about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the developer's git
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def findings(path: Path) -> Iterator[str]:
    """Yield a line for each thing in the file that must not be there."""
    name = path.relative_to(ROOT)
    if path.stat().st_size > LARGEST:
        yield f"{name}: larger than 2 MiB"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    for what, pattern in FORBIDDEN.items():
        for match in re.finditer(pattern, text, re.MULTILINE):
            yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {what}"


def main() -> int:
    """Return 0 where nothing is found."""
    found = [line for path in files() for line in findings(path)]
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
