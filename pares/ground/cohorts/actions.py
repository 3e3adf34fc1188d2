"""Planning a cohort and changing its plan."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from pares.ground import clock
from pares.ground.cohorts import calendar, planning, rules
from pares.ground.cohorts.models import Cohort, Milestone
from pares.ground.cohorts.timeline import Timeline
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme


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
    skipped: Collection[str] = (),
    previous: Cohort | None = None,
) -> Cohort:
    """Return a new cohort with its dated milestones; `changeover_on` is proposed from the start where not given.

    `skipped` holds the keys of steps left out, as in a cohort that is copied. Raises NoName, NameTaken,
    SchemeEnded, StartsInThePast, TooLong, calendar.Unplannable.
    """
    rules.refuse_past_start(starts_on, clock.local(at).date())
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if scheme.retired_at is not None:
        raise rules.SchemeEnded
    ends_on = changeover_on or calendar.next_changeover(starts_on, timeline.months)
    rules.refuse_length(starts_on, ends_on)
    cohort = Cohort(
        scheme=scheme,
        slug=_slug(scheme, name),
        name=name.strip(),
        timeline=timeline.key,
        months=planning.months_between(starts_on, ends_on),
        starts_on=starts_on,
        changeover_on=ends_on,
        previous=previous,
        planned_at=at,
    )
    planned = planning.dated(cohort, timeline, skipped=skipped)
    cohort.save(force_insert=True)
    Milestone.objects.bulk_create(_milestone(cohort, place, each) for place, each in enumerate(planned))
    _note("cohorts.plan_cohort", cohort, by, at)
    return cohort


@transaction.atomic
def move_cohort(
    *, cohort: Cohort, starts_on: date, changeover_on: date, by: Person | None, at: datetime
) -> list[calendar.Change]:
    """Give a cohort another start or end; return the steps that moved with it.

    Steps done stay, and so do those a lead put on a day. Raises Closed, AlreadyStarted, StartsInThePast,
    TooLong, calendar.Unplannable.
    """
    held = _locked(cohort)
    rules.refuse_dates(held, starts_on=starts_on, changeover_on=changeover_on, today=clock.local(at).date())
    before = planning.as_it_stands(held)
    after = planning.if_dated(held, starts_on=starts_on, changeover_on=changeover_on)
    months = planning.months_between(starts_on, changeover_on)
    Cohort.objects.filter(pk=held.pk).update(starts_on=starts_on, changeover_on=changeover_on, months=months)
    _redate(held, after)
    cohort.refresh_from_db()
    _note("cohorts.move_cohort", cohort, by, at)
    return calendar.consequences(before, after)


@transaction.atomic
def replan(*, scheme: Scheme, by: Person | None, at: datetime) -> list[tuple[Cohort, list[calendar.Change]]]:
    """Date the open cohorts' steps anew after the scheme's closed days or nation changed; return what moved.

    Raises calendar.Unplannable.
    """
    moved = []
    for cohort in Cohort.objects.open().filter(scheme=scheme).select_for_update(of=("self",)).select_related("scheme"):
        stood = {each.key: each.on for each in cohort.milestones.all()}
        planned = planning.as_it_stands(cohort)
        _redate(cohort, planned)
        changes = [
            calendar.Change(each.key, each.title, stood[each.key], each.date)
            for each in planned
            if not each.skipped and each.date != stood[each.key]
        ]
        if changes:
            _note("cohorts.replan", cohort, by, at)
            moved.append((cohort, changes))
    return moved


@transaction.atomic
def complete_timelines(*, at: datetime) -> int:
    """Give open cohorts the steps of changeovers ahead that they lack, having been planned before there were any.

    Return how many cohorts were given some; one whose dates make no calendar is left as it is.
    """
    today = clock.local(at).date()
    running = Cohort.objects.open().filter(changeover_on__gt=today).select_related("scheme")
    lacking = [cohort for cohort in running.prefetch_related("milestones") if _lacks_changeovers(cohort, today)]
    return sum(_complete(cohort, today, at) for cohort in lacking)


def _lacks_changeovers(cohort: Cohort, today: date) -> bool:
    timeline = planning.timeline_of(cohort, cohort.milestones.all())
    whole = calendar.with_changeovers(timeline, cohort.starts_on, cohort.changeover_on)
    missing = {step.key for step in whole.steps} - {step.key for step in timeline.steps}
    return any((calendar.changeover_of(key) or today) >= today for key in missing)


def _complete(cohort: Cohort, today: date, at: datetime) -> bool:
    held = _locked(cohort)
    stands = {milestone.key for milestone in held.milestones.all()}
    try:
        planned = planning.as_it_stands(held)
    except calendar.Unplannable:
        return False
    _redate(held, [each for each in planned if each.key in stands or each.date >= today])
    _note("cohorts.complete_timeline", held, None, at)
    return True


@transaction.atomic
def move_milestone(*, milestone: Milestone, to: date | None, by: Person | None, at: datetime) -> list[calendar.Change]:
    """Put a step on a day, or back where the timeline has it (None); return what moved with it.

    Raises Closed, AlreadyDone, OnlyItsOwnDate, InThePast, calendar.Unplannable.
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


def step_done(*, cohort: Cohort, key: str, by: Person | None, at: datetime) -> None:
    """Record that what a step asks for has happened, where the cohort has that step."""
    for milestone in cohort.milestones.filter(key=key, done_at=None).select_related("cohort"):
        mark_done(milestone=milestone, by=by, at=at)


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
        skipped=each.skipped,
        on=each.date,
        because=each.moved_because or "",
    )


def _change(  # noqa: PLR0913
    milestone: Milestone, *, to: date | None, skipped: bool, by: Person | None, at: datetime, verb: str
) -> list[calendar.Change]:
    cohort = _locked(milestone.cohort)
    milestone = cohort.milestones.select_related("cohort__scheme").get(pk=milestone.pk)
    rules.refuse_change(milestone)
    rules.refuse_past_day(to, clock.local(at).date())
    before = planning.as_it_stands(cohort)
    after = planning.if_changed(milestone, to=to, skipped=skipped)
    cohort.milestones.filter(pk=milestone.pk).update(moved_to=None if skipped else to, skipped=skipped)
    _redate(cohort, after)
    _note(verb, cohort, by, at, milestone)
    return calendar.consequences(before, after)


def _locked(cohort: Cohort) -> Cohort:
    """Return the cohort as it stands, held until the end of the transaction; raises Closed."""
    held = Cohort.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=cohort.pk)
    rules.refuse_closed(held)
    return held


def _redate(cohort: Cohort, planned: Sequence[calendar.Planned]) -> None:
    """Write the days of a plan into the steps that have not been done; those of changeovers come and go with them."""
    days = {each.key: each for each in planned}
    known = list(cohort.milestones.order_by("position"))
    waiting = [milestone for milestone in known if milestone.done_at is None and milestone.key in days]
    for milestone in waiting:
        milestone.on = days[milestone.key].date
        milestone.because = days[milestone.key].moved_because or ""
    Milestone.objects.bulk_update(waiting, ["on", "because"])
    cohort.milestones.filter(done_at=None).exclude(key__in=days).delete()
    new = [each for each in planned if each.key not in {milestone.key for milestone in known}]
    first = max((milestone.position for milestone in known), default=-1) + 1
    Milestone.objects.bulk_create(_milestone(cohort, place, each) for place, each in enumerate(new, first))


def _slug(scheme: Scheme, name: str) -> str:
    """Return the last part of the cohort's address; raises NoName, NameTaken."""
    slug = slugify(name)[:60].strip("-")
    if not slug:
        raise rules.NoName(field="name")
    slug = f"cohort-{slug}" if slug in rules.NOT_A_COHORT else slug
    if scheme.cohorts.filter(slug=slug).exists():
        raise rules.NameTaken(field="name")
    return slug


def _note(verb: str, cohort: Cohort, by: Person | None, at: datetime, milestone: Milestone | None = None) -> None:
    thing, kind = (milestone.pk, "milestone") if milestone else (cohort.pk, "cohort")
    note(verb=verb, by=by, at=at, kind=kind, thing=thing, scheme=cohort.scheme_id, cohort=cohort.pk)
