"""What a cohort's timeline is made of, and how it is read from TOML."""

import re
import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

SHIPPED = Path(__file__).resolve().parents[2] / "content" / "timelines"
SHIPPED_NAMES = ("foundation-4", "core-6", "yearly-12")
LEAST_APART = 5
MOST_DAYS = 730
MOST_MONTHS = 24
LONGEST_TITLE = 100
WORDS = {str: "text", int: "a whole number", bool: "true or false", list: "a list"}
STEP_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")

Who = Literal["lead", "mentors", "mentees", "pairs", "sponsors"]
Act = Literal["letter", "lead", "event", "system"]
Anchor = Literal["start", "changeover"]
Basis = Literal["stated", "inferred", "ours"]


class TimelineError(ValueError):
    """A timeline cannot be used; str() says where and why."""


@dataclass(frozen=True)
class Step:
    """One thing that happens in a cohort.

    `offset_days` counts from the anchor: the cohort's start, or the changeover that ends it. The step keeps
    `apart` working days from each step it comes `after`: at least five, or 0 where both belong to one sitting.
    A `fixed` step is its anchor's own day and is never shifted, moved or skipped. `why` tells a lead what the
    timing is for, `basis` whether a source states it, we inferred it, or it is ours.
    """

    key: str
    title: str
    who: Who
    act: Act
    anchor: Anchor
    offset_days: int
    after: tuple[str, ...] = ()
    apart: int = LEAST_APART
    fixed: bool = False
    why: str = ""
    basis: Basis = "ours"

    def __post_init__(self) -> None:
        """Refuse a step that cannot be planned."""
        if not STEP_KEY.fullmatch(self.key):
            raise TimelineError(f"The key {self.key!r} must be small letters, digits and underscores.")
        if not 0 < len(self.title.strip()) <= LONGEST_TITLE:
            raise TimelineError(f"Step {self.key} needs a title of at most {LONGEST_TITLE} characters.")
        for name, kind in (("who", Who), ("act", Act), ("anchor", Anchor), ("basis", Basis)):
            if getattr(self, name) not in get_args(kind):
                choices = ", ".join(get_args(kind))
                raise TimelineError(f"Step {self.key}: {name} is {getattr(self, name)!r}, not one of {choices}.")
        if abs(self.offset_days) > MOST_DAYS:
            raise TimelineError(f"Step {self.key}: offset_days lies beyond {MOST_DAYS} days.")
        if self.apart and not LEAST_APART <= self.apart <= MOST_DAYS:
            raise TimelineError(f"Step {self.key}: apart is 0, or at least {LEAST_APART} working days.")
        if self.fixed and (self.offset_days or self.after):
            raise TimelineError(f"Step {self.key} is fixed: it is its anchor's day and comes after nothing.")


@dataclass(frozen=True)
class Timeline:
    """The steps of a cohort of so many months; a step stands below the steps it comes after."""

    key: str
    name: str
    months: int
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        """Refuse a timeline whose steps do not fit together."""
        if not 1 <= self.months <= MOST_MONTHS:
            raise TimelineError(f"Timeline {self.key}: months is 1 to {MOST_MONTHS}.")
        if not self.steps:
            raise TimelineError(f"Timeline {self.key} has no steps.")
        seen: set[str] = set()
        for step in self.steps:
            if step.key in seen:
                raise TimelineError(f"Timeline {self.key} has the step {step.key} twice.")
            for key in step.after:
                if key not in seen:
                    raise TimelineError(f"Step {step.key} comes after {key}, which does not stand above it.")
            seen.add(step.key)


def load(path_or_name: Path | str) -> Timeline:
    """Return the timeline in a TOML file, or a shipped one by its name; TimelineError if unusable."""
    path = path_or_name
    if isinstance(path, str):
        if path not in SHIPPED_NAMES:
            raise TimelineError(f"There is no timeline {path!r}: choose one of {', '.join(SHIPPED_NAMES)}.")
        path = SHIPPED / f"{path}.toml"
    try:
        return read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TimelineError(f"{path.name}: {error}") from error


def shipped() -> list[Timeline]:
    """Return the timelines that come with Pares, shortest first."""
    return [load(name) for name in SHIPPED_NAMES]


def read(text: str) -> Timeline:
    """Return the timeline a TOML text describes: key, name, months and its [[step]] tables."""
    tables = tomllib.loads(text)
    steps = tables.pop("step", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise TimelineError("Each step is a [[step]] table.")
    _check(tables, {"key": str, "name": str, "months": int}, {"key", "name", "months"}, "The timeline")
    return Timeline(**tables, steps=tuple(_step(table, number) for number, table in enumerate(steps, 1)))


def _step(table: dict[str, Any], number: int) -> Step:
    """Return the step of one TOML table, the `number`th of its file."""
    kinds = {"offset_days": int, "apart": int, "fixed": bool, "after": list}
    expected = {field.name: kinds.get(field.name, str) for field in fields(Step)}
    needed = {field.name for field in fields(Step) if field.default is MISSING}
    _check(table, expected, needed, f"Step {table.get('key', number)}")
    after = table.get("after", [])
    if not all(isinstance(key, str) for key in after):
        raise TimelineError(f"Step {table['key']}: after is a list of keys.")
    return Step(**{**table, "after": tuple(after)})


def _check(table: dict[str, Any], expected: dict[str, type], needed: set[str], where: str) -> None:
    """Refuse a table with unknown, missing or wrongly typed entries."""
    if unknown := sorted(table.keys() - expected.keys()):
        raise TimelineError(f"{where} has an unknown entry: {', '.join(unknown)}.")
    if missing := sorted(needed - table.keys()):
        raise TimelineError(f"{where} lacks: {', '.join(missing)}.")
    for name, value in table.items():
        # A TOML true is an int to isinstance.
        if type(value) is not expected[name]:
            raise TimelineError(f"{where}: {name} must be {WORDS[expected[name]]}.")
