"""Planning sessions, keeping their registers, accepting what counts instead."""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.stages.recruitment.models import Application, Part
from pares.stages.training.models import Attendance, Equivalent, EquivalentKind, Session, SessionKind
from pares.stages.training.rules import Cancelled, NotAMentor, NotYet


@transaction.atomic
def plan_session(  # noqa: PLR0913 - what an invitation says
    *,
    cohort: Cohort,
    kind: SessionKind,
    on: date,
    starts: time,
    place: str,
    by: Person | None,
    at: datetime,
    minutes: int = 60,
) -> Session:
    """Return the cohort's session of that kind on that day, planned once."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    session, new = Session.objects.get_or_create(
        cohort=cohort,
        kind=kind,
        on=on,
        cancelled_at=None,
        defaults={"starts": starts, "minutes": minutes, "place": place.strip()},
    )
    if new:
        _note("plan_session", session, by, at)
    return session


@transaction.atomic
def move_session(  # noqa: PLR0913
    *, session: Session, on: date, starts: time, minutes: int, place: str, by: Person | None, at: datetime
) -> Session:
    """Change when or where; calendars learn of it by the higher sequence."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.cancelled_at is not None:
        raise Cancelled
    before = (session.on, session.starts, session.minutes, session.place)
    if before != (on, starts, minutes, place.strip()):
        session.on, session.starts, session.minutes, session.place = on, starts, minutes, place.strip()
        session.sequence += 1
        session.save()
        _note("move_session", session, by, at)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: Person | None, at: datetime) -> Session:
    """Call a session off."""
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.cancelled_at is None:
        session.cancelled_at = at
        session.sequence += 1
        session.save(update_fields=["cancelled_at", "sequence"])
        _note("cancel_session", session, by, at)
    return session


@transaction.atomic
def record_register(*, session: Session, present: Collection[UUID], by: Person | None, at: datetime) -> int:
    """Make the register these mentors' applications and no others; return how many were present.

    Raises Cancelled, NotYet before the session's day, NotAMentor.
    """
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.cancelled_at is not None:
        raise Cancelled
    if session.on > clock.local(at).date():
        raise NotYet(
            f"This session is on {session.on:%A} {session.on.day} {session.on:%B}. Keep the register on the day."
        )
    mentors = Application.objects.filter(cohort=session.cohort, part=Part.MENTOR, pk__in=present)
    if len(mentors) != len(set(present)):
        raise NotAMentor
    known = set(session.attendances.values_list("mentor_id", flat=True))
    session.attendances.exclude(mentor__in=mentors).delete()
    new = [mentor for mentor in mentors if mentor.pk not in known]
    Attendance.objects.bulk_create(Attendance(session=session, mentor=mentor, recorded_at=at) for mentor in new)
    _note("record_register", session, by, at)
    return len(mentors)


@transaction.atomic
def accept_equivalent(
    *, mentor: Application, kind: EquivalentKind, on: date, by: Person | None, at: datetime
) -> Equivalent:
    """Accept training done elsewhere; raises NotYet for a day in the future."""
    if on > clock.local(at).date():
        raise NotYet("This date is in the future. Give the day the training was finished.", field="on")
    equivalent, _ = Equivalent.objects.update_or_create(
        mentor=mentor, defaults={"kind": kind, "on": on, "accepted_by": by, "accepted_at": at}
    )
    cohort = mentor.cohort
    note(
        verb="training.accept_equivalent",
        by=by,
        at=at,
        kind="application",
        thing=mentor.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
    return equivalent


def _note(verb: str, session: Session, by: Person | None, at: datetime) -> None:
    cohort = session.cohort
    note(
        verb=f"training.{verb}",
        by=by,
        at=at,
        kind="session",
        thing=session.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
