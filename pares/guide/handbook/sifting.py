"""Choosing among the studies: by kind, design and comparison, in an order."""

from collections.abc import Iterable
from dataclasses import dataclass

from pares.guide.handbook.evidence import Study

ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "largest": "Most people first",
    "smallest": "Fewest first",
}
COMPARISONS = {"with": "With a comparison", "without": "Without a comparison"}


@dataclass(frozen=True, slots=True)
class Sought:
    """What a reader asks for; an empty text asks for everything."""

    kind: str = ""
    design: str = ""
    comparison: str = ""
    order: str = "newest"


def sift(studies: Iterable[Study], sought: Sought) -> list[Study]:
    """Return the studies that fit, in the order asked for; those without the year or the number stand last."""
    found = [study for study in studies if _fits(study, sought)]
    by_size = sought.order in {"largest", "smallest"}
    down = sought.order not in {"oldest", "smallest"}
    known = [(value, study) for study in found if (value := study.people if by_size else study.year) is not None]
    ordered = sorted(known, key=lambda each: (-each[0] if down else each[0], each[1].name))
    placed = [study for _, study in ordered]
    return placed + sorted((study for study in found if study not in placed), key=lambda study: study.name)


def _fits(study: Study, sought: Sought) -> bool:
    asked = (
        (sought.kind, study.kind),
        (sought.design, study.design),
        (sought.comparison, "with" if study.compared else "without"),
    )
    return all(value in {"", own} for value, own in asked)
