"""Solve a matching problem given as JSON, with its proof."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pares.stages.matching.exchange import read, write
from pares.stages.matching.keeping import solve
from pares.stages.matching.problem import BadProblem, Problem


class Command(BaseCommand):
    """Solve a matching problem given as JSON, with its proof."""

    help = "Solve a matching problem given as JSON, with its proof."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the problem's file and where the solution goes."""
        parser.add_argument("problem", type=Path, help="the problem, as docs/operating/matching.md describes it")
        parser.add_argument("--out", type=Path, required=True, help="the file to write the solution to")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the solution, or nothing with one sentence and exit status 2."""
        try:
            solution = solve(Problem.from_json(read(options["problem"])))
            write(options["out"], solution.to_json())
        except BadProblem as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.", returncode=2) from error
        made = solution.objective
        moved = "" if solution.moved is None else f" Moved: {solution.moved}."
        self.stdout.write(
            f"Matched: {made.matched}. Without a mentor: {len(solution.unmatched)}. "
            f"Worst pair: {made.worst}. Total: {made.total}.{moved}"
        )
