"""What happened on the board, and what would help, in words; names are put in when a page is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pares.stages.matching.alternatives import Move
from pares.stages.matching.board.states import moved, relocked, reweighed
from pares.stages.matching.fixes import Change as Fixing
from pares.stages.matching.losing import Loss
from pares.stages.matching.models import Change, Verb
from pares.stages.matching.scores import Criterion
from pares.stages.matching.supposing import Supposed

SOMEBODY = "somebody who has left"
MOST_LINES = 20
_BY_MENTOR = {
    Fixing.PLACE: "{mentor} took one more mentee",
    Fixing.TRAIN: "{mentor} were trained",
    Fixing.AGREE: "{mentor} accepted the agreement",
    Fixing.TEAM: "{mentee} accepted a mentor from the same team",
    Fixing.VIDEO: "{mentee} accepted meetings by video",
    Fixing.GROUP: "{mentee} accepted a group",
}
_ELSE = {0: "nobody else would move", 1: "1 other would move"}


class Names(dict[str, str]):
    """Names by the id of the application; whoever is not there any more has none."""

    def __missing__(self, _who: str) -> str:
        return SOMEBODY


@dataclass(frozen=True)
class Told:
    """One change as the record shows it: its sentence, what it changed line by line, and how many lines more."""

    change: Change
    sentence: str
    lines: list[str] = field(default_factory=list)
    more: int = 0


def fix_in_words(fix: Mapping[str, Any], mentee: str, names: Mapping[str, str]) -> str:
    """Return a change that would help as "If Max took one more mentee, Esme would have a mentor; nobody else ..."."""
    condition = _BY_MENTOR[Fixing[fix["change"]]].format(mentor=names[fix["mentor"] or ""], mentee=names[mentee])
    mentor = "a mentor" if fix["mentor"] == fix["given"] else f"{names[fix['given']]} as a mentor"
    others = _ELSE.get(fix["moved"], f"{fix['moved']} others would move")
    return f"If {condition}, {names[mentee]} would have {mentor}; {others}."


def told(change: Change, names: Mapping[str, str]) -> Told:
    """Return a change as the record shows it."""
    found = change.difference
    if change.verb == Verb.PROPOSE and not found["figures"][0]:
        return Told(change, f"The first proposal: {_pairs(found['figures'][1]['matched'])}.")
    lines = [f"{Criterion[name].value}: from {before} to {after}" for name, before, after in reweighed(found)]
    lines += [f"{names[who]}: {way_in_words(before, after, names)}" for who, before, after in moved(found)]
    lines += [f"{names[who]}: {'locked' if locked else 'unlocked'}" for who, locked in relocked(found)]
    lines += [f"{names[who]}: {'left out' if after else 'taken back'}" for who, _, after in found["aside"]]
    return Told(change, _sentence(change), lines[:MOST_LINES], max(0, len(lines) - MOST_LINES))


def done_in_words(change: Change) -> str:
    """Return what was done, such as "Swapped" or "Undid change 3"."""
    return f"Undid change {change.undoes.number}" if change.undoes else str(Verb(change.verb).label)


def way_in_words(before: str | None, after: str | None, names: Mapping[str, str]) -> str:
    """Return "from Mo to Max", with "nobody" for no mentor."""
    first, last = (names[mentor] if mentor else "nobody" for mentor in (before, after))
    return f"from {first} to {last}"


def moves_in_words(moves: Iterable[tuple[str, str | None, str | None] | Move], names: Mapping[str, str]) -> list[str]:
    """Return "Esme: from Mo to Max" for everybody who moves, in order of name."""
    plain = [(each.mentee, each.before, each.after) if isinstance(each, Move) else each for each in moves]
    return sorted(f"{names[who]}: {way_in_words(before, after, names)}" for who, before, after in plain)


def supposed_in_words(found: Supposed, mentees: int, *, sealed: bool = False) -> list[str]:
    """Return what follows from a change: who is matched, the weakest pair and the fit in all, before and after.

    Where `sealed` choices decide too, nothing is said of the fit: it would tell what somebody chose.
    """
    before, after = found.before, found.after
    moves = {0: "Nobody would move", 1: "1 mentee would move"}.get(
        len(found.moves), f"{len(found.moves)} mentees would move"
    )
    said = [f"{moves}.", f"With a mentor: {after.matched} of {mentees}, now {before.matched}."]
    if sealed:
        return said
    return [
        *said,
        f"The weakest pair that is not locked: {after.worst // 10} of 100, now {before.worst // 10}.",
        f"The fit of all pairs together: {after.total:,}, now {before.total:,}.",
    ]


def loss_in_words(loss: Loss, *, sealed: bool = False) -> str:
    """Return what losing a mentor would cost, in words; nothing of the fit where `sealed` choices decide too."""
    if loss.matches > 0:
        more = "1 more mentee" if loss.matches == 1 else f"{loss.matches} more mentees"
        return f"{more} would have no mentor."
    if sealed:
        return "Everybody matched now would still be."
    if loss.worst > 0:
        return "Everybody matched now would still be, but the weakest pair would be weaker."
    if loss.total > 0:
        return "Everybody matched now would still be, but the fit would be a little worse."
    return "Nothing: everybody matched now would still be, and as well."


def _sentence(change: Change) -> str:
    before, after = (figures.get("matched", 0) for figures in change.difference["figures"])
    number = len(moved(change.difference))
    people = {0: "Nobody moved", 1: "1 mentee moved"}.get(number, f"{number} mentees moved")
    matched = "" if before == after else f" Matched: {before} before, {after} after."
    return f"{done_in_words(change)}. {people}.{matched}"


def _pairs(number: int) -> str:
    return "1 pair" if number == 1 else f"{number} pairs"
