"""Match two lists, mentors and mentees, and write who is with whom and why."""

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pares.ground.files import reading
from pares.ground.files.unreadable import Unreadable
from pares.ground.files.writing import xlsx_bytes
from pares.stages.matching import lists
from pares.stages.matching.answers_listed import Answer
from pares.stages.matching.crowds import Everybody, best
from pares.stages.matching.exchange import replace_file
from pares.stages.matching.people import SchemeRules
from pares.stages.matching.scores import DEFAULT_WEIGHTS, Criterion, checked_weights

SHOWN = 20


class Command(BaseCommand):
    """Match two lists, mentors and mentees, and write who is with whom and why."""

    help = "Match two lists, mentors and mentees, and write who is with whom and why."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take both lists, where the answer goes, and what is to count how much."""
        parser.add_argument("mentors", type=Path, help="a workbook or CSV file of mentors")
        parser.add_argument("mentees", type=Path, help="a workbook or CSV file of mentees")
        parser.add_argument("--out", type=Path, required=True, help="the workbook to write, such as pairs.xlsx")
        parser.add_argument("--weights", type=Path, help="a TOML file with lines such as travel = 25")
        parser.add_argument("--gap", type=int, help="how many years of training a mentor must be ahead, at least")
        parser.add_argument("--seed", type=int, default=0, help="settles ties; another number, another draw")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the workbook, or nothing with sentences that say why and exit status 2."""
        if options["out"].suffix.lower() != ".xlsx":
            raise CommandError(f"{options['out']} must end in .xlsx.", returncode=2)
        mentors = self.listed(options["mentors"], "mentors")
        mentees = self.listed(options["mentees"], "mentees")
        self.refuse([*mentors.wrong, *mentees.wrong])
        weights = self.weights(options["weights"])
        graded = all("Grade" in one.taken for one in (mentors, mentees))
        gap = (1 if graded else 0) if options["gap"] is None else options["gap"]
        rules = SchemeRules(smallest_gap=gap if graded else 0)
        everybody = Everybody(lists.mentors(mentors), lists.mentees(mentees), rules, weights)
        found = best(everybody, options["seed"], self.progress)
        answer = Answer(everybody, found, mentors.names, mentees.names, options["seed"])
        read = [mentors.understood, mentees.understood, self.ruled(gap, graded=graded)]
        self.written(options["out"], xlsx_bytes(answer.sheets(read)))
        made = found.objective
        self.stdout.write(
            f"Matched: {made.matched}. Without a mentor: {len(found.unmatched)}. "
            f"Weakest pair: {made.worst} of 1000. Written: {options['out']}."
        )

    def listed(self, path: Path, part: str) -> lists.Listed:
        """Return a list as understood and print that; its sheet named as the part goes before others."""
        try:
            table = reading.read(path.read_bytes(), path.name, likely=part)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {(error.strerror or '').lower()}.", returncode=2) from error
        except Unreadable as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error
        found = lists.read(table, path.name)
        for line in (found.understood, *table.notes):
            self.stdout.write(line)
        return found

    def refuse(self, wrong: list[lists.Wrong]) -> None:
        """Stop where something is wrong, and say in which rows."""
        if not wrong:
            return
        rest = f"\nAnd {len(wrong) - SHOWN} more." if len(wrong) > SHOWN else ""
        raise CommandError("\n".join(map(str, wrong[:SHOWN])) + rest, returncode=2)

    def weights(self, path: Path | None) -> dict[Criterion, int]:
        """Return what counts how much; a criterion a file does not name counts nothing."""
        if path is None:
            return dict(DEFAULT_WEIGHTS)
        try:
            return checked_weights(lists.checked_weights(tomllib.loads(path.read_text("utf-8")), Criterion))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {(error.strerror or '').lower()}.", returncode=2) from error
        except (ValueError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: {error}", returncode=2) from error

    def progress(self, what: str, done: float) -> None:
        """Print how far a long run is."""
        self.stdout.write(f"{what}: {done:.0%}")

    def ruled(self, gap: int, *, graded: bool) -> str:
        """Say what kept people apart besides the lists."""
        return f"A mentor is at least {gap} ahead in grade." if graded else "Grades were not compared: a list has none."

    def written(self, path: Path, content: bytes) -> None:
        """Write the workbook whole or not at all."""
        try:
            replace_file(path, content)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.", returncode=2) from error
