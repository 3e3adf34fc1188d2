"""Planning a cohort and changing its plan."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from pares.ground.cohorts import calendar, planning
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.timeline import Timeline
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme


class NameTaken(Refused):
    """The scheme has a cohort of that name."""

    sentence = "This scheme already has a cohort with that name. Choose another name."


class AlreadyDone(Refused):
    """A step that has happened cannot be moved or left out."""

    sentence = "This step has already happened, so it can no longer be changed."


@transaction.atomic
def plan_cohort(  # noqa: PLR0913 - a cohort is planned from all of these
    *,
    scheme: Scheme,
    name: str,
    timeline: Timeline,
    starts_on: date,
    by: Person | None,
    at: datetime,
    changeover_on: date | None = None,
    previous: Cohort | None = None,
) -> Cohort:
    """Return a new cohort with its dated milestones; `changeover_on` is proposed from the start where not given.

    Raises NameTaken, calendar.Unplannable.
    """
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    slug = slugify(name)[:60] or "cohort"
    if scheme.cohorts.filter(slug=slug).exists():
        raise NameTaken(field="name")
    cohort = Cohort(
        scheme=scheme,
        slug=slug,
        name=name.strip(),
        timeline=timeline.key,
        months=timeline.months,
        starts_on=starts_on,
        changeover_on=changeover_on or calendar.next_changeover(starts_on, timeline.months),
        previous=previous,
        planned_at=at,
    )
    planned = planning.dated(cohort, timeline)
    cohort.save(force_insert=True)
    Milestone.objects.bulk_create(_milestone(cohort, place, each) for place, each in enumerate(planned))
    _note("cohorts.plan_cohort", cohort, by, at)
    return cohort


@transaction.atomic
def move_milestone(*, milestone: Milestone, to: date | None, by: Person | None, at: datetime) -> list[calendar.Change]:
    """Put a step on a day, or back where the timeline has it (None); return what moved with it.

    Raises AlreadyDone, calendar.Unplannable.
    """
    return _change(milestone, to=to, skipped=False, by=by, at=at, verb="cohorts.move_milestone")


@transaction.atomic
def skip_milestone(*, milestone: Milestone, by: Person | None, at: datetime) -> list[calendar.Change]:
    """Leave a step out; return what moved with it."""
    return _change(milestone, to=None, skipped=True, by=by, at=at, verb="cohorts.skip_milestone")


@transaction.atomic
def keep_milestone(*, milestone: Milestone, by: Person | None, at: datetime) -> list[calendar.Change]:
    """Take a step left out in again; return what moved with it."""
    return _change(milestone, to=None, skipped=False, by=by, at=at, verb="cohorts.keep_milestone")


@transaction.atomic
def mark_done(*, milestone: Milestone, by: Person | None, at: datetime) -> Milestone:
    """Record that a step has happened; the first time counts."""
    if Milestone.objects.filter(pk=milestone.pk, done_at=None).update(done_at=at):
        _note("cohorts.mark_done", milestone.cohort, by, at, milestone)
    milestone.refresh_from_db()
    return milestone


@transaction.atomic
def close_cohort(*, cohort: Cohort, by: Person | None, at: datetime) -> Cohort:
    """Close a cohort: nothing of it falls due any more."""
    if Cohort.objects.filter(pk=cohort.pk, closed_at=None).update(closed_at=at):
        _note("cohorts.close_cohort", cohort, by, at)
    cohort.refresh_from_db()
    return cohort


def _milestone(cohort: Cohort, place: int, each: calendar.Planned) -> Milestone:
    step = each.step
    return Milestone(
        cohort=cohort,
        key=step.key,
        title=step.title,
        who=step.who,
        act=step.act,
        anchor=step.anchor,
        offset_days=step.offset_days,
        after=list(step.after),
        apart=step.apart,
        fixed=step.fixed,
        why=step.why,
        basis=step.basis,
        position=place,
        on=each.date,
        because=each.moved_because or "",
    )


def _change(  # noqa: PLR0913
    milestone: Milestone, *, to: date | None, skipped: bool, by: Person | None, at: datetime, verb: str
) -> list[calendar.Change]:
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=milestone.cohort_id)
    milestone = cohort.milestones.get(pk=milestone.pk)
    if milestone.done_at is not None:
        raise AlreadyDone
    before = planning.as_it_stands(cohort)
    after = planning.if_changed(milestone, to=to, skipped=skipped)
    cohort.milestones.filter(pk=milestone.pk).update(moved_to=None if skipped else to, skipped=skipped)
    for each in after:
        cohort.milestones.filter(key=each.key, done_at=None).update(on=each.date, because=each.moved_because or "")
    _note(verb, cohort, by, at, milestone)
    return calendar.consequences(before, after)


def _note(verb: str, cohort: Cohort, by: Person | None, at: datetime, milestone: Milestone | None = None) -> None:
    thing, kind = (milestone.pk, "milestone") if milestone else (cohort.pk, "cohort")
    note(verb=verb, by=by, at=at, kind=kind, thing=thing, scheme=cohort.scheme_id, cohort=cohort.pk)
