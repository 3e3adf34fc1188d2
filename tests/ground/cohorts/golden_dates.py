"""Writes the golden dates anew: `python -m tests.ground.cohorts.golden_dates`.

Read what differs before you keep it.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pares.ground.cohorts.calendar import NATIONS, Timeline, first_wednesday, next_changeover, plan, shipped

FOLDER = Path(__file__).parent / "golden"
YEARS = range(2026, 2037)
STARTS = {"foundation-4": (4, 8, 12), "core-6": (2, 8), "yearly-12": (8,)}


def golden(key: str) -> list[list[str]]:
    """Return what the file of a timeline holds, row by row."""
    with (FOLDER / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def planned(timeline: Timeline) -> Iterator[list[str]]:
    """Yield the heading, then for each usual start and each nation the day of every step."""
    yield ["nation", "start", "changeover", *(step.key for step in timeline.steps)]
    for start in (first_wednesday(year, month) for year in YEARS for month in STARTS[timeline.key]):
        changeover = next_changeover(start, timeline.months)
        for nation in NATIONS:
            steps = plan(timeline, start, changeover, nation=nation)
            yield [nation, *(day.isoformat() for day in (start, changeover, *(step.date for step in steps)))]


def rows(key: str) -> list[tuple[str, date, date, dict[str, date]]]:
    """Return nation, start, changeover and the day of each step, as the file has them."""
    heading, *lines = golden(key)
    found = []
    for nation, *written in lines:
        start, changeover, *days = map(date.fromisoformat, written)
        found.append((nation, start, changeover, dict(zip(heading[3:], days, strict=True))))
    return found


def main() -> None:
    """Write a file for each timeline."""
    FOLDER.mkdir(exist_ok=True)
    for timeline in shipped():
        with (FOLDER / f"{timeline.key}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(planned(timeline))


if __name__ == "__main__":
    main()
