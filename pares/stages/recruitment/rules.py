"""Whether somebody may apply, and the sentence if not."""

from datetime import date

from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Entry, Scheme
from pares.stages.recruitment.models import Part

# Between which milestones each part may sign up.
OPENING = {Part.MENTOR: "call_mentors", Part.MENTEE: "invite_mentees"}
CLOSING = {
    Part.MENTOR: ("mentor_applications_close",),
    Part.MENTEE: ("late_entry_closes", "mentee_applications_close"),
}


class NotOpen(Refused):
    """Sign-up has not begun or is over."""

    sentence = "Sign-up for this cohort is not open."


class AlreadyOtherPart(Refused):
    """One person is mentor or mentee of a cohort, not both."""

    sentence = "You already take part in this cohort as {part}. In one cohort a person is mentor or mentee, not both."


class NotInvited(Refused):
    """The scheme asks for an invitation code or a work address."""


class TooLate(Refused):
    """Something that could be changed before can no longer be."""

    sentence = "This can no longer be changed: the match has been made."


def opening(cohort: Cohort, part: Part) -> tuple[date | None, date | None]:
    """Return the first and last day on which that part may sign up; None where the step is left out."""
    days = {m.key: m.on for m in Milestone.objects.filter(cohort=cohort, skipped=False)}
    closing = next((days[key] for key in CLOSING[part] if key in days), None)
    return days.get(OPENING[part]), closing


def refuse_closed(cohort: Cohort, part: Part, today: date) -> None:
    """Raise NotOpen with the day it opens or closed."""
    first, last = opening(cohort, part)
    if cohort.closed_at is not None or first is None:
        raise NotOpen
    if today < first:
        raise NotOpen(f"Sign-up opens on {_in_words(first)}.")
    if last is not None and today > last:
        raise NotOpen(f"Sign-up closed on {_in_words(last)}.")


def refuse_uninvited(scheme: Scheme, *, code: str, work_address: str) -> None:
    """Raise NotInvited where the scheme asks for a code or a work address and neither is right."""
    if scheme.entry == Entry.CODE and code.strip().casefold() != scheme.invitation_code.casefold():
        raise NotInvited("This is not the scheme's invitation code. Check the letter that invited you.", field="code")
    domain = work_address.rpartition("@")[2].casefold()
    if scheme.entry == Entry.DOMAINS and domain not in {each.casefold() for each in scheme.domains}:
        allowed = ", ".join(scheme.domains)
        raise NotInvited(f"Use your work address: one that ends in {allowed}.", field="email")


def _in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
