"""Who is asking, and what of the site they may reach: the only place where a request becomes objects.

Pages ask an actor for what they show. What is not the actor's raises NobodyHere, which becomes a 404.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Count, Model, Q, QuerySet

from pares.ground.cohorts.models import Cohort, Cohorts, Milestone, Milestones
from pares.ground.errands.models import Beat
from pares.ground.letters.models import Letter, Letters
from pares.ground.membership.models import Membership, Memberships, Role
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme, Site, Travel, Ways
from pares.pages.routes import Audience
from pares.stages.evaluation.models import Invitation, Survey, Surveys, SurveyState
from pares.stages.matching.models import Pair, Pairs
from pares.stages.mentoring.models import Replies, Reply, SessionFact
from pares.stages.recognition.models import Certificate, Certificates
from pares.stages.recruitment import links
from pares.stages.recruitment.models import Application, Applications, Part, Upload
from pares.stages.supervision.models import ContactRequest, ContactRequests
from pares.stages.training.models import Session, Sessions

M = TypeVar("M", bound=Model)
QUIET = timedelta(minutes=5)
DUTIES = (Role.LEAD, Role.CONTACT, Role.SPONSOR)


class NobodyHere(Exception):  # noqa: N818 - what the actor finds
    """There is nothing here for this actor."""


def one(found: QuerySet[M], **which: object) -> M:
    """Return the one row that fits, or raise NobodyHere."""
    row = found.filter(**which).first()
    if row is None:
        raise NobodyHere
    return row


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
        return self.person.is_operator or self.memberships().filter(role__in=DUTIES).exists()

    def passkeys(self) -> "QuerySet[Authenticator]":
        """Return this person's passkeys."""
        return Authenticator.objects.filter(user=self.person, type=Authenticator.Type.WEBAUTHN).order_by("pk")


@dataclass(frozen=True)
class Partner(Account):
    """A mentor or a mentee."""

    part: Part

    def parts(self) -> Applications:
        """Return this person's applications as mentor, or as mentee."""
        return self.applications().filter(part=self.part)

    def part_in(self, application: UUID) -> Application:
        """Return one of them."""
        return one(self.parts(), pk=application)

    def pairs(self) -> Pairs:
        """Return this person's pairs that this person has been told of."""
        told = {"mentor_told_at__isnull": False} if self.part is Part.MENTOR else {"mentee_told_at__isnull": False}
        return Pair.objects.filter(**{f"{self.part.value}__person": self.person}, **told).in_words()

    def pair(self, pair: UUID) -> Pair:
        """Return one of them."""
        return one(self.pairs(), pk=pair)

    def training_sessions(self) -> "QuerySet[Session]":
        """Return the training sessions and workshops of the cohorts this mentor is part of, called-off ones apart."""
        cohorts = self.parts().mentors().counted().values("cohort")
        return Session.objects.filter(cohort__in=cohorts, cancelled_at=None).select_related("cohort__scheme")

    def training_session(self, session: UUID) -> Session:
        """Return one of them."""
        return one(self.training_sessions(), pk=session)

    def dates(self, since: date) -> Milestones:
        """Return the steps, from a day on, of the open cohorts this person takes part in."""
        open_ones = self.parts().filter(cohort__closed_at=None).values("cohort")
        return Milestone.objects.kept().filter(cohort__in=open_ones, on__gte=since)

    def surveys_to_answer(self) -> "QuerySet[Invitation]":
        """Return the surveys that are open and wait for this person in this part."""
        waiting = Invitation.objects.filter(returned=False, survey__state=SurveyState.OPEN)
        mine = waiting.filter(application__person=self.person, application__part=self.part)
        return mine.select_related("survey").order_by("survey__closes_on")

    def certificates(self) -> Certificates:
        """Return this mentor's own certificates and statements, the latest first."""
        return Certificate.objects.of(self.person)

    def certificate(self, certificate: UUID) -> Certificate:
        """Return one of them."""
        return one(self.certificates(), pk=certificate)

    def session_fact(self, pair: UUID, session: UUID) -> SessionFact:
        """Return a session declared for one of them."""
        return one(SessionFact.objects.filter(pair=self.pair(pair)).select_related("pair"), pk=session)


@dataclass(frozen=True)
class Member(Account):
    """Somebody with a role in one scheme."""

    scheme: Scheme

    def cohorts(self) -> Cohorts:
        """Return the scheme's cohorts, the latest first."""
        return Cohort.objects.filter(scheme=self.scheme).select_related("scheme")

    def cohort(self, slug: str) -> Cohort:
        """Return one of them."""
        return one(self.cohorts(), slug=slug)

    def registers(self) -> Sessions:
        """Return the sessions of the scheme's open cohorts that were not called off."""
        return Session.objects.standing().filter(cohort__scheme=self.scheme, cohort__closed_at=None).in_words()

    def register(self, session: UUID) -> Session:
        """Return one of them."""
        return one(self.registers(), pk=session)


@dataclass(frozen=True)
class Lead(Member):
    """A lead of one scheme."""

    def members(self) -> Memberships:
        """Return who holds which role in this scheme now, leads first."""
        return Membership.objects.held().filter(scheme=self.scheme).in_words()

    def member(self, membership: UUID) -> Membership:
        """Return one of them."""
        return one(self.members(), pk=membership)

    def leads(self) -> Memberships:
        """Return this scheme's leads."""
        return self.members().filter(role=Role.LEAD)

    def milestone(self, cohort: Cohort, key: str) -> Milestone:
        """Return one step of a cohort of this scheme."""
        return one(Milestone.objects.filter(cohort=cohort, cohort__scheme=self.scheme), key=key)

    def site(self, site: UUID) -> Site:
        """Return one of the scheme's sites."""
        return one(Site.objects.filter(scheme=self.scheme), pk=site)

    def ways(self) -> Ways:
        """Return the minutes between the scheme's sites."""
        return Travel.objects.of(self.scheme)

    def people(self, cohort: Cohort) -> Applications:
        """Return everybody who takes part in a cohort of this scheme."""
        return Application.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_words()

    def somebody(self, cohort: Cohort, application: UUID) -> Application:
        """Return one of them."""
        return one(self.people(cohort), pk=application)

    def upload(self, cohort: Cohort, upload: UUID) -> Upload:
        """Return one of the lists brought in for a cohort."""
        lists = Upload.objects.filter(cohort=cohort, cohort__scheme=self.scheme).select_related("cohort__scheme")
        return one(lists, pk=upload)

    def pairs(self, cohort: Cohort) -> Pairs:
        """Return a cohort's pairs."""
        return Pair.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_words()

    def pair(self, cohort: Cohort, pair: UUID) -> Pair:
        """Return one of them."""
        return one(self.pairs(cohort), pk=pair)

    def calls(self, cohort: Cohort) -> Replies:
        """Return the calls a cohort's people ask for."""
        return Reply.objects.filter(pair__cohort__scheme=self.scheme).calls_asked(cohort)

    def following(self, cohort: Cohort) -> Cohort | None:
        """Return the cohort that was started from this one, if any."""
        return self.cohorts().filter(previous=cohort).first()

    def mentor(self, cohort: Cohort, application: UUID) -> Application:
        """Return one of a cohort's mentors."""
        return one(self.people(cohort).mentors(), pk=application)

    def mentee(self, cohort: Cohort, application: UUID) -> Application:
        """Return one of a cohort's mentees."""
        return one(self.people(cohort).mentees(), pk=application)

    def sessions(self, cohort: Cohort) -> Sessions:
        """Return a cohort's training sessions and workshops, those called off too."""
        return Session.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_words()

    def session(self, cohort: Cohort, session: UUID) -> Session:
        """Return one of them."""
        return one(self.sessions(cohort), pk=session)

    def letters(self, cohort: Cohort) -> Letters:
        """Return the letters of a cohort, waiting, leaving or gone."""
        return Letter.objects.filter(cohort=cohort, cohort__scheme=self.scheme).in_order()

    def letter(self, cohort: Cohort, letter: UUID) -> Letter:
        """Return one of them that leads may read; of a confidential one they see the state only."""
        return one(self.letters(cohort).filter(confidential=False), pk=letter)

    def surveys(self, cohort: Cohort) -> Surveys:
        """Return a cohort's surveys, with how many were asked and how many have answered."""
        return Survey.objects.filter(cohort=cohort, cohort__scheme=self.scheme).with_counts()

    def survey(self, cohort: Cohort, kind: str) -> Survey:
        """Return one of them."""
        return one(self.surveys(cohort), kind=kind)

    def certificate(self, cohort: Cohort, certificate: UUID) -> Certificate:
        """Return one of the certificates and statements issued in a cohort."""
        return one(Certificate.objects.issued_in(cohort).select_related("mentor__person"), pk=certificate)


@dataclass(frozen=True)
class Contact(Member):
    """A safeguarding contact of one scheme."""

    def requests(self) -> ContactRequests:
        """Return what this contact is asked; requests to other contacts are none of theirs."""
        return ContactRequest.objects.asked_of(self.person, self.scheme)

    def request(self, asked: UUID) -> ContactRequest:
        """Return one of them."""
        return one(self.requests(), pk=asked)


@dataclass(frozen=True)
class Operator(Account):
    """Somebody who looks after the server; sees counts and accounts, no participant."""

    def schemes(self) -> "QuerySet[Scheme]":
        """Return every scheme with how many leads and cohorts it has."""
        leads = Count("memberships", filter=Q(memberships__role=Role.LEAD, memberships__ended_at=None), distinct=True)
        counted = Scheme.objects.annotate(leads=leads, runs=Count("cohorts", distinct=True))
        return counted.order_by("name")

    def openers(self) -> "QuerySet[Person]":
        """Return who may open a scheme."""
        return Person.objects.filter(may_open_schemes=True).order_by("name")

    def health(self, at: datetime) -> dict[str, object]:
        """Return whether the worker lives, which database answers, and how the post stands."""
        return {
            "worker": Beat.alive("worker", since=at - QUIET),
            "engine": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor],
            "waiting": Letter.objects.unsent().count(),
            "undelivered": Letter.objects.undelivered().count(),
        }


_ROLES = {
    Audience.LEAD: (Role.LEAD,),
    Audience.FACILITATOR: (Role.FACILITATOR, Role.LEAD),
    Audience.CONTACT: (Role.CONTACT,),
    Audience.EDITOR: (Role.EDITOR, Role.LEAD),
    Audience.SPONSOR: (Role.SPONSOR, Role.LEAD),
}


_KINDS: dict[Audience, type[Member]] = {Audience.LEAD: Lead, Audience.CONTACT: Contact}


def enter(audience: Audience, person: Person, objects: dict[str, Any]) -> tuple[Account, dict[str, Any]]:
    """Return the actor this person is for that audience, and the objects of the address that are left.

    An address with a scheme in it is entered as a member of that scheme. Raises NobodyHere for anybody else.
    """
    if audience in {Audience.MENTOR, Audience.MENTEE}:
        return _partner(Part(audience.value), person), objects
    if audience is Audience.OPERATOR:
        return _operator(person), objects
    if audience in _ROLES:
        return _member(audience, person, objects)
    return Account(person), objects


def _partner(part: Part, person: Person) -> Partner:
    if not Application.objects.filter(person=person, part=part).exists():
        raise NobodyHere
    return Partner(person, part)


def _operator(person: Person) -> Operator:
    if not person.is_operator:
        raise NobodyHere
    return Operator(person)


def _member(audience: Audience, person: Person, objects: dict[str, Any]) -> tuple[Member, dict[str, Any]]:
    rest = dict(objects)
    slug = rest.pop("scheme")
    held = Membership.objects.filter(person=person, ended_at=None, role__in=_ROLES[audience], scheme__slug=slug)
    membership = held.select_related("scheme").first()
    if membership is None:
        raise NobodyHere
    kind = _KINDS.get(audience, Member)
    return kind(person, membership.scheme), rest
