"""Sending a cohort's report to those who pay and care for the scheme."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from pares.ground.cohorts.actions import step_done
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.stages.reporting.figures import report, to_keep
from pares.stages.reporting.models import LastFigures


class NoSponsor(Refused):
    """A scheme whose report goes to nobody."""

    sentence = "This scheme has no sponsor yet. Add one under Members, or download the report and send it yourself."


@transaction.atomic
def send_report(*, cohort: Cohort, by: Person | None, at: datetime) -> int:
    """Tell every sponsor where the report stands, once; return how many there are. Raises NoSponsor."""
    sponsors = Membership.objects.filter(scheme=cohort.scheme_id, role=Role.SPONSOR, ended_at=None)
    readers = [membership.person for membership in sponsors.select_related("person")]
    if not readers:
        raise NoSponsor
    for reader in readers:
        queue(
            kind="report_ready",
            key=f"report_ready:{cohort.pk}:{reader.pk}",
            to=reader,
            values={"link": f"{settings.URL}/sponsor/{cohort.scheme.slug}/{cohort.slug}/"},
            at=at,
            scheme=cohort.scheme,
            cohort=cohort,
        )
    step_done(cohort=cohort, key="report_due", by=by, at=at)
    note(
        verb="reporting.send_report",
        by=by,
        at=at,
        kind="cohort",
        thing=cohort.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
    return len(readers)


@transaction.atomic
def keep_figures(*, cohort: Cohort, on: date) -> LastFigures:
    """Keep a cohort's figures for good before people are forgotten; doing it again returns those kept."""
    told = {"on": on, "figures": to_keep(report(cohort, on))}
    kept, _ = LastFigures.objects.get_or_create(cohort=cohort, defaults=told)
    return kept
