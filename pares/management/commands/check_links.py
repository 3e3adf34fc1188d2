"""Ask every link on the pages of this site whether it still works."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pares.ground import clock
from pares.ground.letters.merge import clean
from pares.guide.library.curating.actions import Look, record_looks
from pares.guide.library.curating.models import Outcome
from pares.guide.library.links import VERDICTS, Checked, Checker, Verdict
from pares.guide.library.visiting import anywhere, public_web
from pares.management.linked import Linked, links

OUTCOMES = {
    Verdict.FOUND: Outcome.FINE,
    Verdict.MOVED: Outcome.MOVED,
    Verdict.TURNED_AWAY: Outcome.BARRED,
    Verdict.GONE: Outcome.GONE,
    Verdict.FAULTY: Outcome.FAILED,
    Verdict.SILENT: Outcome.FAILED,
    Verdict.NOT_ASKED: Outcome.FAILED,
}
WIDTH = max(map(len, VERDICTS.values()))


class Command(BaseCommand):
    """Look at each link once, print what it found, and keep it as work for the editors; never started by itself."""

    help = "Ask every link on the pages of this site whether it still works."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to look at, and how patiently."""
        parser.add_argument("--only", metavar="KEY", default="", help="library, evidence, directory, words, or one key")
        parser.add_argument("--timeout", metavar="S", type=float, default=10, help="seconds an answer may take (10)")
        parser.add_argument(
            "--pause", metavar="S", type=float, default=1, help="seconds between questions to a host (1)"
        )
        parser.add_argument(
            "--allow-private", action="store_true", help="also ask addresses inside this network, and any port"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print a line for each link and the counts; broken links are no failure of the command."""
        found = links(options["only"])
        if options["timeout"] <= 0 or options["pause"] < 0:
            raise CommandError("--timeout must be above nought and --pause not below.", returncode=2)
        if options["only"] and not found:
            raise CommandError(f"There is no link under {options['only']}.", returncode=2)
        checker = Checker(
            agent=agent(),
            timeout=options["timeout"],
            pause=options["pause"],
            may_visit=anywhere if options["allow_private"] else public_web,
        )
        by_link: dict[str, list[Linked]] = {}
        for each in found:
            by_link.setdefault(each.link, []).append(each)
        looks = [look for checked in checker.check_all(by_link) for look in self.told(checked, by_link[checked.url])]
        record_looks(looks=looks, whole=not options["only"], at=clock.now())
        self.stdout.write(counts(looks, len(by_link)))

    def told(self, checked: Checked, places: list[Linked]) -> list[Look]:
        """Print one link with the places it stands in, and return what to keep of it."""
        status = str(checked.status or "")
        self.stdout.write(f"{VERDICTS[checked.verdict]:<{WIDTH}}  {status:>3}  {checked.url}")
        if checked.verdict is not Verdict.FOUND:
            self.stdout.write(f"{'':<{WIDTH}}       {checked.why} {', '.join(dict.fromkeys(p.place for p in places))}")
        return [look(checked, place) for place in places]


def look(checked: Checked, linked: Linked) -> Look:
    """Return what is kept of a link in one of its places."""
    return Look(
        place=linked.place,
        page=linked.page,
        link=linked.link,
        outcome=OUTCOMES[checked.verdict],
        why=checked.why,
        status=checked.status or None,
        moved_to=checked.ends_at if checked.verdict is Verdict.MOVED else "",
        resource=linked.resource,
    )


def counts(looks: list[Look], asked: int) -> str:
    """Return the last line: how many links were asked, in how many places they stand, and how they answered there."""
    by_outcome = Counter(look.outcome for look in looks)
    said = ", ".join(f"{outcome.label.lower()} {by_outcome[outcome]}" for outcome in Outcome if by_outcome[outcome])
    return f"Links: {asked}. Places: {len(looks)}{f': {said}' if said else ''}."


def agent() -> str:
    """Return how we call ourselves: the site and where to find who asks, in the letters that a header may hold."""
    name = clean(settings.SITE_NAME).encode("ascii", "ignore").decode("ascii") or "Pares"
    return f"{name} link check (+{settings.URL})"
