"""Starting the next cohort from this one; ending a scheme, and beginning it again."""

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts import calendar, planning
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.timeline import Step
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue, skip
from pares.ground.letters.models import Letter
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme
from pares.stages.handover.rules import refuse_unfinished

ENDED = "The scheme has ended."


@transaction.atomic
def start_next(
    *, cohort: Cohort, by: Person | None, at: datetime, name: str = "", starts_on: date | None = None
) -> Cohort:
    """Return the cohort that follows this one, planned from its timeline as its leads changed it.

    It starts at `proposed_start` unless told otherwise; steps moved keep their distance, steps left out stay out,
    sessions and people are not carried over. A cohort has one that follows it: doing this again returns it.
    Raises the refusals of cohorts.plan_cohort.
    """
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=cohort.pk)
    following = Cohort.objects.filter(previous=cohort).first()
    if following is not None:
        return following
    start = starts_on or proposed_start(cohort, clock.local(at).date())
    milestones = list(cohort.milestones.order_by("position"))
    timeline = planning.timeline_of(cohort, milestones)
    kept = tuple(map(_as_moved, timeline.steps, milestones))
    following = cohorts.plan_cohort(
        scheme=cohort.scheme,
        name=name.strip() or proposed_name(start, cohort.months),
        timeline=replace(timeline, steps=kept),
        starts_on=start,
        previous=cohort,
        by=by,
        at=at,
    )
    for milestone in following.milestones.filter(key__in=planning.skips(milestones)).order_by("position"):
        cohorts.skip_milestone(milestone=milestone, by=by, at=at)
    _note(following, by, at)
    return following


@transaction.atomic
def retire(*, scheme: Scheme, by: Person | None, at: datetime) -> Scheme:
    """End a scheme: close its cohorts, set aside the letters that wait for a lead, and tell the other leads.

    Nothing is deleted, and letters already on their way leave. Doing it again changes nothing.
    Raises PairsStillMeet, SurveyStillOpen.
    """
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if scheme.retired_at is not None:
        return scheme
    refuse_unfinished(scheme, clock.local(at).date())
    for cohort in Cohort.objects.filter(scheme=scheme, closed_at=None):
        cohorts.close_cohort(cohort=cohort, by=by, at=at)
    for letter in Letter.objects.held().filter(scheme=scheme):
        skip(letter=letter, why=ENDED, by=by, at=at)
    scheme = schemes.retire(scheme=scheme, by=by, at=at)
    _tell_leads(scheme, by, at)
    return scheme


def _tell_leads(scheme: Scheme, by: Person | None, at: datetime) -> None:
    leads = Person.objects.filter(memberships__in=scheme.memberships.filter(role=Role.LEAD, ended_at=None))
    for lead in leads.exclude(pk__in=[by.pk] if by else []):
        queue(
            kind="scheme_retired",
            key=f"scheme_retired:{scheme.pk}:{at.isoformat()}:{lead.pk}",
            to=lead,
            values={"member_name": str(by or "Somebody"), "link": f"{settings.URL}/lead/{scheme.slug}/"},
            at=at,
            scheme=scheme,
        )


def proposed_start(cohort: Cohort, today: date) -> date:
    """Return the changeover that ends a cohort; once that is over, the next one a cohort of its length later."""
    start = cohort.changeover_on
    while start < today:
        start = calendar.next_changeover(start, cohort.months)
    return start


def proposed_name(starts_on: date, months: int) -> str:
    """Return a cohort's name from its dates: "August to December 2027"."""
    ends = calendar.next_changeover(starts_on, months)
    first = f"{starts_on:%B}" if starts_on.year == ends.year else f"{starts_on:%B %Y}"
    return f"{first} to {ends:%B %Y}"


def _as_moved(step: Step, milestone: Milestone) -> Step:
    """Return the step as far from its anchor as a lead put it."""
    if milestone.moved_to is None or milestone.fixed:
        return step
    cohort = milestone.cohort
    anchor = cohort.starts_on if step.anchor == "start" else cohort.changeover_on
    return replace(step, offset_days=(milestone.moved_to - anchor).days)


def _note(following: Cohort, by: Person | None, at: datetime) -> None:
    note(
        verb="handover.start_next",
        by=by,
        at=at,
        kind="cohort",
        thing=following.pk,
        scheme=following.scheme_id,
        cohort=following.pk,
    )
