"""Whether somebody may apply, and the sentence if not."""

from datetime import date, timedelta

from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Entry, Scheme
from pares.stages.recruitment.models import Application, Part

CONFIRMING = "confirm_matches"
UNPROVED_KEPT = timedelta(days=7)
LIST_KEPT = timedelta(days=7)
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

    sentence = "This address takes part as a {part}. In one cohort a person is mentor or mentee, not both."

    def __init__(self, *, part: str) -> None:
        """Take the part the person has."""
        super().__init__(self.sentence.format(part=part), field="email")


class AlreadyApplied(Refused):
    """Who has signed up changes it when signed in, not by signing up again."""

    sentence = "You have signed up already. Here you can see where things stand."


class AlreadyListed(Refused):
    """A lead adds somebody who is there already."""

    sentence = "Somebody with this address is on the list already. Find them there to change how they stand."


class ListChanged(Refused):
    """What a list is checked against changed between the preview and the taking in."""

    sentence = "Something changed since you looked at the list, so nobody was taken in. Look at it again."


class Matched(Refused):
    """Somebody who has a partner stops there, not by leaving the list."""

    sentence = "You have been matched since. Sign in and choose “I cannot go on” to stop."


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


def round_closes(cohort: Cohort, part: Part) -> date:
    """Return the day on which that part's sign-up closes for the match, before any late entry; or the start."""
    kept = Milestone.objects.filter(cohort=cohort, skipped=False, key=CLOSING[part][-1])
    return kept.values_list("on", flat=True).first() or cohort.starts_on


def refuse_closed(cohort: Cohort, part: Part, today: date) -> None:
    """Raise NotOpen with the day it opens or closed."""
    first, last = opening(cohort, part)
    if cohort.closed_at is not None or first is None:
        raise NotOpen
    if today < first:
        raise NotOpen(f"Sign-up opens on {in_words(first)}.")
    if last is not None and today > last:
        raise NotOpen(f"Sign-up closed on {in_words(last)}.")


def refuse_uninvited(scheme: Scheme, *, code: str, work_address: str) -> None:
    """Raise NotInvited where the scheme asks for a code or a work address and neither is right."""
    if scheme.entry == Entry.CODE and code.strip().casefold() != scheme.invitation_code.casefold():
        raise NotInvited("This is not the scheme's invitation code. Check the letter that invited you.", field="code")
    domain = work_address.rpartition("@")[2].casefold()
    if scheme.entry == Entry.DOMAINS and domain not in {each.casefold() for each in scheme.domains}:
        allowed = ", ".join(scheme.domains)
        raise NotInvited(f"Use your work address: one that ends in {allowed}.", field="email")


def has_partner(application: Application) -> bool:
    """Tell whether the person has a pair that stands."""
    pairs = application.pairs_as_mentee if application.part == Part.MENTEE else application.pairs_as_mentor
    return pairs.filter(ended_at=None).exists()


def hears_on(cohort: Cohort) -> date:
    """Return the day by which everybody who signed up hears: when the matches are confirmed, or the start."""
    known = Milestone.objects.filter(cohort=cohort, skipped=False, key=CONFIRMING).values_list("on", flat=True).first()
    return known or cohort.starts_on


def in_words(day: date) -> str:
    """Return "Wednesday 7 April 2027"."""
    return f"{day:%A} {day.day} {day:%B %Y}"
