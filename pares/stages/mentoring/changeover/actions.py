"""Asking after a changeover, telling of a new post, and deciding about pairs that would not be made today.

Nothing here ends a pair or moves anybody by itself: a pair that would not be made today is listed for the leads, and
stays as it is until one of them decides. Every act holds the cohort, so that no two of them cross.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from pares.ground import clock
from pares.ground.cohorts.calendar import changeovers_within
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.ground.schemes.models import Site
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended, Pair
from pares.stages.matching.rules import PairOver
from pares.stages.mentoring.actions import answer_change, tell_leads
from pares.stages.mentoring.changeover import reasons
from pares.stages.mentoring.changeover.models import (
    UNDECIDED,
    ChangeoverCheck,
    GoingOn,
    PairInQuestion,
    Said,
    Stands,
    Wants,
)
from pares.stages.mentoring.changeover.rules import AlreadyAsked, MayGoOn, refuse_closed, refuse_over, refuse_untold
from pares.stages.mentoring.changeover.sealing import seal
from pares.stages.recruitment.models import Application
from pares.stages.recruitment.posts.actions import change_post

PAGE = "pairs/changeover/"


@transaction.atomic
def ask_check(*, application: Application, changeover_on: date, at: datetime) -> ChangeoverCheck:
    """Return the question to put to somebody after a changeover, whose `link` goes into the letter; once is enough."""
    check, _ = ChangeoverCheck.objects.get_or_create(
        application=application, changeover_on=changeover_on, defaults={"asked_at": at}
    )
    return check


@transaction.atomic
def answer_check(*, check: ChangeoverCheck, said: Said | None, at: datetime) -> ChangeoverCheck:
    """Record an answer, or take it back (None); answering the same again changes nothing. Raises Closed."""
    cohort = _held(check.application.cohort)
    refuse_over(check.application)
    given = {"said": said.value if said else "", "confirmed_at": at if said is Said.SAME else None}
    if ChangeoverCheck.objects.filter(pk=check.pk).exclude(said=given["said"]).update(**given):
        _note("answer_check", cohort, None, at)
    check.refresh_from_db()
    return check


@transaction.atomic
def tell_post(  # noqa: PLR0913 - what a post is
    *, application: Application, site: Site | None, team: str, supervisors: str, by: Person, at: datetime
) -> Application:
    """Take down where somebody works now, which confirms their post, and look at their pairs again. Raises Closed."""
    cohort = _held(application.cohort)
    refuse_over(application)
    changed = change_post(application=application, site=site, team=team, supervisors=supervisors, by=by, at=at)
    waiting = ChangeoverCheck.objects.waiting().filter(application=application)
    waiting.update(said=Said.CHANGED, confirmed_at=at)
    check_pairs(cohort=cohort, of=application, at=at)
    return changed


@transaction.atomic
def check_pairs(*, cohort: Cohort, at: datetime, of: Application | None = None) -> int:
    """List the pairs that would not be made today, a cohort's or one person's; return how many are new on the list.

    A pair that may be made again leaves the list. One that both agreed to keep comes back only for another reason.
    """
    cohort = _held(cohort)
    standing = Pair.objects.standing().filter(cohort=cohort)
    pairs = list((standing.filter(Q(mentor=of) | Q(mentee=of)) if of else standing).in_words().order_by("pk"))
    found = reasons.against(cohort, pairs)
    known = {each.pair_id: each for each in PairInQuestion.objects.filter(pair__in=pairs)}
    new = [pair for pair in pairs if _weigh(pair, found.get(pair.pk, ()), known.get(pair.pk), at)]
    if new:
        tell_leads("pairs_in_question", f"pairs_in_question:{cohort.pk}:{_day(at)}", new[0], at, PAGE)
        _note("check_pairs", cohort, None, at)
    return len(new)


@transaction.atomic
def ask_both(*, question: PairInQuestion, by: Person, at: datetime) -> PairInQuestion:
    """Ask both partners whether they would like to go on; asking again while they are asked changes nothing.

    Raises PairOver, AlreadyAsked, NotTold, MayGoOn.
    """
    cohort, question = _held(question.pair.cohort), _again(question)
    if question.pair.ended_at is not None:
        raise PairOver
    if question.stands in {Stands.ASKED, Stands.KEPT}:
        return question
    if question.stands == Stands.NOT_AGREED:
        raise AlreadyAsked
    refuse_untold(question.pair)
    kinds = reasons.against(cohort, [question.pair]).get(question.pair_id)
    if question.stands != Stands.OPEN or not kinds:
        raise MayGoOn
    question.stands, question.asked_at, question.marks = Stands.ASKED, at, reasons.marks(question.pair, kinds)
    question.save(update_fields=["stands", "asked_at", "marks"])
    for side in (question.pair.mentor, question.pair.mentee):
        _ask(question, side.person, at)
    _note("ask_both", cohort, by, at)
    return question


@transaction.atomic
def answer_going_on(*, answer: GoingOn, wants: Wants | None, at: datetime) -> GoingOn:
    """Record whether one partner would like to go on, or take it back (None). Raises Closed.

    Both yes: the pair is kept. One no: the leads read that they did not both agree, and never who said what; the other
    partner's page does not change.
    """
    cohort, question = _held(answer.question.pair.cohort), _again(answer.question)
    refuse_closed(question)
    told = {each.pk: each.wants for each in question.answers.all()}
    said = wants.value if wants else ""
    if told[answer.pk] != said:
        _keep(question, told | {answer.pk: said})
        _settle(question, at)
        _note("answer_going_on", cohort, None, at)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def match_anew(*, question: PairInQuestion, by: Person, at: datetime) -> PairInQuestion:
    """End the pair so that the mentee can be matched with somebody else; once is enough. Raises PairOver."""
    return _end(question, Stands.REMATCHED, by, at)


@transaction.atomic
def end(*, question: PairInQuestion, by: Person, at: datetime) -> PairInQuestion:
    """End the pair; once is enough. Raises PairOver."""
    return _end(question, Stands.ENDED, by, at)


@transaction.atomic
def forget(*, at: datetime) -> int:
    """Delete what was asked and decided in cohorts whose last day is over; return how many questions."""
    today = _day(at)
    checks = ChangeoverCheck.objects.filter(application__cohort__changeover_on__lt=today)
    questions = PairInQuestion.objects.filter(pair__cohort__changeover_on__lt=today)
    gone = checks.count() + questions.count()
    if gone:
        checks.delete()
        questions.delete()
        note(verb="changeover.forget", by=None, at=at, kind="check")
    return gone


def _weigh(pair: Pair, kinds: reasons.Kinds, question: PairInQuestion | None, at: datetime) -> bool:
    """Bring one pair's line up to date; return whether it is new on the list."""
    if not kinds:
        if question and question.stands in UNDECIDED:
            question.stands = Stands.ALLOWED
            question.save(update_fields=["stands"])
        return False
    kept = question and question.stands == Stands.KEPT and reasons.holds(question.marks, pair, kinds)
    if kept or (question and question.stands in UNDECIDED):
        return False
    opened = {"stands": Stands.OPEN, "since": at, "changeover_on": _latest(pair.cohort, at), "asked_at": None}
    listed, _ = PairInQuestion.objects.update_or_create(pair=pair, defaults={**opened, "marks": []})
    _keep(listed, {})
    return True


def _ask(question: PairInQuestion, person: Person, at: datetime) -> None:
    answer = question.answers.filter(person=person).first() or GoingOn(question=question, person=person)
    answer.sealed = seal("", answer.pk)
    answer.save()
    pair = question.pair
    queue(
        kind="keep_if_both_agree",
        key=f"keep_if_both_agree:{answer.pk}:{at.isoformat()}",
        to=person,
        values={"link": answer.link},
        at=at,
        scheme=pair.cohort.scheme,
        cohort=pair.cohort,
        about=answer.pk,
    )


def _keep(question: PairInQuestion, told: Mapping[UUID, str]) -> None:
    """Seal the answers of both anew, so that what is kept does not show whose is another now."""
    for answer in question.answers.all():
        answer.sealed = seal(told.get(answer.pk, ""), answer.pk)
        answer.save(update_fields=["sealed"])


def _settle(question: PairInQuestion, at: datetime) -> None:
    wants = {each.wants for each in question.answers.all()}
    stands = Stands.KEPT if wants == {Wants.GO_ON} else Stands.NOT_AGREED if Wants.OTHER in wants else Stands.ASKED
    if stands == question.stands:
        return
    question.stands = stands
    question.save(update_fields=["stands"])
    if stands == Stands.NOT_AGREED:
        tell_leads("pairs_in_question", f"not_agreed:{question.pk}:{_day(at)}", question.pair, at, PAGE)
    if stands == Stands.KEPT:
        # What speaks against the pair since both were asked is still to be decided.
        check_pairs(cohort=question.pair.cohort, of=question.pair.mentee, at=at)


def _end(question: PairInQuestion, stands: Stands, by: Person, at: datetime) -> PairInQuestion:
    cohort, question = _held(question.pair.cohort), _again(question)
    if question.stands in {Stands.REMATCHED, Stands.ENDED}:
        return question
    close_pair(pair=question.pair, ended=Ended.CHANGEOVER, by=by, at=at)
    answer_change(pair=question.pair, by=by, at=at)
    question.stands = stands
    question.save(update_fields=["stands"])
    # Who of the two said what has served its purpose.
    _keep(question, {})
    _note("end", cohort, by, at)
    return question


def _held(cohort: Cohort) -> Cohort:
    """Return the cohort as it stands, held for this transaction."""
    return Cohort.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=cohort.pk)


def _again(question: PairInQuestion) -> PairInQuestion:
    sides = (f"pair__{side}__person" for side in ("mentor", "mentee"))
    return PairInQuestion.objects.select_related(*sides, "pair__cohort__scheme").get(pk=question.pk)


def _latest(cohort: Cohort, at: datetime) -> date | None:
    """Return the latest changeover within the cohort up to a time, if any."""
    within = changeovers_within(cohort.starts_on, cohort.changeover_on)
    return max((day for day in within if day <= _day(at)), default=None)


def _day(at: datetime) -> date:
    return clock.local(at).date()


def _note(verb: str, cohort: Cohort, by: Person | None, at: datetime) -> None:
    # The cohort and not the pair or the person: who answered what, and about whom, stays out of the ledger.
    note(verb=f"changeover.{verb}", by=by, at=at, kind="cohort", thing=cohort.pk, scheme=cohort.scheme_id)
