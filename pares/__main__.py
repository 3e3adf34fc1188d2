"""The operator's way in: `python -m pares COMMAND`."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from pares.environment import Misconfigured

COMMANDS = Path(__file__).parent / "management" / "commands"
HELP = {"-h", "--help", "help"}
# They look at our own words or at files they are handed, at no site: nothing need be configured or running.
ALONE = {"check-content", "check-solution", "match", "solve"}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status: 0 done, 1 not done, 2 called or configured wrongly."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pares.settings")
    if not arguments or arguments[0] in HELP:
        sys.stdout.write(manual())
        return 0
    command, *rest = arguments
    if command == "demo":
        prepare_demo(rest)
    try:
        return run_alone(command, rest) if command in ALONE else run(command.replace("-", "_"), rest)
    except (Misconfigured, ImproperlyConfigured) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def run(command: str, arguments: list[str]) -> int:
    """Hand a command to Django and return its exit status."""
    from django.core.management import ManagementUtility

    try:
        ManagementUtility(["pares", command, *arguments]).execute()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0


def run_alone(command: str, arguments: list[str]) -> int:
    """Run a command with a passing database and folder of its own, whatever is set, and return its exit status."""
    with tempfile.TemporaryDirectory(prefix="pares-") as folder:
        Path(folder, "static").mkdir()
        os.environ |= {"PARES_MODE": "develop", "PARES_DATA": folder, "DATABASE_URL": "sqlite://:memory:"}
        return run(command.replace("-", "_"), arguments)


def prepare_demo(arguments: list[str]) -> None:
    """Let the demo run with invented people in a folder and at an address of its own, whatever else is set."""
    parser = ArgumentParser(add_help=False)
    parser.add_argument("--port", default="8000")
    known, _ = parser.parse_known_args(arguments)
    os.environ["PARES_MODE"] = "demo"
    os.environ["PARES_URL"] = f"http://127.0.0.1:{known.port}"
    os.environ.setdefault("PARES_DATA", "data/demo")


def manual() -> str:
    """Return what `--help` prints: every command of ours with its one line."""
    known = names()
    width = max(map(len, known)) + 2
    lines = [f"  {name.replace('_', '-'):<{width}}{summary(name)}\n" for name in known]
    return (
        "usage: python -m pares COMMAND [options]\n\n"
        + "".join(lines)
        + "\npython -m pares COMMAND --help tells a command's options; docs/operating/settings.md lists the settings.\n"
    )


def names() -> list[str]:
    """Return the names of our commands."""
    return sorted(path.stem for path in COMMANDS.glob("*.py") if not path.stem.startswith("_"))


def summary(name: str) -> str:
    """Return a command's one line: the first of its module's docstring."""
    text = (COMMANDS / f"{name}.py").read_text(encoding="utf-8")
    return text.split('"""')[1].splitlines()[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
