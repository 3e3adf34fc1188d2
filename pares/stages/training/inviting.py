"""What an invitation to a session says, in words and as a calendar entry, and who gets one."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.files.calendars import Entry, Method, Party, event
from pares.ground.letters.models import Letter, Letters, State
from pares.ground.people.models import Person
from pares.stages.recruitment.models import Application, Applications
from pares.stages.training.models import Session, SessionKind, untrained

INVITATIONS = {
    SessionKind.BASIC: "training_invitation",
    SessionKind.ADVANCED: "training_invitation",
    SessionKind.CATCH_UP: "training_catch_up",
    SessionKind.WORKSHOP: "workshop_invitation",
}
CHANGED, CANCELLED = "training_changed", "training_cancelled"
NOON = 12


def invited(session: Session) -> Letters:
    """Return the letters that asked mentors to this session, or told them of a change, and were not set aside."""
    asking = [INVITATIONS[SessionKind(session.kind)], CHANGED]
    found = Letter.objects.concerning(session.pk).filter(kind__in=asking)
    return found.exclude(state=State.SKIPPED).select_related("person")


def to_invite(session: Session) -> Applications:
    """Return the mentors a session is for who have no invitation yet; a catch-up is for those not trained."""
    mentors = Application.objects.filter(cohort=session.cohort_id).mentors().counted()
    if session.kind == SessionKind.CATCH_UP:
        mentors = untrained(mentors)
    asked = invited(session).values("person")
    return mentors.exclude(person__in=asked).select_related("person").order_by("person__name", "pk")


def invited_counts(sessions: Iterable[Session]) -> dict[UUID, int]:
    """Return how many people have been asked to each session."""
    asking = Letter.objects.filter(about__in=[session.pk for session in sessions], person__isnull=False)
    asked = asking.filter(kind__in=[*INVITATIONS.values(), CHANGED]).exclude(state=State.SKIPPED)
    people = Counter(about for about, _ in set(asked.values_list("about", "person")) if about)
    return dict(people)


def values(session: Session) -> dict[str, str]:
    """Return what stands in a letter about this session."""
    return {
        "session_name": session.get_kind_display(),
        "session_on": in_words(session.on),
        "session_time": hours(session),
        "place": session.place,
        "link": f"{settings.URL}/mentor/",
    }


def hours(session: Session) -> str:
    """Return "1pm to 2:30pm"."""
    return f"{_hour(starts_at(session))} to {_hour(ends_at(session))}"


def starts_at(session: Session) -> datetime:
    """Return when a session begins, on clocks in the United Kingdom."""
    return datetime.combine(session.on, session.starts, tzinfo=clock.LONDON)


def ends_at(session: Session) -> datetime:
    """Return when a session is over, through a night in which the clocks change too."""
    return clock.local(starts_at(session).astimezone(UTC) + timedelta(minutes=session.minutes))


def requested(session: Session, person: Person, stamp: datetime) -> str:
    """Return the calendar part that puts a session into somebody's calendar, or puts it right there."""
    return _calendar(session, person, "REQUEST", stamp, session.sequence)


def called_off(session: Session, person: Person, stamp: datetime) -> str:
    """Return the calendar part that takes a session called off out again."""
    # It takes the entry as last sent and raises its sequence itself.
    return _calendar(session, person, "CANCEL", stamp, session.sequence - 1)


def _calendar(session: Session, person: Person, method: Method, stamp: datetime, sequence: int) -> str:
    """People's calendars at work are seen by others, so the entry says neither "mentoring" nor a name."""
    scheme = session.cohort.scheme
    entry = Entry(
        uid=f"{session.pk}@pares",
        start=starts_at(session),
        end=ends_at(session),
        summary="Workshop" if session.kind == SessionKind.WORKSHOP else "Training session",
        location=session.place,
        sequence=sequence,
    )
    organizer, attendee = Party(scheme.mailbox, scheme.name), Party(person.email, person.name)
    return event(entry, stamp=stamp, method=method, organizer=organizer, attendee=attendee).decode()


def _hour(moment: datetime) -> str:
    minutes = f":{moment.minute:02}" if moment.minute else ""
    if not minutes and moment.hour in {0, NOON}:
        return "midday" if moment.hour else "midnight"
    return f"{moment.hour % NOON or NOON}{minutes}{'am' if moment.hour < NOON else 'pm'}"
