"""Certificates outlive the cohort they were earned in: they go after 7 years, whoever else is forgotten meanwhile."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.stages.recognition.models import Certificate
from pares.stages.recruitment.models import Application, Applications

KEPT = 7 * 12
"""Months after it was issued."""


@transaction.atomic
def forget_certificates(*, at: datetime) -> int:
    """Delete certificates and statements 7 years after they were issued; return how many."""
    old = Certificate.objects.filter(issued_on__lte=months_before(clock.local(at).date(), KEPT))
    gone, _ = old.delete()
    if gone:
        note(verb="recognition.forget_certificates", by=None, at=at, kind="certificate")
    return gone


@transaction.atomic
def keep_for_holders(*, of: Applications) -> int:
    """Let certificates stand by themselves whose mentor's application is about to go; return how many."""
    holder = Application.objects.filter(pk=OuterRef("mentor")).values("person")
    return Certificate.objects.filter(mentor__in=of).update(holder=Subquery(holder), mentor=None)
