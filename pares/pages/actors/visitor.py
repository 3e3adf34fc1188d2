"""What anybody may reach, signed in or not: by a link they were sent, or because it is public."""

from pares.ground.cohorts.models import Cohort
from pares.ground.people.models import Person
from pares.pages.actors.reach import one
from pares.stages.evaluation.models import Invitation
from pares.stages.mentoring.models import Reply
from pares.stages.recognition.models import Certificate
from pares.stages.recruitment import links
from pares.stages.recruitment.models import Application


def somebody_at(address: str) -> Person | None:
    """Return whoever signs in with that address, or None."""
    person = Person.objects.at(address)
    return person if person and person.is_active else None


def reply_at(token: str) -> Reply:
    """Return the question that a letter's link leads to; whoever holds the link may answer it."""
    return one(Reply.objects.select_related("pair__cohort__scheme"), token=token)


def invitation_at(token: str) -> Invitation:
    """Return the invitation to a survey that a letter's link names; whoever holds the link may answer, once."""
    return one(Invitation.objects.in_words(), token=token)


def verified(code: str, surname: str) -> Certificate | None:
    """Return the valid certificate with that code and surname, or None, which says no more than that."""
    return Certificate.objects.verify(code, surname)


def open_cohort(scheme: str, cohort: str) -> Cohort:
    """Return a cohort as anybody may see it to sign up, of a scheme that has not ended."""
    found = Cohort.objects.filter(scheme__slug=scheme, scheme__retired_at=None).select_related("scheme")
    return one(found, slug=cohort)


def listed_at(token: str) -> Application:
    """Return the application on an opt-out list that a letter's link is about."""
    return one(Application.objects.filter(answer_by__isnull=False).in_words(), pk=links.application(token))
