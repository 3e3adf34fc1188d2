"""What taking a list in does to each of its people: comes in, changes, stays as they are, stays out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pares.stages.recruitment.checking import Line
from pares.stages.recruitment.models import GONE, Application, Source, State, Upload

KEPT = ("grade", "site", "specialty")


class Outcome(StrEnum):
    """What taking a list in means for one person on it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OUT = "out"  # said no, withdrew or was declined before: stays out


@dataclass(frozen=True)
class Planned:
    """One person of a list, and what will happen."""

    line: Line
    outcome: Outcome
    application: Application | None
    changes: dict[str, Any]


def planned(upload: Upload, lines: Sequence[Line]) -> list[Planned]:
    """Return what taking the list in would do to each of its people."""
    there = Application.objects.filter(cohort=upload.cohort_id).select_related("person").prefetch_related("topics")
    by_address = {each.person.email.lower(): each for each in there}
    return [_planned(line, by_address.get(line.email)) for line in lines]


def _planned(line: Line, application: Application | None) -> Planned:
    if application is None:
        return Planned(line, Outcome.NEW, None, dict(line.told))
    if application.state in GONE:
        return Planned(line, Outcome.OUT, application, {})
    own = application.source == Source.SIGN_UP and application.state != State.UNCONFIRMED
    changes = {name: value for name, value in line.told.items() if _differs(application, name, value, own=own)}
    if line.personal_email and not application.person.personal_email:
        changes["personal_email"] = line.personal_email
    changed = changes or application.state == State.UNCONFIRMED
    return Planned(line, Outcome.CHANGED if changed else Outcome.SAME, application, changes)


def _differs(application: Application, name: str, value: Any, *, own: bool) -> bool:
    """Tell whether the list says something else; what people said of themselves, a list only adds to."""
    if name == "topics":
        there = set(application.topics.all())
        return there != set(value) and not (own and there)
    now = getattr(application, f"{name}_id") if name in KEPT else getattr(application, name)
    said = value.pk if name in KEPT else value
    if own and (now or name in {"video", "capacity", "group"}):
        return False
    return bool(now != said) and not (name == "group" and _has_had_partners(application))


def _has_had_partners(application: Application) -> bool:
    """Tell whether letters have said how this person meets a partner: from then on no list changes it."""
    return application.pairs_as_mentor.exists() or application.pairs_as_mentee.exists()
