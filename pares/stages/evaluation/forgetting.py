"""Surveys go 24 months after the cohort; who was asked goes with their application, and only the totals stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Q

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.stages.answers import actions as answers
from pares.stages.evaluation.models import Invitation, Survey
from pares.stages.recruitment.models import Applications

KEPT = 24
"""Months after the cohort."""


@transaction.atomic
def forget_surveys(*, at: datetime) -> int:
    """Delete surveys with all that came of them, opened or not, 24 months after the cohort; return how many."""
    past = months_before(clock.local(at).date(), KEPT)
    over = list(Survey.objects.filter(cohort__changeover_on__lte=past))
    for survey in over:
        answers.destroy(survey=survey.pk)
        survey.delete()
    if over:
        note(verb="evaluation.forget_surveys", by=None, at=at, kind="survey")
    return len(over)


@transaction.atomic
def forget_invitations(*, of: Applications) -> int:
    """Delete the invitations of these applications; their surveys still know how many were asked and answered."""
    invitations = Invitation.objects.filter(application__in=of)
    totals = Survey.objects.filter(invitations__in=invitations).annotate(
        n=Count("invitations"), came=Count("invitations", filter=Q(invitations__returned=True))
    )
    for survey, asked, returned in totals.values_list("pk", "n", "came"):
        more = {"asked_kept": F("asked_kept") + asked, "returned_kept": F("returned_kept") + returned}
        Survey.objects.filter(pk=survey).update(**more)
    return invitations.delete()[0]
