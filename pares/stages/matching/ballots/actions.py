"""Announcing a ballot, drawing it, calling it off; and tickets for those who come later."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.stages.matching import pool
from pares.stages.matching.ballot import order_of_lots
from pares.stages.matching.ballots.models import Ballot, Ticket
from pares.stages.matching.ballots.rules import (
    AlreadyAnnounced,
    AlreadyDrawn,
    CalledOff,
    EnoughPlaces,
    places_are_short,
    refuse_seed,
    refuse_source,
    tidy,
)
from pares.stages.matching.rules import AlreadyConfirmed
from pares.stages.recruitment.models import Application


@transaction.atomic
def announce(*, cohort: Cohort, by: Person | None, at: datetime, source: str = "", seed: str = "") -> Ballot:
    """Give every mentee who waits a ticket and write to them where the seed will come from, or what it is.

    Raises AlreadyConfirmed, AlreadyAnnounced, EnoughPlaces, NoSource, SourceTooLong, BadSeed.
    """
    cohort = Cohort.objects.select_for_update().select_related("scheme").get(pk=cohort.pk)
    source, seed = tidy(source), tidy(seed)
    if standing := cohort.ballots.standing().first():
        if (standing.source, standing.seed) == (source, seed):
            return standing
        raise AlreadyAnnounced
    if seed:
        refuse_seed(seed)
    else:
        refuse_source(source)
    _refuse_confirmed(cohort)
    on = clock.local(at).date()
    if not places_are_short(cohort, on):
        raise EnoughPlaces
    waiting = list(pool.waiting_mentees(cohort, on))
    ballot = Ballot.objects.create(
        cohort=cohort, source=source, seed=seed, size=len(waiting), announced_by=by, published_at=at
    )
    # Neither names nor who came first may be read from the numbers.
    waiting.sort(key=lambda each: sha256(f"{ballot.pk}/{each.pk}".encode()).digest())
    for ticket in _give(ballot, waiting, first=1):
        _tell("ballot_announced", ticket, at)
    _note("announce_ballot", ballot, by, at)
    return ballot


@transaction.atomic
def draw(*, ballot: Ballot, by: Person | None, at: datetime, seed: str = "") -> Ballot:
    """Order the tickets by the seed, entered now or announced before; a second draw changes nothing.

    Raises AlreadyConfirmed, CalledOff, NoSeed, BadSeed.
    """
    ballot = _held(ballot)
    if ballot.drawn_at is not None:
        return ballot
    _refuse_confirmed(ballot.cohort)
    if ballot.called_off_at is not None:
        raise CalledOff
    ballot.seed = ballot.seed or tidy(seed)
    refuse_seed(ballot.seed)
    ballot.drawn_at, ballot.drawn_by = at, by
    ballot.save(update_fields=["seed", "drawn_at", "drawn_by"])
    lots = {number: lot for lot, number in enumerate(order_of_lots(ballot.seed, ballot.size), 1)}
    tickets = list(ballot.tickets.all())
    for ticket in tickets:
        ticket.lot = lots.get(ticket.number, ticket.number)
    Ticket.objects.bulk_update(tickets, ["lot"])
    _note("draw_ballot", ballot, by, at)
    give_late_tickets(cohort=ballot.cohort, at=at)
    return ballot


@transaction.atomic
def call_off(*, ballot: Ballot, by: Person | None, at: datetime) -> Ballot:
    """Let an announced ballot count no longer, and write so to everybody with a ticket. Raises AlreadyDrawn."""
    ballot = _held(ballot)
    if ballot.drawn_at is not None:
        raise AlreadyDrawn
    if ballot.called_off_at is None:
        ballot.called_off_at = at
        ballot.save(update_fields=["called_off_at"])
        for ticket in ballot.tickets.select_related("ballot__cohort__scheme", "application__person"):
            if ticket.application.is_in:
                _tell("ballot_called_off", ticket, at)
        _note("call_off_ballot", ballot, by, at)
    return ballot


@transaction.atomic
def give_late_tickets(*, cohort: Cohort, at: datetime) -> list[Ticket]:
    """Give a ticket behind all others to mentees who wait and have none, in the order they signed up; return those.

    Nothing happens where no ballot stands or the match is confirmed.
    """
    ballot = Ballot.objects.standing().select_related("cohort__scheme").filter(cohort=cohort).first()
    if ballot is None or cohort.proposals.confirmed().exists():
        return []
    waiting = pool.waiting_mentees(cohort, clock.local(at).date())
    late = list(waiting.exclude(tickets__ballot=ballot).order_by("applied_at", "pk"))
    last = ballot.tickets.aggregate(last=Max("number"))["last"] or 0
    tickets = _give(ballot, late, first=max(last, ballot.size) + 1)
    for ticket in tickets:
        _tell("ballot_late", ticket, at)
    return tickets


def _give(ballot: Ballot, mentees: Iterable[Application], *, first: int) -> list[Ticket]:
    """Give tickets with numbers from the first on; once lots are drawn a late one's turn is its number."""
    drawn = ballot.drawn_at is not None
    return Ticket.objects.bulk_create(
        Ticket(ballot=ballot, application=mentee, number=number, lot=number if drawn else None)
        for number, mentee in enumerate(mentees, first)
    )


def _held(ballot: Ballot) -> Ballot:
    """Return the ballot, its cohort locked for this transaction."""
    Cohort.objects.select_for_update().get(pk=ballot.cohort_id)
    return Ballot.objects.select_related("cohort__scheme").get(pk=ballot.pk)


def _refuse_confirmed(cohort: Cohort) -> None:
    if cohort.proposals.confirmed().exists():
        raise AlreadyConfirmed


def _tell(kind: str, ticket: Ticket, at: datetime) -> None:
    ballot = ticket.ballot
    told = f"It is fixed now: {ballot.seed}" if ballot.seed else f"It will come from: {ballot.source}"
    queue(
        kind=kind,
        key=f"{kind}:{ticket.pk}",
        to=ticket.application.person,
        values={
            "ticket": str(ticket.number),
            "tickets": str(ballot.size),
            "seed": told,
            "link": f"{settings.URL}/mentee/ballot/{ticket.application_id}/",
        },
        at=at,
        scheme=ballot.cohort.scheme,
        cohort=ballot.cohort,
        about=ticket.application_id,
    )


def _note(verb: str, ballot: Ballot, by: Person | None, at: datetime) -> None:
    cohort = ballot.cohort
    note(
        verb=f"matching.{verb}", by=by, at=at, kind="ballot", thing=ballot.pk, scheme=cohort.scheme_id, cohort=cohort.pk
    )
