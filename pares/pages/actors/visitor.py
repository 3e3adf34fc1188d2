"""What anybody may reach, signed in or not: by a link they were sent, or because it is public."""

from collections.abc import Collection
from datetime import date

from pares.ground.cohorts.models import Cohort
from pares.ground.people.models import Person
from pares.ground.wording.models import Review, Revision
from pares.guide.directory import listing
from pares.guide.directory.listing import Issued
from pares.guide.directory.schemes import Scheme
from pares.guide.experience import links as account_links
from pares.guide.experience.models import LeadersAccount
from pares.guide.library.models import Resource, Resources
from pares.pages.actors.reach import NobodyHere, one
from pares.stages.evaluation.models import Invitation
from pares.stages.mentoring.changeover.models import ChangeoverCheck, GoingOn
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


def check_at(token: str) -> ChangeoverCheck:
    """Return the question about a post that a letter's link leads to."""
    return one(ChangeoverCheck.objects.select_related("application__cohort__scheme"), token=token)


def going_on_at(token: str) -> GoingOn:
    """Return the question whether to go on that a letter's link leads to."""
    return one(GoingOn.objects.select_related("question__pair__cohort__scheme"), token=token)


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


def review_of(kind: str, key: str) -> Review | None:
    """Return the latest review of a text, or None."""
    return Review.objects.of(kind, key).first()


def directory_rows() -> tuple[Scheme, ...]:
    """Return every row of the directory as it stands now, by name."""
    return listing.current()


def directory_row(key: str) -> Scheme:
    """Return one of them."""
    found = listing.row(key)
    if found is None:
        raise NobodyHere
    return found


def latest_edition() -> Issued:
    """Return the directory's edition issued last."""
    return listing.latest()


def edition_dates() -> list[date]:
    """Return the days of all the directory's editions, the latest first."""
    return listing.dates()


def edition(day: str) -> Issued:
    """Return the edition of a day, written 2026-11-23."""
    on = next((each for each in listing.dates() if each.isoformat() == day), None)
    found = listing.edition(on) if on else None
    if found is None:
        raise NobodyHere
    return found


def edition_before(on: date) -> Issued | None:
    """Return the edition issued before that of a day, if any."""
    before = next((each for each in listing.dates() if each < on), None)
    return listing.edition(before) if before else None


def resources() -> Resources:
    """Return the library's records."""
    return Resource.objects.shown()


def resource(slug: str) -> Resource:
    """Return one of them."""
    return one(resources(), slug=slug)


def published_accounts() -> list[LeadersAccount]:
    """Return the accounts of leaders that everybody may read, the latest first."""
    return list(LeadersAccount.objects.published())


def account_at(token: str) -> LeadersAccount:
    """Return the account that its author's link names."""
    return one(LeadersAccount.objects.all(), pk=account_links.account(token))


def lately_changed(kinds: Collection[str], most: int) -> list[Revision]:
    """Return the latest changes to the site's own words of these kinds, at most so many."""
    return list(Revision.objects.lately(kinds)[:most])
