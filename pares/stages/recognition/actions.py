"""Issuing certificates and statements, letting a proof go, taking a document back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from pares.stages.evaluation.models import SurveyKind, SurveyState
from pares.stages.recognition.models import Certificate, CertificateKind, Proof, Waiver, Why
from pares.stages.recognition.records import Standing, standing, standings
from pares.stages.recognition.rules import NotEarned, RestsOnIt, Stands, StillOpen, TookNoPart, WrongWhy
from pares.stages.recruitment.models import Application

_DAY = timedelta(days=1)


@transaction.atomic
def award(*, cohort: Cohort, by: Person | None, at: datetime) -> list[Certificate]:
    """Issue every certificate that is due in a cohort, and return all that are valid.

    One that a lead took back is not issued again here, only by `award_one`.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    held = []
    for each in standings(cohort):
        certificate = each.holds(CertificateKind.CERTIFICATE)
        if certificate is None and each.earned and not each.had(CertificateKind.CERTIFICATE):
            certificate = _issue(each, CertificateKind.CERTIFICATE, by, at)
        held += [certificate] if certificate else []
    return held


@transaction.atomic
def award_one(*, mentor: Application, by: Person | None, at: datetime) -> Certificate:
    """Issue one mentor's certificate, or return the valid one; raises NotEarned with what is missing."""
    now = _held(mentor)
    certificate = now.holds(CertificateKind.CERTIFICATE)
    if certificate is not None:
        return certificate
    if not now.earned:
        missing = " and ".join(proof.label[:1].lower() + proof.label[1:] for proof in now.missing)
        raise NotEarned(f"A certificate needs something that is not on record yet: {missing}.")
    return _issue(now, CertificateKind.CERTIFICATE, by, at)


@transaction.atomic
def state(*, mentor: Application, by: Person | None, at: datetime) -> Certificate:
    """Issue one mentor's statement of participation, or return the valid one; raises TookNoPart."""
    now = _held(mentor)
    statement = now.holds(CertificateKind.STATEMENT)
    if statement is not None:
        return statement
    if not now.took_part:
        raise TookNoPart
    return _issue(now, CertificateKind.STATEMENT, by, at)


@transaction.atomic
def state_rest(*, cohort: Cohort, by: Person | None, at: datetime) -> list[Certificate]:
    """Issue a statement to everybody who took part and falls short; return the new ones. Raises StillOpen."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    if cohort.surveys.filter(kind=SurveyKind.MENTOR_END, state=SurveyState.OPEN).exists():
        raise StillOpen
    short = [each for each in standings(cohort) if each.took_part and not each.earned and not each.issued]
    return [_issue(each, CertificateKind.STATEMENT, by, at) for each in short]


@transaction.atomic
def waive(*, mentor: Application, proof: Proof, why: Why, by: Person | None, at: datetime) -> Waiver:
    """Let one proof go for one mentor, for a reason from the list; the first reason stays. Raises WrongWhy."""
    if why == Why.EVALUATION_CLOSED and not (proof == Proof.EVALUATION and _evaluation_is_over(mentor.cohort)):
        raise WrongWhy(field="why")
    waiver, new = Waiver.objects.get_or_create(mentor=mentor, proof=proof, defaults={"why": why, "at": at})
    if new:
        _note(f"waive_{proof}", "application", mentor, mentor, by, at)
    return waiver


@transaction.atomic
def take_back_waiver(*, mentor: Application, proof: Proof, by: Person | None, at: datetime) -> int:
    """Ask one mentor for a proof again; return how many waivers went: doing it again changes nothing.

    Raises RestsOnIt while a certificate is valid that needs the waiver.
    """
    now = _held(mentor)
    if now.proofs[proof] is Stands.WAIVED and now.holds(CertificateKind.CERTIFICATE):
        raise RestsOnIt
    gone, _ = Waiver.objects.filter(mentor=mentor, proof=proof).delete()
    if gone:
        _note(f"take_back_waiver_{proof}", "application", mentor, mentor, by, at)
    return gone


@transaction.atomic
def revoke(*, certificate: Certificate, by: Person | None, at: datetime) -> Certificate:
    """Take a document back: whoever checks its code is told it is not valid. Doing it again changes nothing."""
    if Certificate.objects.valid().filter(pk=certificate.pk).update(revoked_at=at) and certificate.mentor:
        _note("revoke", certificate.kind, certificate, certificate.mentor, by, at)
    certificate.refresh_from_db()
    return certificate


def _held(mentor: Application) -> Standing:
    """Return where a mentor stands, their cohort locked for this transaction."""
    Cohort.objects.select_for_update().get(pk=mentor.cohort_id)
    return standing(mentor)


def _evaluation_is_over(cohort: Cohort) -> bool:
    closed = cohort.surveys.filter(kind=SurveyKind.MENTOR_END).exclude(state=SurveyState.OPEN)
    return closed.exists()


def _issue(now: Standing, kind: CertificateKind, by: Person | None, at: datetime) -> Certificate:
    mentor = now.mentor
    certificate = Certificate.objects.create(
        mentor=mentor,
        kind=kind,
        name=mentor.person.name,
        facts=_facts(now),
        issued_on=clock.local(at).date(),
    )
    queue(
        kind=f"{kind}_ready",
        key=f"{kind}_ready:{certificate.pk}",
        to=mentor.person,
        values={"name": mentor.person.name, "link": f"{settings.URL}/mentor/certificate/"},
        at=at,
        cohort=mentor.cohort,
        about=certificate.pk,
    )
    _note("award" if kind == CertificateKind.CERTIFICATE else "state", kind, certificate, mentor, by, at)
    return certificate


def _facts(now: Standing) -> dict[str, object]:
    """Return what is printed, as it is on this day; whether a proof was waived is not part of it."""
    cohort = now.mentor.cohort
    scheme = cohort.scheme
    leads = scheme.memberships.filter(role=Role.LEAD, ended_at=None).order_by("person__name")
    return {
        "organisation": scheme.organisation,
        "scheme": scheme.name,
        "starts_on": cohort.starts_on.isoformat(),
        "ends_on": (cohort.changeover_on - _DAY).isoformat(),
        "trainings": now.record.trainings,
        "training_minutes": now.training_minutes,
        "equivalent": now.equivalent,
        "workshops": now.workshops,
        "sessions": now.record.sessions,
        "leads": list(leads.values_list("person__name", flat=True)),
    }


def _note(  # noqa: PLR0913, PLR0917 - one line a deed
    verb: str, kind: str, thing: Certificate | Application, mentor: Application, by: Person | None, at: datetime
) -> None:
    cohort = mentor.cohort
    note(
        verb=f"recognition.{verb}",
        by=by,
        at=at,
        kind=kind,
        thing=thing.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
