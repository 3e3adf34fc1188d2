"""People go when their time is over: first their part in a cohort, then the account; totals stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.stages.evaluation.forgetting import forget_invitations
from pares.stages.recognition.forgetting import keep_for_holders
from pares.stages.recruitment.models import Application
from pares.stages.reporting.actions import keep_figures

UNMATCHED_KEPT, MATCHED_KEPT, ACCOUNT_KEPT = 3, 12, 12
"""Months after the cohort, and after the person's last cohort."""


@transaction.atomic
def forget_applications(*, at: datetime) -> int:
    """Delete applications 3 months after the cohort, of those who were matched 12; return how many.

    The cohort's figures are counted once more before, and certificates stand by themselves from then on.
    """
    today = clock.local(at).date()
    unmatched = Q(pairs_as_mentor=None, pairs_as_mentee=None)
    soon, later = (months_before(today, months) for months in (UNMATCHED_KEPT, MATCHED_KEPT))
    over = Q(unmatched, cohort__changeover_on__lte=soon) | Q(cohort__changeover_on__lte=later)
    gone = Application.objects.filter(pk__in=Application.objects.filter(over).values_list("pk", flat=True))
    if not gone.exists():
        return 0
    for cohort in Cohort.objects.filter(applications__in=gone).distinct():
        keep_figures(cohort=cohort, on=today)
    keep_for_holders(of=gone)
    forget_invitations(of=gone)
    number = gone.count()
    gone.delete()
    note(verb="handover.forget_applications", by=None, at=at, kind="application")
    return number


@transaction.atomic
def forget_people(*, at: datetime) -> int:
    """Delete accounts 12 months after the person's last cohort, or since they were last used; return how many.

    Nobody goes who has a role, works on the site, or takes part in anything.
    """
    today = clock.local(at).date()
    past = months_before(today, ACCOUNT_KEPT)
    unused = Q(joined_at__date__lte=past) & (Q(last_login=None) | Q(last_login__date__lte=past))
    bound = Q(is_operator=True) | Q(is_editor=True) | Q(may_open_schemes=True)
    lately = Person.objects.filter(
        Q(applications__isnull=False) | Q(memberships__isnull=False) | Q(letters__cohort__changeover_on__gt=past)
    )
    gone = Person.objects.filter(unused).exclude(bound).exclude(pk__in=lately.values("pk"))
    number = gone.count()
    if number:
        gone.delete()
        note(verb="handover.forget_people", by=None, at=at, kind="person")
    return number
