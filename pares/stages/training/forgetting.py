"""Sessions stand on certificates, and go when those do."""

from datetime import datetime

from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.stages.training.models import Session

KEPT = 7 * 12
"""Months after the session."""


@transaction.atomic
def forget_sessions(*, at: datetime) -> int:
    """Delete sessions 7 years after their day; return how many."""
    old = Session.objects.filter(on__lte=months_before(clock.local(at).date(), KEPT))
    if gone := old.count():
        old.delete()
        note(verb="training.forget_sessions", by=None, at=at, kind="session")
    return gone
