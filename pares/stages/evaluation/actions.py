"""Launching a survey, taking answers, closing it. Answers are reached only through put_in, open_box and counts."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.stages.answers import actions as answers
from pares.stages.answers.rules import TooFew
from pares.stages.evaluation.models import Invitation, Survey, SurveyKind, SurveyState, asked
from pares.stages.evaluation.rules import (
    AlreadyReturned,
    Closed,
    NobodyToAsk,
    refuse_before_the_end,
    refuse_soon,
)


@transaction.atomic
def launch(*, cohort: Cohort, kind: SurveyKind, closes_on: date, by: Person | None, at: datetime) -> Survey:
    """Freeze whom a survey asks, make its sealed box and write the invitations; a cohort has each survey once.

    Raises ClosesTooSoon, NobodyToAsk.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = Survey.objects.filter(cohort=cohort, kind=kind).first()
    if known is not None:
        return known
    today = clock.local(at).date()
    refuse_soon(closes_on, today)
    people = list(asked(cohort, kind).select_related("person"))
    if not people:
        raise NobodyToAsk
    survey = Survey.objects.create(cohort=cohort, kind=kind, opened_on=today, closes_on=closes_on)
    sites = list(cohort.scheme.sites.values_list("name", flat=True)) if kind == SurveyKind.MENTEE_END else []
    answers.open_new(survey=survey.pk, eligible=len(people), questionnaire=kind, groups=sites)
    invitations = [Invitation(survey=survey, application=person) for person in people]
    Invitation.objects.bulk_create(invitations)
    for invitation in invitations:
        write(invitation=invitation, kind=f"survey_invitation_{kind.replace('-', '_')}", at=at)
    _note("launch", survey, by, at)
    return survey


@transaction.atomic
def submit(*, invitation: Invitation, given: Mapping[str, object], at: datetime) -> Invitation:
    """Put one person's answers into the box and record that they came, in one transaction and in no ledger.

    Raises AlreadyReturned, Closed, and the errors of answers.rules.clean with the question as their field.
    """
    survey = Survey.objects.select_for_update().get(pk=invitation.survey_id)
    if not survey.takes_answers(clock.local(at).date()):
        raise Closed
    if not Invitation.objects.filter(pk=invitation.pk, returned=False).update(returned=True):
        raise AlreadyReturned
    answers.put_in(survey=survey.pk, answers=given)
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def close(*, survey: Survey, by: Person | None, at: datetime) -> Survey:
    """Open the box after the last day; with too few answers it stays sealed. Repeating changes nothing.

    Raises NotOver before the last day has passed.
    """
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.state != SurveyState.OPEN:
        return survey
    refuse_before_the_end(survey.closes_on, clock.local(at).date())
    survey.state = _open(survey)
    survey.save(update_fields=["state"])
    _note("close", survey, by, at)
    return survey


def write(*, invitation: Invitation, kind: str, at: datetime, occurrence: str = "first") -> None:
    """Write one person a letter with the way to their survey, once an occurrence; leads see its state only."""
    survey, application = invitation.survey, invitation.application
    queue(
        kind=kind,
        key=f"{kind}:{invitation.pk}:{occurrence}",
        to=application.person,
        values={
            "name": application.person.name,
            "closes_on": in_words(survey.closes_on),
            "link": f"{settings.URL}/survey/{invitation.token}/",
        },
        at=at,
        cohort=survey.cohort,
        about=invitation.pk,
    )


def _open(survey: Survey) -> SurveyState:
    returned = survey.invitations.filter(returned=True).count()
    try:
        answers.open_box(survey=survey.pk, returned=returned)
    except TooFew:
        return SurveyState.SEALED
    return SurveyState.OPENED


def _note(verb: str, survey: Survey, by: Person | None, at: datetime) -> None:
    cohort = survey.cohort
    note(
        verb=f"evaluation.{verb}",
        by=by,
        at=at,
        kind="survey",
        thing=survey.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
