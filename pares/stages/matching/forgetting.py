"""What of the matching goes when its time is over, and what it must not keep of people who are gone."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Cast
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.ledger.actions import note
from pares.stages.matching.afterwards.models import Filling
from pares.stages.matching.ballots.models import Ballot
from pares.stages.matching.models import Aside, Change, Pair, Proposal, ProposedPair, Unmatched
from pares.stages.recruitment.models import Application

PROPOSALS_KEPT = 3
PAIRS_KEPT = 12
"""Months after the cohort."""
GONE = "gone"
# Where ids of people stand as plain text, which no key of the database would take away with them.
_WITH_IDS: tuple[tuple[type[models.Model], str, str], ...] = (
    (Change, "difference", "cohort"),
    (Unmatched, "about", "proposal__cohort"),
    (Filling, "lines", "cohort"),
)


@transaction.atomic
def forget_proposals(*, at: datetime) -> int:
    """Delete what led to the pairs, 3 months after the cohort: proposals, changes, ballots; return how many rows.

    That the match was confirmed, and when, stays as long as its pairs.
    """
    past = months_before(clock.local(at).date(), PROPOSALS_KEPT)
    over = [model._default_manager.filter(cohort__changeover_on__lte=past) for model in (Change, Ballot, Filling)]  # noqa: SLF001
    proposals = Proposal.objects.filter(cohort__changeover_on__lte=past)
    proposals.exclude(made_by=None).update(made_by=None)
    lines = [model._default_manager.filter(proposal__in=proposals) for model in (ProposedPair, Unmatched)]  # noqa: SLF001
    rest = [*lines, proposals.filter(confirmed_at=None), _asides(past)]
    return _forget("forget_proposals", "proposal", [*over, *rest], at)


@transaction.atomic
def forget_pairs(*, at: datetime) -> int:
    """Delete pairs, and that their match was confirmed, 12 months after the cohort; return how many rows."""
    past = months_before(clock.local(at).date(), PAIRS_KEPT)
    rows = [model._default_manager.filter(cohort__changeover_on__lte=past) for model in (Pair, Proposal)]  # noqa: SLF001
    return _forget("forget_pairs", "pair", rows, at)


@receiver(pre_delete, sender=Application)
def forget_ids(instance: Application, **_told: object) -> None:
    """Put a word that says nothing in the place of somebody's id, whichever way their application is deleted."""
    who = str(instance.pk)
    for model, field, cohort in _WITH_IDS:
        rows = model._default_manager.filter(**{cohort: instance.cohort_id})  # noqa: SLF001 - any of the tables
        for row in rows.annotate(words=Cast(field, models.TextField())).filter(words__contains=who):
            setattr(row, field, json.loads(json.dumps(getattr(row, field)).replace(who, GONE)))
            row.save(update_fields=[field])


def _asides(past: date) -> models.QuerySet[Aside]:
    return Aside.objects.filter(application__cohort__changeover_on__lte=past)


def _forget(verb: str, kind: str, rows: Iterable[models.QuerySet[Any]], at: datetime) -> int:
    """Delete these rows, and say so where there were any; return how many, without those that went with them."""
    gone = 0
    for each in rows:
        if number := each.count():
            each.delete()
            gone += number
    if gone:
        note(verb=f"matching.{verb}", by=None, at=at, kind=kind)
    return gone
