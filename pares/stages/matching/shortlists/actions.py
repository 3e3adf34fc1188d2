"""Letting mentees choose, hearing their answers, and ending it; dated letters are written in `reminders`."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.stages.matching.shortlists import rules
from pares.stages.matching.shortlists.answering import Answer, Way, as_wishes
from pares.stages.matching.shortlists.drawn import Drawn, drawn
from pares.stages.matching.shortlists.models import Choosing, Ended, Shortlist, Shortlisted
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.forgetting import forget_choices
from pares.stages.recruitment.models import Application

INVITATION, MENTORS_TOLD = "shortlist_invitation", "shortlist_mentors"


@transaction.atomic
def open_choosing(*, cohort: Cohort, closes_on: date, by: Person | None, at: datetime) -> Choosing:
    """Give each mentee who waits a shortlist and write to them, and to the mentors who are shown; return what is open.

    Doing it again, or a second lead doing it, changes nothing until it has ended. Who is asked once more begins afresh.
    Raises AlreadyConfirmed, CohortOver, ChangesNothing, BadLastDay, NobodyCanChoose.
    """
    cohort = Cohort.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=cohort.pk)
    if there := cohort.choosings.under_way().newest():
        return there
    rules.refuse_opening(cohort)
    today = clock.local(at).date()
    rules.refuse_day(cohort, closes_on, today)
    found = drawn(cohort, today)
    if not found.asked:
        raise rules.NobodyCanChoose
    if cohort.choosings.exists():
        asked = [UUID(mentee) for mentee, names in found.lists.items() if names]
        forget_choices(cohort=cohort, of=asked, by=by, at=at)
    choosing = Choosing.objects.create(cohort=cohort, opened_at=at, opened_by=by, closes_on=closes_on)
    _keep(choosing, found)
    _write(choosing, at)
    _note("open_choosing", choosing, by, at)
    return choosing


@transaction.atomic
def extend(*, choosing: Choosing, closes_on: date, by: Person | None, at: datetime) -> Choosing:
    """Let mentees choose for longer; raises Over, BadLastDay."""
    choosing = _held(choosing)
    today = clock.local(at).date()
    if not choosing.is_open(today):
        raise rules.Over
    rules.refuse_day(choosing.cohort, closes_on, today)
    rules.refuse_sooner(choosing, closes_on)
    if closes_on != choosing.closes_on:
        choosing.closes_on, choosing.reminded_on = closes_on, None
        choosing.save(update_fields=["closes_on", "reminded_on"])
        _note("extend_choosing", choosing, by, at)
    return choosing


@transaction.atomic
def end_choosing(*, choosing: Choosing, by: Person | None, at: datetime, ended: Ended = Ended.LEAD) -> Choosing:
    """Take no more answers; doing it again changes nothing."""
    choosing = _held(choosing)
    if choosing.ended_at is None:
        choosing.ended_at, choosing.ended = at, ended
        choosing.save(update_fields=["ended_at", "ended"])
        _note("end_choosing", choosing, by, at)
    return choosing


@transaction.atomic
def answer(*, shortlist: Shortlist, given: Answer, at: datetime) -> Shortlist:
    """Keep what a mentee answers, sealed, in place of what they answered before.

    Mentors who have withdrawn meanwhile count as not chosen. Raises Over, NotTakingPart, NotOnTheList, TooLate.
    """
    if not _held(shortlist.choosing).is_open(clock.local(at).date()):
        raise rules.Over
    shortlist = Shortlist.objects.select_related("mentee").get(pk=shortlist.pk)
    if not shortlist.mentee.is_in:
        raise rules.NotTakingPart
    lines = shortlist.lines.order_by("place").values_list("mentor__person", flat=True)
    there = {str(each) for each in shortlist.lines.in_words().values_list("mentor__person", flat=True)}
    chosen = set(given.order)
    if not chosen <= there or len(chosen) < len(given.order) or (given.way is Way.ORDER and not chosen):
        raise rules.NotOnTheList
    recruitment.choose(application=shortlist.mentee, chosen=as_wishes(given, [str(each) for each in lines]), at=at)
    shortlist.answered_at = at
    shortlist.save(update_fields=["answered_at"])
    return shortlist


@transaction.atomic
def mark_reminded(*, choosing: Choosing, on: date, at: datetime) -> bool:
    """Record that reminders were written; return whether it is so now for the first time."""
    due = Choosing.objects.filter(pk=choosing.pk, reminded_on=None, ended_at=None)
    first = bool(due.update(reminded_on=on))
    if first:
        _note("remind_of_shortlists", choosing, None, at)
    return first


@transaction.atomic
def match_made(*, cohort: Cohort, by: Person | None, at: datetime) -> None:
    """End choosing and erase all shortlists once the match is confirmed; what was chosen stays sealed as wishes do."""
    for choosing in cohort.choosings.under_way():
        end_choosing(choosing=choosing, by=by, at=at, ended=Ended.CONFIRMED)
    Shortlist.objects.filter(choosing__cohort=cohort).delete()


@transaction.atomic
def forget_over(*, at: datetime) -> int:
    """Erase what is left of choosing once a cohort's last day is over; return how many times it was open."""
    over = Choosing.objects.of_cohorts_over(clock.local(at).date())
    number = over.count()
    if number:
        over.delete()
        note(verb="matching.forget_shortlists", by=None, at=at, kind="choosing")
    return number


def _keep(choosing: Choosing, found: Drawn) -> None:
    asked = {mentee: names for mentee, names in found.lists.items() if names}
    lists = {mentee: Shortlist(choosing=choosing, mentee_id=UUID(mentee)) for mentee in asked}
    Shortlist.objects.bulk_create(lists.values())
    Shortlisted.objects.bulk_create(
        Shortlisted(shortlist=lists[mentee], mentor_id=UUID(mentor), place=place)
        for mentee, names in asked.items()
        for place, mentor in enumerate(names, 1)
    )


def _write(choosing: Choosing, at: datetime) -> None:
    """Write to the mentees who may choose, and to the mentors they are shown."""
    for each in choosing.shortlists.select_related("mentee__person").order_by("pk"):
        _letter(INVITATION, choosing, each.mentee, address(each.mentee), each.pk, at)
    shown = Application.objects.filter(pk__in=Shortlisted.objects.filter(shortlist__choosing=choosing).values("mentor"))
    for mentor in shown.select_related("person").order_by("pk"):
        _letter(MENTORS_TOLD, choosing, mentor, f"{settings.URL}/taking-part/{mentor.pk}/", mentor.pk, at)


def _letter(  # noqa: PLR0913, PLR0917 - what a letter is made of
    kind: str, choosing: Choosing, to: Application, link: str, about: UUID, at: datetime
) -> None:
    queue(
        kind=kind,
        key=f"{kind}:{choosing.pk}:{to.pk}",
        to=to.person,
        values={"closes_on": in_words(choosing.closes_on), "link": link},
        at=at,
        scheme=choosing.cohort.scheme,
        cohort=choosing.cohort,
        about=about,
    )


def address(mentee: Application) -> str:
    """Return where a mentee chooses, for letters."""
    return f"{settings.URL}/mentee/shortlist/{mentee.pk}/"


def _held(choosing: Choosing) -> Choosing:
    """Return it as it stands, its cohort held for this transaction, as whoever confirms the match holds it."""
    Cohort.objects.select_for_update(of=("self",)).get(pk=choosing.cohort_id)
    return Choosing.objects.select_related("cohort__scheme").get(pk=choosing.pk)


def _note(verb: str, choosing: Choosing, by: Person | None, at: datetime) -> None:
    cohort = choosing.cohort
    where = {"scheme": cohort.scheme_id, "cohort": cohort.pk}
    note(verb=f"matching.{verb}", by=by, at=at, kind="choosing", thing=choosing.pk, **where)
