"""The matching problem and its solution as plain values, and as JSON: pairs not listed are not allowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

LARGEST_SCORE = 1000
LARGEST_CAPACITY = 20


class BadProblem(ValueError):  # noqa: N818 - the field's word
    """The problem, or a solution file, is wrong; str() is one sentence that says what and where."""


@dataclass(frozen=True, slots=True)
class Mentor:
    """A mentor and how many mentees they can take (0 or more)."""

    id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Mentee:
    """A doctor who would like a mentor."""

    id: str


class Allowed(NamedTuple):
    """A pair that may be made, with its score from 0 to 1000."""

    mentee: str
    mentor: str
    score: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Who may be paired with whom, and how well. Raises BadProblem when it contradicts itself.

    `standing` are the pairs there are now, each mentee at most once: as few people are moved as can be. One that is not
    an allowed pair, or for which its mentor has too few places, cannot stay. `lots` is the order in which a ballot drew
    all mentees, where places are given by lot; pairs that stand were not drawn, so there is one or the other.
    """

    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    pairs: tuple[Allowed, ...]
    locked: tuple[tuple[str, str], ...] = ()
    seed: int = 0
    standing: tuple[tuple[str, str], ...] = ()
    lots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check every name, number and lock once, so that nobody else has to."""
        mentors = _distinct([mentor.id for mentor in self.mentors], "mentor")
        mentees = _distinct([mentee.id for mentee in self.mentees], "mentee")
        for mentor in self.mentors:
            if not _whole(mentor.capacity, LARGEST_CAPACITY):
                raise BadProblem(
                    f"The capacity of mentor {mentor.id!r} must be a whole number, 0 to {LARGEST_CAPACITY}."
                )
        allowed = _checked_pairs(self.pairs, mentors, mentees)
        _check_locks(self.locked, allowed, {mentor.id: mentor.capacity for mentor in self.mentors})
        if type(self.seed) is not int:
            raise BadProblem("The seed must be a whole number.")
        _check_standing(self.standing, mentors, mentees)
        _check_lots(self.lots, mentees, self.standing)

    @classmethod
    def from_json(cls, data: object) -> "Problem":
        """Read the parsed JSON of a problem; raises BadProblem with one sentence."""
        record = _record(data, "The problem", ("mentors", "mentees", "pairs"), ("locked", "seed", "standing", "lots"))
        mentors = _records(record["mentors"], "mentors", ("id", "capacity"))
        mentees = _records(record["mentees"], "mentees", ("id",))
        pairs = _records(record["pairs"], "pairs", ("mentee", "mentor", "score"))
        return cls(
            mentors=tuple(Mentor(row["id"], row["capacity"]) for row in mentors),
            mentees=tuple(Mentee(row["id"]) for row in mentees),
            pairs=tuple(Allowed(row["mentee"], row["mentor"], row["score"]) for row in pairs),
            locked=_couples(record.get("locked", []), "locked"),
            seed=record.get("seed", 0),
            standing=_couples(record.get("standing", []), "standing"),
            lots=tuple(_list(record.get("lots", []), "lots")),
        )

    def to_json(self) -> dict[str, Any]:
        """Give the value that json.dumps writes and from_json reads back."""
        return {
            "mentors": [{"id": mentor.id, "capacity": mentor.capacity} for mentor in self.mentors],
            "mentees": [{"id": mentee.id} for mentee in self.mentees],
            "pairs": [pair._asdict() for pair in self.pairs],
            "locked": [list(couple) for couple in self.locked],
            "seed": self.seed,
            **({"standing": [list(couple) for couple in self.standing]} if self.standing else {}),
            **({"lots": list(self.lots)} if self.lots else {}),
        }


@dataclass(frozen=True, slots=True)
class Witness:
    """Mentees who together may only have these mentors, whose places are fewer than the mentees."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A mentee left without a mentor, and the witness that shows why."""

    mentee: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class Objective:
    """How good a solution is: pairs made, lowest score of an unlocked pair (0 where none), sum of scores."""

    matched: int
    worst: int
    total: int


@dataclass(frozen=True, slots=True)
class Cover:
    """Mentees and mentors such that every pair in question has one of them: no more pairs than this fit."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]

    def to_json(self) -> dict[str, list[str]]:
        """Give the cover as two lists of ids."""
        return {"mentees": list(self.mentees), "mentors": list(self.mentors)}


@dataclass(frozen=True, slots=True)
class Prices:
    """Whole-number prices no pair beats: each_pair + mentee + mentor >= score, equal where a pair is made.

    Where pairs stand already, `each_kept` is added for those.
    """

    each_pair: int
    mentees: Mapping[str, int]
    mentors: Mapping[str, int]
    each_kept: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the prices by id."""
        return {
            "each_pair": self.each_pair,
            "mentees": dict(self.mentees),
            "mentors": dict(self.mentors),
            **({} if self.each_kept is None else {"each_kept": self.each_kept}),
        }

    @classmethod
    def from_json(cls, data: object) -> "Prices":
        """Read the prices by id."""
        record = _record(data, "The prices", ("each_pair", "mentees", "mentors"), ("each_kept",))
        return cls(
            each_pair=_number(record["each_pair"], "price of each pair"),
            mentees=_figures(record["mentees"], "prices of mentees"),
            mentors=_figures(record["mentors"], "prices of mentors"),
            each_kept=_number(record["each_kept"], "price of each pair that stays") if "each_kept" in record else None,
        )


@dataclass(frozen=True, slots=True)
class Proof:
    """Why no more could be matched, the worst pair not be better and the total not be higher.

    `floor` is None when every pair is locked, because then there is no worst pair to improve. Where pairs stand
    already, `kept` shows that no more of them could stay, and `floor` is made of prices too.
    """

    most: Cover
    floor: Cover | Prices | None
    prices: Prices
    kept: Prices | None = None

    def to_json(self) -> dict[str, Any]:
        """Give the three parts of the proof."""
        return {
            "most": self.most.to_json(),
            "floor": self.floor.to_json() if self.floor else None,
            "prices": self.prices.to_json(),
            **({"kept": self.kept.to_json()} if self.kept else {}),
        }

    @classmethod
    def from_json(cls, data: object) -> "Proof":
        """Read the parts of the proof."""
        record = _record(data, "The proof", ("most", "floor", "prices"), ("kept",))
        return cls(
            most=Cover(*_sides(record["most"], "The proof of most pairs")),
            floor=_floor(record["floor"], standing="kept" in record),
            prices=Prices.from_json(record["prices"]),
            kept=Prices.from_json(record["kept"]) if "kept" in record else None,
        )


@dataclass(frozen=True, slots=True)
class Solution:
    """The pairs (mentee, mentor), who is left out, how good it is, and the proof that nothing is better.

    `moved` counts those who have a mentor now and would have another or none; None where no pair stands yet.
    """

    pairs: tuple[tuple[str, str], ...]
    unmatched: tuple[Unmatched, ...]
    objective: Objective
    proof: Proof
    moved: int | None = None

    @classmethod
    def from_json(cls, data: object) -> "Solution":
        """Read the parsed JSON of a solution; checks its shape only (the checker judges its claims)."""
        record = _record(data, "The solution", ("pairs", "unmatched", "objective", "proof"))
        unmatched = _records(record["unmatched"], "unmatched", ("mentee", "witness"))
        told = _record(record["objective"], "The objective", ("matched", "worst", "total"), ("moved",))
        figures = {name: _number(value, name) for name, value in told.items()}
        moved = figures.pop("moved", None)
        return cls(
            pairs=_couples(record["pairs"], "pairs"),
            unmatched=tuple(
                Unmatched(_text(row["mentee"], "unmatched mentee"), Witness(*_sides(row["witness"], "A witness")))
                for row in unmatched
            ),
            objective=Objective(**figures),
            proof=Proof.from_json(record["proof"]),
            moved=moved,
        )

    def to_json(self) -> dict[str, Any]:
        """Give the value that json.dumps writes and from_json reads back."""
        return {
            "pairs": [list(pair) for pair in self.pairs],
            "unmatched": [
                {
                    "mentee": left.mentee,
                    "witness": {
                        "mentees": list(left.witness.mentees),
                        "mentors": list(left.witness.mentors),
                    },
                }
                for left in self.unmatched
            ],
            "objective": {
                "matched": self.objective.matched,
                "worst": self.objective.worst,
                "total": self.objective.total,
                **({} if self.moved is None else {"moved": self.moved}),
            },
            "proof": self.proof.to_json(),
        }


def _whole(value: object, largest: int) -> bool:
    return type(value) is int and 0 <= value <= largest


def _distinct(ids: Iterable[object], what: str) -> set[str]:
    seen: set[str] = set()
    for place, name in enumerate(ids, 1):
        if not isinstance(name, str) or not name:
            raise BadProblem(f"The id of {what} number {place} must be a text that is not empty.")
        if any("\ud800" <= one <= "\udfff" for one in name):
            raise BadProblem(f"The id of {what} number {place} has a character that cannot be written in UTF-8.")
        if name in seen:
            raise BadProblem(f"The {what} id {name!r} appears twice.")
        seen.add(name)
    return seen


def _checked_pairs(pairs: Iterable[Allowed], mentors: set[str], mentees: set[str]) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for place, (mentee, mentor, score) in enumerate(pairs, 1):
        if type(mentee) is not str or mentee not in mentees:
            raise BadProblem(f"Pair number {place} names the mentee {mentee!r}, who is not listed.")
        if type(mentor) is not str or mentor not in mentors:
            raise BadProblem(f"Pair number {place} names the mentor {mentor!r}, who is not listed.")
        if not _whole(score, LARGEST_SCORE):
            raise BadProblem(f"The score of pair number {place} must be a whole number from 0 to 1000.")
        if (mentee, mentor) in seen:
            raise BadProblem(f"The pair of mentee {mentee!r} and mentor {mentor!r} appears twice.")
        seen.add((mentee, mentor))
    return seen


def _check_locks(locked: Iterable[tuple[str, str]], allowed: set[tuple[str, str]], capacity: Mapping[str, int]) -> None:
    held: set[str] = set()
    free = dict(capacity)
    for mentee, mentor in locked:
        if (mentee, mentor) not in allowed:
            raise BadProblem(f"The locked pair of mentee {mentee!r} and mentor {mentor!r} is not an allowed pair.")
        if mentee in held:
            raise BadProblem(f"The mentee {mentee!r} is locked more than once.")
        if free[mentor] == 0:
            raise BadProblem(f"More mentees are locked to mentor {mentor!r} than the mentor has places.")
        held.add(mentee)
        free[mentor] -= 1


def _check_standing(standing: Iterable[tuple[str, str]], mentors: set[str], mentees: set[str]) -> None:
    seen: set[str] = set()
    for place, (mentee, mentor) in enumerate(standing, 1):
        if mentee not in mentees or mentor not in mentors:
            raise BadProblem(f"Standing pair number {place} names {mentee!r} and {mentor!r}, not both of them listed.")
        if mentee in seen:
            raise BadProblem(f"The mentee {mentee!r} has more than one standing pair.")
        seen.add(mentee)


def _check_lots(lots: tuple[object, ...], mentees: set[str], standing: tuple[tuple[str, str], ...]) -> None:
    if not lots:
        return
    if _distinct(lots, "lot") != mentees:
        raise BadProblem("The lots must name each mentee exactly once, and nobody else.")
    if standing:
        raise BadProblem("Places are given by lot or pairs stand already: a problem cannot have both.")


def _record(data: object, what: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise BadProblem(f"{what} must be an object with {_listing(needed)}.")
    for name in needed:
        if name not in data:
            raise BadProblem(f"{what} has no {name!r}.")
    for name in data:
        if name not in needed and name not in optional:
            raise BadProblem(f"{what} has {name!r}, which has no meaning here.")
    return data


def _listing(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _records(data: object, what: str, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_record(row, f"Entry {place} of {what!r}", needed) for place, row in enumerate(_list(data, what), 1)]


def _list(data: object, what: str) -> list[Any]:
    if not isinstance(data, list):
        raise BadProblem(f"{what!r} must be a list.")
    return data


def _couples(data: object, what: str) -> tuple[tuple[str, str], ...]:
    couples: list[tuple[str, str]] = []
    for place, row in enumerate(_list(data, what), 1):
        match row:
            case [str(mentee), str(mentor)]:
                couples.append((mentee, mentor))
            case _:
                raise BadProblem(f"Entry {place} of {what!r} must be a list of a mentee id and a mentor id.")
    return tuple(couples)


def _sides(data: object, what: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    record = _record(data, what, ("mentees", "mentors"))
    mentees, mentors = (
        tuple(_text(name, f"{side} id") for name in _list(record[side], side)) for side in ("mentees", "mentors")
    )
    return mentees, mentors


def _floor(data: object, *, standing: bool) -> Cover | Prices | None:
    if data is None:
        return None
    return Prices.from_json(data) if standing else Cover(*_sides(data, "The proof of the worst pair"))


def _text(value: object, what: str) -> str:
    if not isinstance(value, str):
        raise BadProblem(f"Each {what} must be a text.")
    return value


def _number(value: object, what: str) -> int:
    if type(value) is not int:
        raise BadProblem(f"The {what} must be a whole number.")
    return value


def _figures(data: object, what: str) -> dict[str, int]:
    if not isinstance(data, dict):
        raise BadProblem(f"The {what} must be an object of ids and whole numbers.")
    return {_text(name, "id"): _number(value, what) for name, value in data.items()}
