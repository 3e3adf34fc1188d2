"""Check a solution against its problem, by a program that shares no code with the one that solves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pares.stages.matching.checker import check
from pares.stages.matching.exchange import read
from pares.stages.matching.problem import BadProblem, Problem, Solution


class Command(BaseCommand):
    """Check a solution against its problem, by a program that shares no code with the one that solves."""

    help = "Check a solution against its problem, by a program that shares no code with the one that solves."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take both files."""
        parser.add_argument("problem", type=Path, help="the problem")
        parser.add_argument("solution", type=Path, help="what was made of it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say that nothing is better, or what is wrong (exit status 1); 2 for a file that cannot be read."""
        try:
            problem, solution = read(options["problem"]), read(options["solution"])
            Problem.from_json(problem)
            Solution.from_json(solution)
        except BadProblem as wrong:
            raise CommandError(str(wrong), returncode=2) from wrong
        if faults := check(problem, solution):
            raise CommandError("\n".join(faults))
        self.stdout.write("Accepted: every pair is allowed, and no solution is better.")
