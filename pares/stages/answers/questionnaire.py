"""A questionnaire as data: the ones we ship (`content/surveys/*.toml`) and the copy frozen in each box."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

GROUP = "group"
"""The key of the optional question by which results may be broken down."""
LONGEST_TEXT = 2000
_SHIPPED = Path(__file__).parents[2] / "content" / "surveys"


class Kind(StrEnum):
    """The kinds of question there are."""

    SCALE = "scale"
    NUMBER = "number"
    CHOICE = "choice"
    TICKS = "ticks"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to pick: the key that is kept and the words shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring options whose answers are shown as one figure."""

    label: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `options` is empty for text, `bands` is filled for scale, number and choice."""

    key: str
    kind: Kind
    title: str
    hint: str
    required: bool
    breakdown: bool
    options: tuple[Option, ...] = ()
    bands: tuple[Band, ...] = ()
    low: str = ""
    high: str = ""
    longest: int = 0


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What one survey asks, in order; `definition` is the plain data it was read from."""

    key: str
    title: str
    intro: str
    minutes: int
    questions: tuple[Question, ...]
    definition: Mapping[str, Any]

    def question(self, key: str) -> Question | None:
        """Give the question of this key, or None."""
        return next((question for question in self.questions if question.key == key), None)


def shipped(key: str, groups: Sequence[str] = ()) -> Questionnaire:
    """Give the questionnaire we ship as `key` ("mentee-end"), asking also for one of `groups`, if any.

    Raises LookupError where we ship none of that name.
    """
    path = _SHIPPED / f"{key}.toml"
    if key not in shipped_keys():
        raise LookupError(f"There is no questionnaire {key}.")
    definition = {"key": key, **tomllib.loads(path.read_text(encoding="utf-8"))}
    if groups:
        asked = definition["group"] | {"key": GROUP, "kind": "choice"}
        asked["options"] = [{"key": f"{number}", "label": label} for number, label in enumerate(groups, start=1)]
        definition["questions"] = [*definition["questions"], asked]
    return read(definition)


def shipped_keys() -> list[str]:
    """Give the keys of the questionnaires we ship, in alphabetical order."""
    return sorted(path.stem for path in _SHIPPED.glob("*.toml"))


def read(definition: Mapping[str, Any]) -> Questionnaire:
    """Give the questionnaire of a definition. Raises ValueError where bands do not fit."""
    return Questionnaire(
        key=definition["key"],
        title=definition["title"],
        intro=definition["intro"],
        minutes=definition["minutes"],
        questions=tuple(_question(item) for item in definition["questions"]),
        definition=definition,
    )


def _question(item: Mapping[str, Any]) -> Question:
    kind = Kind(item["kind"])
    options = _options(kind, item)
    return Question(
        key=item["key"],
        kind=kind,
        title=item["title"],
        hint=item.get("hint", ""),
        required=item.get("required", False),
        breakdown=item.get("breakdown", False),
        options=options,
        bands=_bands(kind, item, options),
        low=item.get("low", ""),
        high=item.get("high", ""),
        longest=min(item.get("longest", LONGEST_TEXT), LONGEST_TEXT) if kind is Kind.TEXT else 0,
    )


def _options(kind: Kind, item: Mapping[str, Any]) -> tuple[Option, ...]:
    if kind in (Kind.CHOICE, Kind.TICKS):
        return tuple(Option(option["key"], option["label"]) for option in item["options"])
    if kind is Kind.TEXT:
        return ()
    values = range(1, 6) if kind is Kind.SCALE else range(11)
    ends = {values[0]: item["low"], values[-1]: item["high"]}
    return tuple(Option(str(n), f"{n}: {ends[n]}" if n in ends else str(n)) for n in values)


def _bands(kind: Kind, item: Mapping[str, Any], options: tuple[Option, ...]) -> tuple[Band, ...]:
    if kind in (Kind.TEXT, Kind.TICKS) or item["key"] == GROUP:
        return ()
    bands: tuple[Band, ...]
    if kind is Kind.SCALE:
        bands = (Band("1 or 2", ("1", "2")), Band("3", ("3",)), Band("4 or 5", ("4", "5")))
    elif kind is Kind.NUMBER:
        keys = tuple(option.key for option in options)
        bands = (Band("0 to 6", keys[:7]), Band("7 or 8", keys[7:9]), Band("9 or 10", keys[9:]))
    elif "bands" in item:
        bands = tuple(Band(band["label"], tuple(band["options"])) for band in item["bands"])
    else:
        bands = tuple(Band(option.label, (option.key,)) for option in options)
    if [key for band in bands for key in band.options] != [o.key for o in options] or len(bands) not in (
        2,
        3,
    ):
        raise ValueError(f"The bands of {item['key']} must be two or three and cover its options in their order.")
    return bands
