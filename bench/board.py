"""What a proposal costs a lead through the page: propose, swap, ask and propose again, at 100 and at 1,000 pairs.

Invented cohorts are built through the actions of a real one (see `invented`), on SQLite in a folder that is thrown
away, and a lead's browser is played within this process: from the address to the last byte of the page, and nothing
else. Printed are the seconds of this process's own work and those on the clock, and how many queries were asked. A list
is put into the database in one query, which SQLite has cut in pieces of 999 values; it is counted as one. The run fails
where a step asks for more queries of a large cohort than of a small one, or takes a small one more than a second of
work, which other work on the machine changes least.
"""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

SIZES = (100, 1_000)
TRIES, LIMIT = 3, 1.0


@dataclass(frozen=True)
class Step:
    """One step at one size: seconds of work, seconds on the clock, queries."""

    name: str
    work: float
    clock: float
    queries: int


def main() -> int:
    """Measure and print; exit with 1 where queries differ or a step takes too long."""
    with tempfile.TemporaryDirectory(prefix="pares-bench-") as folder:
        _set_up(folder)
        found = {size: _measured(size) for size in SIZES}
    show(found)
    wrong = list(faults(found))
    for sentence in wrong:
        say(sentence)
    return bool(wrong)


def show(found: dict[int, list[Step]]) -> None:
    """Print a line for each step, the sizes side by side."""
    say(" " * 16 + "".join(f"{f'{size:,} pairs':>16}{'work s':>9}{'clock s':>9}{'queries':>9}" for size in found))
    for steps in zip(*found.values(), strict=True):
        figures = "".join(f"{'':16}{one.work:9.3f}{one.clock:9.3f}{one.queries:9}" for one in steps)
        say(f"{steps[0].name:16}{figures}")


def faults(found: dict[int, list[Step]]) -> Sequence[str]:
    """Return what is not as it should be."""
    small, large = found.values()
    slow = [f"{one.name} takes {one.work:.2f} s at {SIZES[0]} pairs." for one in small if one.work > LIMIT]
    more = [
        f"{one.name} asks {one.queries} queries at {SIZES[0]:,} pairs and {other.queries} at {SIZES[1]:,}."
        for one, other in zip(small, large, strict=True)
        if one.queries != other.queries
    ]
    return [*slow, *more]


def _set_up(folder: str) -> None:
    given = {"PARES_MODE": "test", "PARES_DATA": folder, "DJANGO_SETTINGS_MODULE": "pares.settings"}
    os.environ.update(given, OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", PYTHONWARNINGS="ignore")
    os.environ.pop("DATABASE_URL", None)
    (Path(folder) / "static").mkdir()
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _measured(size: int) -> list[Step]:
    """Build a cohort and go through the steps."""
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from bench.invented import NOON, cohort
    from pares.ground import clock

    say(f"Inventing a cohort of {size:,} pairs ...")
    clock.go_to(NOON)
    with transaction.atomic():
        run, lead = cohort(size)
    client = Client()
    client.force_login(lead, settings.AUTHENTICATION_BACKENDS[0])
    return [_step(name, run, client, act) for name, act in STEPS.items()]


def _step(name: str, run: Any, client: Any, act: "Act") -> Step:
    """Take a step several times, each taken back but the last; the first one is counted and not timed."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    path, sent = act(run, client)
    times: list[tuple[float, float]] = []
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        _taken(client, path, sent)
        queries = _queries([one["sql"] for one in asked.captured_queries])
        transaction.set_rollback(True)
    for number in range(TRIES):
        gc.collect()
        with transaction.atomic():
            begun, worked = time.perf_counter(), time.process_time()
            _taken(client, path, sent)
            times.append((time.process_time() - worked, time.perf_counter() - begun))
            transaction.set_rollback(number + 1 < TRIES)
    work, clock = (min(column) for column in zip(*times, strict=True))
    return Step(name, work, clock, queries)


def _taken(client: Any, path: str, sent: dict[str, str] | None) -> None:
    answer = client.get(path) if sent is None else client.post(path, sent)
    expected = 200 if sent is None else 302
    if answer.status_code != expected:
        raise SystemExit(f"{path} answered {answer.status_code}.")


def _queries(asked: Sequence[str]) -> int:
    """Count queries; what is put into one table one after another counts once."""
    beginnings = (one.split("(", 1)[0] if one.startswith("INSERT") else str(number) for number, one in enumerate(asked))
    return sum(1 for _ in groupby(beginnings))


Act = Callable[[Any, Any], tuple[str, dict[str, str] | None]]


def _at(view: str, run: Any, **more: Any) -> str:
    from django.urls import reverse

    return reverse(f"lead.{view}", kwargs={"scheme": run.scheme.slug, "cohort": run.slug, **more})


def _weakest(run: Any) -> Any:
    return run.proposals.newest().pairs.weak_first()[0]


def _propose(run: Any, _client: Any) -> tuple[str, dict[str, str] | None]:
    return _at("matching.propose", run), {}


def _swap_page(run: Any, _client: Any) -> tuple[str, dict[str, str] | None]:
    return _at("matching.swap", run, mentee=_weakest(run).mentee_id), None


def _swap(run: Any, client: Any) -> tuple[str, dict[str, str] | None]:
    """Give the mentee of the weakest pair the first mentor the page offers."""
    path, _ = _swap_page(run, client)
    page = client.get(path).content.decode()
    chosen = page.split('name="mentor" type="radio" value="', 1)[1].split('"', 1)[0]
    return path, {"mentor": chosen, "seen": str(run.proposals.newest().changes)}


def _what_if(run: Any, _client: Any) -> tuple[str, dict[str, str] | None]:
    asked = f"?change=withdrawn&leaving={_weakest(run).mentor_id}"
    return _at("matching_asking.what_if", run) + asked, None


STEPS: dict[str, Act] = {
    "Propose": _propose,
    "The proposal": lambda run, _: (_at("matching.proposal", run), None),
    "Page of a swap": _swap_page,
    "Swap": _swap,
    "Propose again": _propose,
    "What if": _what_if,
    "Whom to lose": lambda run, _: (_at("matching_asking.without", run), None),
}


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
