"""What mentor and mentee do: agree, say that they met, ask for a change, answer a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.membership.models import Membership, Role
from pares.ground.people.models import Person
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended, Pair
from pares.stages.mentoring.models import Agreement, Asks, Band, ChangeAsked, Choice, Mode, Reply, SessionFact
from pares.stages.mentoring.rules import Closed, NotASession, NotTheirs, Over, refuse_day
from pares.stages.recruitment.actions import withdraw
from pares.stages.recruitment.models import Application


@dataclass(frozen=True)
class Met:
    """That the two met: a day (`about`: a guess), a length band, a mode."""

    on: date
    band: Band
    mode: Mode
    about: bool = False


@transaction.atomic
def agree(*, pair: Pair, terms: str, by: Person, at: datetime) -> Agreement:
    """Record that one partner accepts the agreement at the match; raises NotTheirs."""
    _refuse_strangers(pair, by)
    agreement, new = Agreement.objects.get_or_create(pair=pair, person=by, terms=terms, defaults={"at": at})
    if new:
        _note("agree", pair, by, at)
    return agreement


@transaction.atomic
def declare_sessions(*, pair: Pair, met: Sequence[Met], by: Person, at: datetime) -> list[SessionFact]:
    """Record sessions; the same pair and day is one session, whoever says so. All or none.

    Raises NotTheirs, Over, WrongDay, NotASession.
    """
    pair = _standing(pair, by)
    if not met:
        raise NotASession
    for each in met:
        refuse_day(pair, each.on, clock.local(at).date())
    facts = [_fact(pair, each) for each in met]
    _note("declare_sessions", pair, None, at)
    return facts


@transaction.atomic
def declare_together(*, pairs: Sequence[Pair], met: Sequence[Met], by: Person, at: datetime) -> list[SessionFact]:
    """Record the same sessions for several pairs of one mentor's group, or of one pair. All or none.

    Raises NotTheirs, Over, WrongDay, NotASession.
    """
    first, *others = pairs
    if any(each.mentor_id != first.mentor_id or not (each.in_group and by == each.mentor.person) for each in others):
        raise NotTheirs
    return [fact for pair in pairs for fact in declare_sessions(pair=pair, met=met, by=by, at=at)]


@transaction.atomic
def take_back_session(*, fact: SessionFact, by: Person, at: datetime) -> None:
    """Remove a session declared by mistake; removing it again changes nothing. Raises NotTheirs, Over."""
    pair = _standing(fact.pair, by)
    gone, _ = SessionFact.objects.filter(pk=fact.pk, pair=pair).delete()
    if gone:
        _note("take_back_session", pair, None, at)


@transaction.atomic
def ask_for_change(*, pair: Pair, by: Person, at: datetime) -> ChangeAsked:
    """Ask the leads for another partner, without a reason; asking twice is one request. Raises NotTheirs, Over."""
    pair = _standing(pair, by)
    asked, new = ChangeAsked.objects.get_or_create(pair=pair, person=by, answered_at=None, defaults={"at": at})
    if new:
        tell_leads("change_asked", f"change_asked:{asked.pk}", pair, at)
        _note("ask_for_change", pair, None, at)
    return asked


@transaction.atomic
def answer_change(*, pair: Pair, by: Person | None, at: datetime) -> int:
    """Record that a lead has answered a pair's requests; return how many."""
    answered = ChangeAsked.objects.filter(pair=pair, answered_at=None).update(answered_at=at)
    if answered:
        _note("answer_change", pair, by, at)
    return answered


@transaction.atomic
def leave(*, application: Application, by: Person, at: datetime) -> Application:
    """Let somebody stop altogether, without a reason: their pairs end, both sides get the same letter; once is enough.

    Whose part it may be is the actor's to say: one's own, or in a lead's cohort.
    """
    Cohort.objects.select_for_update().get(pk=application.cohort_id)
    mine = Pair.objects.filter(Q(mentor=application) | Q(mentee=application)).standing()
    for pair in mine.select_for_update(of=("self",)).order_by("pk"):
        close_pair(pair=pair, ended=Ended.LEFT, by=by, at=at)
    return withdraw(application=application, by=by, at=at)


@transaction.atomic
def ask_reply(*, pair: Pair, person: Person, at: datetime, asks: Asks = Asks.MEETING) -> Reply:
    """Return the question to put to a partner, whose `link` goes into the letter; the same one when asked again.

    Raises NotTheirs.
    """
    _refuse_strangers(pair, person)
    reply, _ = Reply.objects.get_or_create(pair=pair, person=person, asks=asks, defaults={"asked_at": at})
    return reply


@transaction.atomic
def answer(*, reply: Reply, choice: Choice | None, at: datetime) -> Reply:
    """Record an answer, or take it back (None); answering the same again changes nothing. Raises Closed."""
    pair = Pair.objects.held(reply.pair)
    if pair.ended_at is not None or pair.cohort.closed_at is not None:
        raise Closed
    said = choice.value if choice else ""
    given = {"choice": said, "answered_at": at if choice else None, "settled_at": None}
    if Reply.objects.filter(pk=reply.pk).exclude(choice=said).update(**given):
        if choice is Choice.CALL:
            tell_leads("call_asked", f"call_asked:{reply.pk}:{clock.local(at).date()}", pair, at)
        _note("answer", pair, None, at)
    reply.refresh_from_db()
    return reply


@transaction.atomic
def settle_call(*, reply: Reply, by: Person, at: datetime) -> Reply:
    """Record that a lead has called whoever asked for it; the first time counts."""
    if Reply.objects.filter(pk=reply.pk, choice=Choice.CALL, settled_at=None).update(settled_at=at):
        _note("settle_call", reply.pair, by, at)
    reply.refresh_from_db()
    return reply


def _fact(pair: Pair, met: Met) -> SessionFact:
    said = {"about": met.about, "band": met.band, "mode": met.mode}
    fact, _ = SessionFact.objects.get_or_create(pair=pair, on=met.on, defaults=said)
    return fact


def _standing(pair: Pair, by: Person) -> Pair:
    """Return one's own pair, locked; raises NotTheirs, Over."""
    _refuse_strangers(pair, by)
    pair = Pair.objects.held(pair)
    if pair.ended_at is not None:
        raise Over
    return pair


def _refuse_strangers(pair: Pair, person: Person) -> None:
    if person.pk not in {pair.mentor.person_id, pair.mentee.person_id}:
        raise NotTheirs


def tell_leads(kind: str, key: str, pair: Pair, at: datetime, page: str = "pairs/") -> None:
    """Write to the leads that something waits for them on a page of the cohort's; the letter names nobody."""
    cohort = pair.cohort
    leads = Membership.objects.filter(scheme=cohort.scheme, role=Role.LEAD, ended_at=None).select_related("person")
    for lead in leads:
        queue(
            kind=kind,
            key=f"{key}:{lead.person_id}",
            to=lead.person,
            values={"link": f"{settings.URL}/lead/{cohort.scheme.slug}/{cohort.slug}/{page}"},
            at=at,
            scheme=cohort.scheme,
            cohort=cohort,
        )


def _note(verb: str, pair: Pair, by: Person | None, at: datetime) -> None:
    # Who of the two declared a session, asked for a change or answered a letter stays out of the ledger: `by` is None.
    cohort = pair.cohort
    note(
        verb=f"mentoring.{verb}",
        by=by,
        at=at,
        kind="pair",
        thing=pair.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )
