"""From the rows of a list to people, or to sentences that say what is wrong in which row.

Nothing here reads or writes a table: what the rows are checked against is handed in as `Known`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pares.ground.files.guarding import guarded
from pares.ground.letters.address import NotOneAddress, single
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Grade, Site, Specialty, Topic
from pares.stages.recruitment.columns import WORDS, Meaning
from pares.stages.recruitment.days import day
from pares.stages.recruitment.known_names import Names
from pares.stages.recruitment.models import Part

LONGEST = {
    Meaning.NAME: 300,
    Meaning.TEAM: 120,
    Meaning.PREVIOUS: 120,
    Meaning.SUPERVISORS: 300,
    Meaning.EXAM: 60,
    Meaning.ABOUT: 500,
}
MOST_MENTEES = 4
YES = frozenset({"yes", "y", "true", "1", "ok", "fine", "x"})
NO = frozenset({"no", "n", "false", "0"})
EVERY = 500
_ADDRESS_BETWEEN = re.compile(r"[^\s<]*<([^<>]+)>|mailto:(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row, numbered as the spreadsheet shows it; `column` is the file's own heading."""

    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list: `told` are the answers the row gives, by their names in `Given`."""

    row: int
    email: str
    name: str
    personal_email: str = ""
    applied_on: date | None = None
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What rows are checked against: the scheme's lists, who takes part already, and the day."""

    part: Part
    grades: Names[Grade]
    sites: Names[Site]
    specialties: Names[Specialty]
    topics: Names[Topic]
    parts: Mapping[str, str]
    """Who takes part in the cohort already: address in small letters to part."""
    names: Mapping[str, str]
    """The names of those, spelt alike, to their addresses."""
    today: date


@dataclass
class Checked:
    """What came of checking a list."""

    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


class _Wrong(Refused):
    """A cell cannot be taken as it is."""


def check(
    rows: Sequence[Sequence[Any]],
    headings: Sequence[str],
    columns: Mapping[Meaning, int],
    known: Known,
    progress: Callable[[int, int], object] | None = None,
) -> Checked:
    """Return the people of the rows and everything wrong with them; a row is its number and then its cells.

    `progress` is told now and then how many rows are done, of how many.
    """
    checked = Checked()
    seen: dict[str, int] = {}
    namesakes: dict[str, tuple[int, str]] = {}
    for done, (number, *cells) in enumerate(rows, 1):
        reader = _Row(number, cells, headings, columns, known, checked.faults)
        line = reader.line()
        if line and reader.sound:
            reader.refuse_twice(line, seen)
            if reader.sound:
                checked.lines.append(line)
                checked.warnings += _same_name(line, namesakes, known, reader.heading(Meaning.NAME))
        if progress and done % EVERY == 0:
            progress(done, len(rows))
    return checked


@dataclass
class _Row:
    number: int
    cells: Sequence[str]
    headings: Sequence[str]
    columns: Mapping[Meaning, int]
    known: Known
    faults: list[Fault]
    sound: bool = True

    def line(self) -> Line | None:
        """Return the person, as far as the row can be read."""
        email = self._read(Meaning.EMAIL, _needed_address)
        name = self._name()
        personal = self._read(Meaning.PERSONAL, _address)
        applied = self._read(Meaning.APPLIED, self._applied)
        told = {name: value for name, value in self._told() if value is not None}
        if self.known.part == Part.MENTOR and told.get("group") and told.get("capacity") == 1:
            self._fault(Meaning.CAPACITY, "A group has at least 2 mentees.")
        return Line(self.number, email, name, personal or "", applied, told) if email and name else None

    def refuse_twice(self, line: Line, seen: dict[str, int]) -> None:
        """Refuse a person who stands on the list twice, or takes part as the other part."""
        earlier = seen.setdefault(line.email, self.number)
        if earlier != self.number:
            self._fault(Meaning.EMAIL, f"{line.email} is in row {earlier} too. Keep one of the two rows.")
        part = self.known.parts.get(line.email)
        if part and part != self.known.part:
            self._fault(
                Meaning.EMAIL,
                f"{line.email} takes part in this cohort as a {part}. "
                "In one cohort a person is mentor or mentee, not both.",
            )

    def heading(self, meaning: Meaning) -> str:
        """Return the heading of the column with that meaning."""
        for each in (meaning, Meaning.LAST, Meaning.FIRST):
            if each in self.columns:
                return self.headings[self.columns[each]]
        return WORDS[meaning]

    def _told(self) -> Iterable[tuple[str, Any]]:
        known = self.known
        yield "grade", self._read(Meaning.GRADE, lambda cell: _listed(cell, known.grades))
        yield "site", self._read(Meaning.SITE, lambda cell: _listed(cell, known.sites))
        yield "specialty", self._read(Meaning.SPECIALTY, lambda cell: _listed(cell, known.specialties))
        yield "topics", self._read(Meaning.TOPICS, lambda cell: _several(cell, known.topics))
        yield "team", self._words(Meaning.TEAM)
        yield "previous_post", self._words(Meaning.PREVIOUS)
        yield "supervisors", self._words(Meaning.SUPERVISORS)
        yield "exam", self._words(Meaning.EXAM)
        yield "about", self._words(Meaning.ABOUT)
        yield "capacity", self._read(Meaning.CAPACITY, _capacity)
        yield "group", self._read(Meaning.GROUP, _yes_or_no)
        yield "video", self._read(Meaning.VIDEO, _yes_or_no)

    def _name(self) -> str:
        parts = [self._words(each) for each in (Meaning.NAME, Meaning.FIRST, Meaning.LAST)]
        if any("@" in part for part in parts if part):
            self._fault(Meaning.NAME, "This is an address, not a name.")
        name = " ".join(" ".join(part for part in parts if part).split())
        if guarded(name) != name:
            self._fault(Meaning.NAME, f"“{name[:40]}” is a formula, not a name. Type the name itself.")
        elif not name and self.sound:
            self._fault(Meaning.NAME, "There is no name.")
        return name

    def _words(self, meaning: Meaning) -> str | None:
        most = LONGEST.get(meaning, LONGEST[Meaning.NAME])

        def words(cell: str) -> str:
            if len(cell) > most:
                raise _Wrong(f"This has {len(cell):,} characters. There is room for {most}.")
            return cell

        read: str | None = self._read(meaning, words)
        return read

    def _applied(self, cell: str) -> date:
        found = day(cell)
        if found > self.known.today:
            raise _Wrong(f"“{cell}” has not come yet.")
        return found

    def _read(self, meaning: Meaning, read: Callable[[str], Any]) -> Any:
        place = self.columns.get(meaning)
        if place is None:
            return None
        cell = self.cells[place] if place < len(self.cells) else ""
        if not cell and meaning is not Meaning.EMAIL:
            return None
        try:
            return read(cell)
        except Refused as wrong:
            self._fault(meaning, str(wrong))
            return None

    def _fault(self, meaning: Meaning, sentence: str) -> None:
        self.sound = False
        self.faults.append(Fault(self.number, self.heading(meaning), sentence))


def _needed_address(cell: str) -> str:
    if not cell or cell.casefold() in {"anonymous", "n/a", "none", "-"}:
        raise _Wrong("There is no email address.")
    return _address(cell)


def _address(cell: str) -> str:
    inside = _ADDRESS_BETWEEN.search(cell)
    address = (inside[1] or inside[2]) if inside and cell.count("@") == 1 else cell
    if address.count("@") > 1:
        raise _Wrong(f"There is more than one address in this cell: {cell[:80]}. Keep one.")
    try:
        return single(address).lower()
    except NotOneAddress as error:
        raise _Wrong(f"“{cell[:80]}” is not an email address.") from error


def _listed(cell: str, names: Names[Any]) -> Any:
    found = names.find(cell)
    if found is None:
        raise _Wrong(names.sentence(cell))
    return found


def _several(cell: str, names: Names[Topic]) -> tuple[Topic, ...]:
    """Return the topics of a cell, one or several between semicolons, lines or commas (a topic may have commas)."""
    if whole := names.find(cell):
        return (whole,)
    mark = next((mark for mark in (";", "\n", ",") if mark in cell), ";")
    parts = [part.strip() for part in cell.split(mark) if part.strip()]
    return tuple(dict.fromkeys(_listed(part, names) for part in parts))


def _capacity(cell: str) -> int:
    number = re.fullmatch(r"(\d{1,3})( (mentees?|people|person))?", cell.strip().casefold())
    if number is None or not 1 <= int(number[1]) <= MOST_MENTEES:
        raise _Wrong(f"“{cell[:40]}” is not a number from 1 to {MOST_MENTEES}.")
    return int(number[1])


def _yes_or_no(cell: str) -> bool:
    word = next(iter(re.findall(r"[a-z0-9]+", cell.casefold())), "")
    if word not in YES | NO:
        raise _Wrong(f"“{cell[:40]}” is neither yes nor no.")
    return word in YES


def _same_name(line: Line, namesakes: dict[str, tuple[int, str]], known: Known, heading: str) -> list[Fault]:
    key = " ".join(line.name.casefold().split())
    row, email = namesakes.setdefault(key, (line.row, line.email))
    if email != line.email:
        return [Fault(line.row, heading, f"{line.name} is in row {row} too, with another address: {email}.")]
    there = known.names.get(key)
    if there and there != line.email and line.email not in known.parts:
        return [Fault(line.row, heading, f"{line.name} takes part already with another address: {there}.")]
    return []
