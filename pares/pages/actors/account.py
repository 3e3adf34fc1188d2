"""Anybody signed in, and what is their own."""

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from pares.ground.cohorts.models import Cohort
from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.pages.actors.own_shelf import OwnShelf
from pares.pages.actors.reach import NobodyHere, one
from pares.stages.matching.models import Pair
from pares.stages.recruitment.models import Application, Applications, Part
from pares.stages.supervision.models import ContactRequest, ContactRequests

DUTIES = (Role.LEAD, Role.CONTACT, Role.SPONSOR, Role.EDITOR)


@dataclass(frozen=True)
class Account:
    """Anybody signed in."""

    person: Person

    def applications(self) -> Applications:
        """Return everything this person takes part in."""
        return Application.objects.filter(person=self.person).in_words()

    def application(self, application: UUID) -> Application:
        """Return one of them."""
        return one(self.applications(), pk=application)

    def application_in(self, cohort: Cohort) -> Application:
        """Return this person's application for a cohort."""
        return one(self.applications(), cohort=cohort)

    def has_been_matched(self, application: Application) -> bool:
        """Tell whether this person knows of a partner who stands."""
        told = Pair.objects.standing().filter(**{application.part: application})
        return told.exclude(**{f"{application.part}_told_at": None}).exists()

    def has_heard(self, application: Application) -> bool:
        """Tell whether this person was ever told of a partner, one who has left since as well."""
        mine = Pair.objects.filter(**{application.part: application})
        return mine.exclude(**{f"{application.part}_told_at": None}).exists()

    def may_change_wishes(self, application: Application) -> bool:
        """Tell whether nobody has been found for this person, and nobody like them in the cohort waits to hear.

        While some have a partner and do not know it yet, who may and who may not would tell them.
        """
        of_cohort = Pair.objects.filter(cohort=application.cohort_id)
        waiting = of_cohort.standing().filter(**{f"{application.part}_told_at": None})
        return not (of_cohort.filter(**{application.part: application}) | waiting).exists()

    def memberships(self) -> "QuerySet[Membership]":
        """Return the roles this person holds now."""
        return Membership.objects.filter(person=self.person, ended_at=None).select_related("scheme")

    def schemes(self) -> "QuerySet[Scheme]":
        """Return the schemes this person takes part in or holds a role in."""
        parts = Q(cohorts__applications__person=self.person)
        roles = Q(memberships__person=self.person, memberships__ended_at=None)
        return Scheme.objects.filter(parts | roles, retired_at=None).distinct().order_by("name")

    def contact_requests(self) -> ContactRequests:
        """Return this person's own open requests to be contacted."""
        return ContactRequest.objects.asked_by(self.person)

    def contact_request(self, asked: UUID) -> ContactRequest:
        """Return one of them."""
        return one(self.contact_requests(), pk=asked)

    def leads_something(self) -> bool:
        """Return whether this person leads a scheme here."""
        return self.memberships().filter(role=Role.LEAD).exists()

    def taken_parts(self) -> list[Part]:
        """Return whether this person takes part as mentor, as mentee, as both or as neither."""
        taken = set(Application.objects.filter(person=self.person).values_list("part", flat=True))
        return [part for part in Part if part in taken]

    def has_duties(self) -> bool:
        """Tell whether this person answers for others: such accounts take a second step and no long sessions."""
        return self.person.is_operator or self.person.is_editor or self.memberships().filter(role__in=DUTIES).exists()

    def parts_now(self) -> Applications:
        """Return what this person takes part in now: in, as far as anybody knows, and in a cohort that is not over."""
        return self.applications().taking_part().filter(cohort__closed_at=None, cohort__scheme__retired_at=None)

    def own_shelf(self, scheme: str) -> OwnShelf:
        """Return the shelf of a scheme this person takes part in now."""
        parts = list(self.parts_now().filter(cohort__scheme__slug=scheme))
        if not parts:
            raise NobodyHere
        return OwnShelf(parts[0].cohort.scheme, frozenset(Part(each.part) for each in parts))

    def passkeys(self) -> "QuerySet[Authenticator]":
        """Return this person's passkeys."""
        return Authenticator.objects.filter(user=self.person, type=Authenticator.Type.WEBAUTHN).order_by("pk")
