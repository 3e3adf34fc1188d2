"""Check the words that come with Pares: figures, links, reading age, and runs of other people's words."""

import re
from argparse import ArgumentParser
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client

from pares.ground.wording.shipped import keys, shipped
from pares.guide.handbook import checking, reading
from pares.guide.handbook.chapters import chapters, quoted
from pares.guide.handbook.checking import Page
from pares.guide.handbook.facts import facts

TEXTS = {".csv", ".html", ".md", ".rst", ".toml", ".txt"}
FOUND = 200
NOTE = re.compile(r"^> ?", re.MULTILINE)
_ID = re.compile(r'\sid="([^"]+)"')


class Command(BaseCommand):
    """Read every page of words; print its reading age, then what is wrong with any of them."""

    help = "Check the words that come with Pares."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a folder of texts that ours must not repeat."""
        parser.add_argument(
            "--against", metavar="DIR", type=Path, help="no nine words in a row may stand in the texts in this folder"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the ages and the faults; exit with 1 where there are faults."""
        handbook, folder = pages(), options["against"]
        if folder and not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        if not connection.introspection.table_names():
            # Alone, on the passing database that the links are followed on.
            call_command("migrate", verbosity=0)
        others = [reading.words_of(text) for text in texts(folder)] if folder else []
        wrong = [*self.ages(handbook)]
        for page in handbook:
            wrong += faults(page)
        for page in (*handbook, *letters(), figures()):
            wrong += [f"{page.name}: stands elsewhere: {run}" for run in checking.shared_runs(page.text, others)]
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"Faults: {len(wrong)}.")
        self.stdout.write(f"Pages: {len(handbook)}. Texts compared with: {len(others)}. No faults.")

    def ages(self, handbook: list[Page]) -> Iterator[str]:
        """Print the terms that do not count and each page's reading age; yield a fault for each above the limit."""
        self.stdout.write(f"Not counted as long words: {', '.join(sorted(reading.FIELD_TERMS))}.\n\n")
        for page in handbook:
            age = reading.age(checking.prose(quoted(page.text)[0], sentences=True))
            self.stdout.write(f"{age:5.1f}  {page.name}")
            if age > reading.OLDEST:
                yield f"{page.name}: reading age {age:.1f}, above {reading.OLDEST}"


def pages() -> list[Page]:
    """Return the handbook's chapters, the site's other pages of words, the templates and the course."""
    return [
        *(
            Page(f"chapters/{each.key}", f"{each.title}. {each.summary}\n\n{each.text}", figures=True)
            for each in chapters()
        ),
        *(Page(f"handbook/{key}", shipped("handbook", key).text) for key in keys("handbook")),
        *(taken_away(kind, key) for kind in ("templates", "course") for key in keys(kind)),
    ]


def taken_away(kind: str, key: str) -> Page:
    """Return a template or a part of the course; a speaker's note is ours too, and so is no quotation here."""
    words = shipped(kind, key)
    ours = NOTE.sub("", words.text) if words.facts.get("form") == "slides" else words.text
    return Page(f"{kind}/{key}", f"{words.title}. {words.facts['summary']}\n\n{ours}", shares=True)


def letters() -> list[Page]:
    """Return the letters that come with Pares."""
    return [Page(f"letters/{key}", shipped("letters", key).text) for key in keys("letters")]


def figures() -> Page:
    """Return what facts.toml says of each figure."""
    return Page("facts.toml", "\n\n".join(f"{each.words}: {each.counts}" for each in facts().values()))


def faults(page: Page) -> list[str]:
    """Return what is wrong with a page's figures and links."""
    if unknown := checking.unknown_figures(page.text):
        return [f"{page.name}: no such figure: {key}" for key in unknown]
    bare = checking.bare_numbers(page.text) if page.figures else []
    bare += checking.bare_shares(page.text) if page.shares else []
    return [
        *(f"{page.name}: a number that is not quoted from facts.toml: {number}" for number in bare),
        *(f"{page.name}: leads nowhere: {link}" for link in checking.dead_links(page, ids_at)),
    ]


@cache
def ids_at(path: str) -> Collection[str] | None:
    """Return the ids on the site's page at that path as a visitor gets it, or None where there is none."""
    host = next(iter(settings.ALLOWED_HOSTS))
    answer = Client(headers={"host": host}).get(path, secure=True, follow=True)
    return {*_ID.findall(answer.content.decode())} if answer.status_code == FOUND else None


def texts(folder: Path) -> Iterator[str]:
    """Yield every text in a folder and those below it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in TEXTS:
            yield path.read_text(encoding="utf-8", errors="replace")
