"""Mentors and mentees from two lists of any making, for those who only want the matching.

Headings are recognised as in an import; those of the civil service's mentor-match (organisation, profession, grade as a
number) as well. What a list does not say, such as grades, rules nothing out.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from pares.ground.files.tables import Row, Table
from pares.ground.schemes.lists import GRADES
from pares.stages.matching.people import LONGEST_RANKING, MenteeFacts, MentorFacts
from pares.stages.matching.problem import LARGEST_CAPACITY
from pares.stages.recruitment.columns import WORDS, Meaning, suggest
from pares.stages.recruitment.known_names import grade as spelt

E = TypeVar("E", bound=Enum)
YES, NO = frozenset({"yes", "y", "true", "1", "x"}), frozenset({"no", "n", "false", "0", ""})
NOT_WITH, WISHES = "Not with", "Wishes, in order"
_OURS = {
    NOT_WITH: re.compile(r".*\bnot\b.*\b(with|matched|paired)\b.*|.*\b(avoid|conflicts?)\b.*"),
    WISHES: re.compile(r".*\b(wish(es)?|choices?|ranked|would like)\b.*"),
}
# What other programs call it.
_ALSO = {"organisation": "site", "organization": "site", "profession": "specialty", "target profession": "specialty"}
_BETWEEN = re.compile(r"[;\n,]")
_RANKS = {spelt(name): rank for name, rank in GRADES}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in a list: its name, the row as the spreadsheet numbers it, the heading, and a sentence."""

    file: str
    row: int
    heading: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row}, “{self.heading}”: {self.sentence}"


@dataclass(frozen=True)
class Listed:
    """One list as understood: facts of each person, names by id, and which column was taken as what."""

    file: str
    people: Sequence[dict[str, Any]]
    names: Mapping[str, str]
    taken: Mapping[str, str]
    unused: Sequence[str]
    wrong: Sequence[Wrong]

    @property
    def understood(self) -> str:
        """What was understood, in sentences."""
        columns = "; ".join(f"{meaning}: “{heading}”" for meaning, heading in self.taken.items())
        rest = f" Not used: {', '.join(f'“{heading}”' for heading in self.unused)}." if self.unused else ""
        return f"{self.file}: {len(self.people)} people. {columns}.{rest}"


def mentors(listed: Listed) -> list[MentorFacts]:
    """Return the people of a list as mentors, in order of id."""
    told = sorted(listed.people, key=_by_id)
    return [MentorFacts(**{name: value for name, value in one.items() if name != "supervisors"}) for one in told]


def mentees(listed: Listed) -> list[MenteeFacts]:
    """Return the people of a list as mentees, in order of id."""
    told = sorted(listed.people, key=_by_id)
    # Where the list does not ask about groups, they rule nobody out.
    unasked = {} if WORDS[Meaning.GROUP] in listed.taken else {"group": True}
    people = ({name: value for name, value in one.items() if name != "capacity"} for one in told)
    return [MenteeFacts(**one | unasked) for one in people]


def read(table: Table, file: str) -> Listed:
    """Return a list as understood, with everything that is wrong with it."""
    return _Reader(table, file).listed()


@dataclass
class _Reader:
    table: Table
    file: str
    wrong: list[Wrong] = field(default_factory=list)

    def __post_init__(self) -> None:
        known = [_ALSO.get(heading.casefold().strip(), heading) for heading in self.table.headings]
        self.ours = self._own_columns()
        others = ["" if place in self.ours.values() else heading for place, heading in enumerate(known)]
        found = suggest(others, [row.cells for row in self.table.rows])
        self.columns = {meaning: place for meaning, place in found.items() if others[place]}
        self.numbers = self._grades_are_numbers()

    def listed(self) -> Listed:
        """Read every row."""
        people, names, seen = [], {}, dict[str, int]()
        for row in self.table.rows:
            name = self._name(row)
            who = self._cell(row, Meaning.EMAIL).casefold() or name.casefold()
            if not name:
                self._fault(row, self._name_column(), "There is no name.")
            elif who in seen:
                self._fault(row, self._name_column(), f"{name} is in row {seen[who]} too.")
            else:
                seen[who] = row.number
                names[who] = name
                people.append(self._person(row, who, name))
        return Listed(self.file, people, names, self._taken(), self._unused(), self.wrong)

    def _person(self, row: Row, who: str, name: str) -> dict[str, Any]:
        return {
            "id": who,
            "keys": frozenset({who, name.casefold()}),
            "grade": self._grade(row),
            "site": self._cell(row, Meaning.SITE),
            "team": self._cell(row, Meaning.TEAM),
            "specialty": self._cell(row, Meaning.SPECIALTY),
            "previous_posts": self._several(row, Meaning.PREVIOUS),
            "topics": self._several(row, Meaning.TOPICS),
            "exams": self._several(row, Meaning.EXAM),
            "supervisors": self._people(row, self.columns.get(Meaning.SUPERVISORS)),
            "capacity": self._capacity(row),
            "video": Meaning.VIDEO not in self.columns or self._yes(row, Meaning.VIDEO),
            "group": self._yes(row, Meaning.GROUP),
            "not_with": self._people(row, self.ours.get(NOT_WITH)),
            "ranked": tuple(self._in_order(row, self.ours.get(WISHES)))[:LONGEST_RANKING],
        }

    def _own_columns(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for place, heading in enumerate(self.table.headings):
            for what, fits in _OURS.items():
                if fits.fullmatch(heading.casefold().replace("-", " ")):
                    found.setdefault(what, place)
        return found

    def _grades_are_numbers(self) -> bool:
        cells = [self._cell(row, Meaning.GRADE) for row in self.table.rows]
        return any(cells) and all(cell.isdecimal() for cell in cells if cell)

    def _grade(self, row: Row) -> int:
        cell = self._cell(row, Meaning.GRADE)
        if Meaning.GRADE not in self.columns:
            return 0
        rank = int(cell) if self.numbers and cell.isdecimal() else _RANKS.get(spelt(cell)) if cell else None
        if rank is None:
            said = f"“{cell[:40]}” is not a grade known here" if cell else "There is no grade"
            self._fault(row, Meaning.GRADE, f"{said}. Use grades such as F1, CT2 or ST4, or numbers throughout.")
        return rank or 0

    def _capacity(self, row: Row) -> int:
        cell = self._cell(row, Meaning.CAPACITY)
        if cell and not (cell.isdecimal() and int(cell) <= LARGEST_CAPACITY):
            self._fault(row, Meaning.CAPACITY, f"“{cell[:40]}” is not a whole number from 0 to {LARGEST_CAPACITY}.")
            return 0
        return int(cell or 1)

    def _yes(self, row: Row, meaning: Meaning) -> bool:
        cell = self._cell(row, meaning).casefold()
        if cell not in YES | NO:
            self._fault(row, meaning, f"“{cell[:40]}” is neither yes nor no.")
        return cell in YES

    def _cell(self, row: Row, meaning: Meaning) -> str:
        place = self.columns.get(meaning)
        return row.cells[place].strip() if place is not None else ""

    def _several(self, row: Row, meaning: Meaning) -> frozenset[str]:
        return frozenset(part.strip() for part in _BETWEEN.split(self._cell(row, meaning)) if part.strip())

    def _in_order(self, row: Row, place: int | None) -> Iterable[str]:
        cell = row.cells[place] if place is not None else ""
        return (part.strip().casefold() for part in _BETWEEN.split(cell) if part.strip())

    def _people(self, row: Row, place: int | None) -> frozenset[str]:
        return frozenset(self._in_order(row, place))

    def _name(self, row: Row) -> str:
        parts = [self._cell(row, each) for each in (Meaning.NAME, Meaning.FIRST, Meaning.LAST)]
        return " ".join(" ".join(part for part in parts if part).split())

    def _name_column(self) -> Meaning:
        return next((one for one in (Meaning.NAME, Meaning.LAST, Meaning.FIRST) if one in self.columns), Meaning.NAME)

    def _fault(self, row: Row, meaning: Meaning, sentence: str) -> None:
        place = self.columns.get(meaning)
        heading = self.table.headings[place] if place is not None else WORDS[meaning]
        self.wrong.append(Wrong(self.file, row.number, heading, sentence))

    def _taken(self) -> dict[str, str]:
        places = {WORDS[meaning]: place for meaning, place in self.columns.items() if meaning in _USED} | self.ours
        return {what: self.table.headings[place] for what, place in sorted(places.items(), key=lambda one: one[1])}

    def _unused(self) -> list[str]:
        taken = set(self._taken().values())
        return [heading for heading in self.table.headings if heading not in taken]


_USED = frozenset(
    {Meaning.EMAIL, Meaning.NAME, Meaning.FIRST, Meaning.LAST, Meaning.GRADE, Meaning.SITE, Meaning.TEAM}
    | {Meaning.SPECIALTY, Meaning.PREVIOUS, Meaning.TOPICS, Meaning.EXAM, Meaning.SUPERVISORS, Meaning.CAPACITY}
    | {Meaning.GROUP, Meaning.VIDEO}
)


def checked_weights(given: Mapping[str, Any], criteria: type[E]) -> dict[E, Any]:
    """Return weights by criterion; raises ValueError with a sentence where a name means none of them."""
    names = {each.name.lower(): each for each in criteria}
    if strange := sorted(given.keys() - names.keys()):
        raise ValueError(f"There is no criterion {strange[0]}. There are: {', '.join(names)}.")
    return {names[name]: value for name, value in given.items()}


def _by_id(person: Mapping[str, Any]) -> str:
    return str(person["id"])
