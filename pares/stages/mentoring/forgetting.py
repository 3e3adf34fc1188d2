"""What a pair leaves behind goes 3 months after its end, but for how often the two met."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Max, Q

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.stages.matching.models import Pair
from pares.stages.mentoring.models import LATELY, Agreement, ChangeAsked, Reply, SessionFact

KEPT = 3
"""Months after the pair ended, or after the cohort for a pair that did not."""


@transaction.atomic
def forget_meetings(*, at: datetime) -> int:
    """Delete agreements, sessions, requests and answers of pairs that are over; return how many sessions.

    Certificates and the cohort's totals rest on how many sessions there were, so the pair keeps that number.
    """
    past = months_before(clock.local(at).date(), KEPT)
    over = Pair.objects.filter(Q(ended_at__date__lte=past) | Q(cohort__changeover_on__lte=past))
    told = over.filter(session_facts__isnull=False).annotate(
        sessions=Count("session_facts"), last=Max("session_facts__on")
    )
    for pair, end, sessions, last in told.values_list("pk", "cohort__changeover_on", "sessions", "last"):
        kept = Pair.objects.filter(pk=pair)
        kept.update(sessions_kept=F("sessions_kept") + sessions)
        if last >= end - LATELY:
            kept.update(met_lately=True)
    gone = {model: model._default_manager.filter(pair__in=over).delete()[0] for model in _LEFT}  # noqa: SLF001
    if any(gone.values()):
        note(verb="mentoring.forget_meetings", by=None, at=at, kind="pair")
    return gone[SessionFact]


_LEFT = (Agreement, SessionFact, ChangeAsked, Reply)
