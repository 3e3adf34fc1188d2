"""Write every edit made here back as files, in the layout of the words that come with Pares."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pares.ground.wording.handing_back import files


class Command(BaseCommand):
    """Write every edit made here back as files, in the layout of the words that come with Pares."""

    help = "Write every edit of words made here into a folder, in the layout of the words that come with Pares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder to write into."""
        parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="a folder that is empty or new")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the files and say which; a folder with anything in it is left as it is."""
        out: Path = options["out"]
        if out.exists() and not out.is_dir():
            raise CommandError(f"{out} is a file. Name a folder that is empty or new.")
        if out.is_dir() and any(out.iterdir()):
            raise CommandError(f"There is something in {out} already. Name a folder that is empty or new.")
        found = list(files())
        for place, content in found:
            (out / place).parent.mkdir(parents=True, exist_ok=True)
            (out / place).write_text(content, encoding="utf-8")
            self.stdout.write(str(place))
        self.stdout.write(f"Texts written: {len(found)}." if found else "Nothing has been edited here.")
