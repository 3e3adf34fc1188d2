"""Planning sessions, asking mentors to them, keeping their registers, accepting what counts instead."""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters import actions as letters
from pares.ground.letters.models import State
from pares.ground.people.models import Person
from pares.stages.recruitment.models import Application
from pares.stages.training import inviting
from pares.stages.training.models import (
    Attendance,
    Equivalent,
    EquivalentKind,
    Session,
    SessionKind,
    on_register,
)
from pares.stages.training.rules import (
    Cancelled,
    NotAMentor,
    NotYet,
    Past,
    refuse_fixed,
    refuse_place,
    refuse_register,
)

MOVED = "The session was moved before this letter left."
CALLED_OFF = "The session was called off before this letter left."


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
    """Return the cohort's session of that kind at that time and place, planned once; past ones have a register too.

    Nobody hears of it before `invite`. Raises BadPlace.
    """
    place = refuse_place(place)
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    planned = {"kind": kind, "on": on, "starts": starts, "place": place, "cancelled_at": None}
    session, new = Session.objects.get_or_create(cohort=cohort, **planned, defaults={"minutes": minutes})
    if new:
        _note("plan_session", session, by, at)
    return session


@transaction.atomic
def invite(*, session: Session, by: Person | None, at: datetime) -> int:
    """Ask the mentors this session is for who were not asked yet; return how many. Raises Cancelled, Past."""
    session = _locked(session)
    if session.cancelled_at is not None:
        raise Cancelled
    if session.on < clock.local(at).date():
        raise Past("This day has passed, so nobody can be invited any more.")
    kind = inviting.INVITATIONS[SessionKind(session.kind)]
    asked = [mentor.person for mentor in inviting.to_invite(session)]
    for person in asked:
        _write(kind, session, person, at)
    if asked:
        _note("invite", session, by, at)
    return len(asked)


@transaction.atomic
def move_session(  # noqa: PLR0913
    *, session: Session, on: date, starts: time, minutes: int, place: str, by: Person | None, at: datetime
) -> Session:
    """Change when or where, and tell everybody invited; calendars learn of it by the higher sequence.

    Raises Cancelled, HasRegister, Past, BadPlace.
    """
    place = refuse_place(place)
    session = _locked(session)
    refuse_fixed(session)
    if on < clock.local(at).date():
        raise Past(field="on")
    before = (session.on, session.starts, session.minutes, session.place)
    if before != (on, starts, minutes, place):
        session.on, session.starts, session.minutes, session.place = on, starts, minutes, place
        session.sequence += 1
        session.save()
        _tell_of_move(session, at)
        _note("move_session", session, by, at)
    return session


@transaction.atomic
def cancel_session(*, session: Session, by: Person | None, at: datetime) -> Session:
    """Call a session off, and tell everybody invited to a day still to come; raises HasRegister."""
    session = _locked(session)
    if session.cancelled_at is None:
        refuse_fixed(session)
        session.cancelled_at = at
        session.sequence += 1
        session.save(update_fields=["cancelled_at", "sequence"])
        told = _set_aside(session, CALLED_OFF, at)
        for person in told if session.on >= clock.local(at).date() else ():
            _write(inviting.CANCELLED, session, person, at)
        _note("cancel_session", session, by, at)
    return session


@transaction.atomic
def record_register(
    *,
    session: Session,
    present: Collection[UUID],
    by: Person | None,
    at: datetime,
    seen: Collection[UUID] | None = None,
) -> int:
    """Make the register these mentors' applications and no others; return how many stand on it now.

    `seen` are those ticked when the register was opened: what others ticked or took away since then stays. Raises
    Cancelled, NotYet before the session's day, NotAMentor.
    """
    session = _locked(session)
    refuse_register(session, clock.local(at).date())
    known = set(session.attendances.values_list("mentor_id", flat=True))
    ticked = set(present)
    if seen is not None:
        ticked = (known - (set(seen) - ticked)) | (ticked - set(seen))
    new = ticked - known
    if len(new) != on_register(session).filter(pk__in=new).count():
        raise NotAMentor
    gone = session.attendances.exclude(mentor__in=ticked)
    if new or gone:
        gone.delete()
        Attendance.objects.bulk_create(Attendance(session=session, mentor_id=each, recorded_at=at) for each in new)
        _note("record_register", session, by, at)
    return len(ticked)


@transaction.atomic
def accept_equivalent(
    *, mentor: Application, kind: EquivalentKind, on: date, by: Person | None, at: datetime
) -> Equivalent:
    """Accept training done elsewhere; raises NotYet for a day in the future."""
    if on > clock.local(at).date():
        raise NotYet("This date is in the future. Give the day the training was finished.", field="on")
    accepted = {"kind": kind, "on": on, "accepted_by": by, "accepted_at": at}
    equivalent, _ = Equivalent.objects.update_or_create(mentor=mentor, defaults=accepted)
    _note_mentor("accept_equivalent", mentor, by, at)
    return equivalent


@transaction.atomic
def take_back_equivalent(*, mentor: Application, by: Person | None, at: datetime) -> None:
    """Undo an acceptance made by mistake; pairs already confirmed stay."""
    gone, _ = Equivalent.objects.filter(mentor=mentor).delete()
    if gone:
        _note_mentor("take_back_equivalent", mentor, by, at)


def _locked(session: Session) -> Session:
    return Session.objects.select_for_update(of=("self",)).select_related("cohort__scheme").get(pk=session.pk)


def _tell_of_move(session: Session, at: datetime) -> None:
    """Write to those asked: of the change where they know of the session, an invitation anew where none has left."""
    asked = {letter.person for letter in inviting.invited(session) if letter.person}
    told = _set_aside(session, MOVED, at)
    for person in asked:
        kind = inviting.CHANGED if person in told else inviting.INVITATIONS[SessionKind(session.kind)]
        _write(kind, session, person, at)


def _set_aside(session: Session, why: str, at: datetime) -> set[Person]:
    """Keep letters about a session from leaving that have not left; return who has had one before."""
    told = set()
    for letter in inviting.invited(session):
        if letter.state in {State.HELD, State.READY}:
            letters.skip(letter=letter, why=why, at=at)
        elif letter.person:
            told.add(letter.person)
    return told


def _write(kind: str, session: Session, to: Person, at: datetime) -> None:
    calendar = inviting.called_off if kind == inviting.CANCELLED else inviting.requested
    letters.queue(
        kind=kind,
        key=f"{kind}:{session.pk}:{session.sequence}:{to.pk}",
        to=to,
        values=inviting.values(session),
        at=at,
        scheme=session.cohort.scheme,
        cohort=session.cohort,
        about=session.pk,
        expires_at=inviting.ends_at(session),
        calendar=calendar(session, to, at),
    )


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


def _note_mentor(verb: str, mentor: Application, by: Person | None, at: datetime) -> None:
    cohort = mentor.cohort
    note(
        verb=f"training.{verb}",
        by=by,
        at=at,
        kind="application",
        thing=mentor.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
