"""What a lead sees before keeping a plan: what moves with a step, and what looks odd; pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pares.ground.cohorts.changeovers import in_words
from pares.ground.cohorts.placing import Planned, predecessors
from pares.ground.cohorts.workdays import Span, WorkingDays


@dataclass(frozen=True)
class Change:
    """A step whose day differs between two plans; None stands for skipped or not there."""

    key: str
    title: str
    old: dt.date | None
    new: dt.date | None


@dataclass(frozen=True)
class Concern:
    """Something a lead should look at before keeping a plan."""

    key: str
    sentence: str


def consequences(before: Sequence[Planned], after: Sequence[Planned]) -> list[Change]:
    """Return every step whose day differs between two plans of a cohort, the lead's own move included."""
    old, new = ({each.key: each.date for each in side if not each.skipped} for side in (before, after))
    titles = {each.key: each.title for each in (*before, *after)}
    return [
        Change(key, title, old.get(key), new.get(key)) for key, title in titles.items() if old.get(key) != new.get(key)
    ]


def concerns(
    planned: Sequence[Planned],
    start: dt.date,
    changeover: dt.date,
    *,
    nation: str = "england",
    blackouts: Iterable[Span] = (),
) -> list[Concern]:
    """Return what a lead should look at in a plan, in the timeline's order; nothing of it prevents the plan.

    A step put on a closed day or too close to the one before it, a preparation that no longer ends before the
    start, a step of the running cohort that falls on its last changeover or later.
    """
    days = WorkingDays(nation, tuple(blackouts))
    by_key = {each.key: each for each in planned}
    before = predecessors((each.step, each.skipped) for each in planned)
    found: list[Concern] = []
    for each in planned:
        if each.skipped or each.step.fixed:
            continue
        if each.by_lead:
            found += _concerns_of_move(each, [by_key[key] for key in before[each.key]], days)
        if each.step.anchor == "start":
            found += _concerns_of_room(each, start, changeover)
    return found


def _concerns_of_move(each: Planned, before: Sequence[Planned], days: WorkingDays) -> list[Concern]:
    """Return what is odd about a day the lead chose."""
    sentences = []
    if reason := days.closed(each.date):
        sentences.append(f"“{each.title}” is on {in_words(each.date)}, which is not a working day ({reason}).")
    for other in before:
        if each.date < other.date:
            sentences.append(f"“{each.title}” is before “{other.title}”, which it depends on.")
        elif (room := days.between(other.date, each.date)) < each.step.apart:
            count = "1 working day" if room == 1 else f"{room} working days"
            sentences.append(
                f"“{each.title}” is {count} after “{other.title}”. Leave at least {each.step.apart} working days."
            )
    return [Concern(each.key, sentence) for sentence in sentences]


def _concerns_of_room(each: Planned, start: dt.date, changeover: dt.date) -> list[Concern]:
    """Return whether a step counted from the start has left its side of the start or of the changeover."""
    if each.step.offset_days < 0 and each.date >= start:
        return [Concern(each.key, f"“{each.title}” should be done before the cohort starts on {in_words(start)}.")]
    if each.date >= changeover:
        return [Concern(each.key, f"“{each.title}” is not before the changeover on {in_words(changeover)}.")]
    return []
