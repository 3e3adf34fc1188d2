"""Filling free places after the match, all at once or not at all; and keeping pairs from being moved."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.stages.matching.actions import end_pair, make_pair, write_about
from pares.stages.matching.afterwards.filling import Plan, plans
from pares.stages.matching.afterwards.models import Filling
from pares.stages.matching.afterwards.rules import PeopleChanged
from pares.stages.matching.afterwards.standing import Standing, standing_of
from pares.stages.matching.models import Aside, Ended, Pair
from pares.stages.matching.proposing import why
from pares.stages.matching.rules import NotConfirmed, PairOver
from pares.stages.recruitment.models import Application


@transaction.atomic
def fill(*, cohort: Cohort, seen: str, by: Person | None, at: datetime) -> Filling:
    """Carry out exactly the plan a lead saw (`Plan.seen`), or nothing; doing it again changes nothing.

    Who moves has their pair ended as matched anew, and both who knew of it are told. New pairs get their letters as a
    re-match does: the mentor's at once, the mentee's after two working days. Raises NotConfirmed, PeopleChanged.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=cohort.pk)
    if done := Filling.objects.filter(cohort=cohort, seen=seen).first():
        return done
    if not cohort.proposals.confirmed().exists():
        raise NotConfirmed
    held = Pair.objects.standing().filter(cohort=cohort).select_for_update(of=("self",))
    standing = list(held.select_related("cohort__scheme", "mentor__person", "mentee__person").order_by("pk"))
    now = standing_of(cohort, clock.local(at).date())
    plan = plans(now).seen(seen)
    if plan is None:
        raise PeopleChanged
    _move(plan, standing, by, at)
    _pair_up(now, plan, at)
    lines = [[line.mentee, line.before, line.after] for line in plan.lines]
    filling = Filling.objects.create(cohort=cohort, seen=seen, lines=lines, by=by, at=at)
    _note("fill", "filling", filling, by, at)
    return filling


@transaction.atomic
def keep_together(*, pair: Pair, kept: bool, by: Person | None, at: datetime) -> Pair:
    """Keep a pair from being moved when places are filled, or let it be moved again; raises PairOver."""
    pair = Pair.objects.held(pair)
    if pair.ended_at is not None:
        raise PairOver
    if pair.locked != kept:
        pair.locked = kept
        pair.save(update_fields=["locked"])
        _note("keep" if kept else "let_move", "pair", pair, by, at)
    return pair


@transaction.atomic
def take_back(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Let somebody be matched again whom leads left out before the match; doing it again changes nothing."""
    cohort = Cohort.objects.select_for_update().get(pk=application.cohort_id)
    deleted, _ = Aside.objects.filter(application=application).delete()
    if deleted:
        note(
            verb="matching.take_back",
            by=by,
            at=at,
            kind="application",
            thing=application.pk,
            scheme=cohort.scheme_id,
            cohort=cohort.pk,
        )
    return application


def _move(plan: Plan, standing: Iterable[Pair], by: Person | None, at: datetime) -> None:
    """End the pairs of those who move. Both are told; where the mentee did not know yet, only that the pair ended."""
    moving = {line.mentee for line in plan.moved}
    for pair in standing:
        if str(pair.mentee_id) in moving:
            end_pair(pair, Ended.MOVED, by, at)
            if pair.mentee_told_at:
                write_about("pair_moved_mentor", pair, pair.mentor, at)
                write_about("pair_moved_mentee", pair, pair.mentee, at)
            elif pair.mentor_told_at:
                write_about("pair_ended", pair, pair.mentor, at)


def _pair_up(now: Standing, plan: Plan, at: datetime) -> None:
    people = Application.objects.filter(cohort=now.cohort).select_related("person")
    named = {str(each.pk): each for each in people}
    for line in plan.lines:
        couple = (line.mentee, line.after or "")
        make_pair(
            now.cohort,
            named[couple[1]],
            named[couple[0]],
            at,
            score=now.frame.score(*couple),
            reasons=why(now.frame, *couple),
            hold=False,
        )


def _note(verb: str, kind: str, thing: Filling | Pair, by: Person | None, at: datetime) -> None:
    cohort = thing.cohort
    note(
        verb=f"matching.{verb}",
        by=by,
        at=at,
        kind=kind,
        thing=thing.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
