"""Applying, being accepted or not, stepping back."""

from datetime import date, datetime

from django.db import transaction

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.stages.recruitment import wishes
from pares.stages.recruitment.given import Given
from pares.stages.recruitment.models import Application, Part, Source, State, Wish
from pares.stages.recruitment.rules import AlreadyOtherPart, TooLate

_KEPT_WORDS = ("team", "previous_post", "supervisors", "exam", "video", "travel_minutes", "capacity", "about")
_GONE = (State.DECLINED, State.WITHDRAWN, State.OPTED_OUT)


@transaction.atomic
def apply(  # noqa: PLR0913 - an application is made of these
    *,
    cohort: Cohort,
    person: Person,
    part: Part,
    given: Given,
    terms: str,
    by: Person | None,
    at: datetime,
    source: Source = Source.SIGN_UP,
) -> Application:
    """Return the person's application, new or changed; it counts once its address is confirmed.

    `terms` is the version of the agreement accepted, empty where somebody is on a list and has accepted nothing yet.
    Raises AlreadyOtherPart.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = Application.objects.filter(cohort=cohort, person=person).first()
    if known is not None and known.part != part:
        raise AlreadyOtherPart(AlreadyOtherPart.sentence.format(part=f"a {known.part}"), field="email")
    application = known or Application(cohort=cohort, person=person, part=part, source=source, applied_at=at)
    if known is None or known.state in _GONE:
        application.state = State.UNCONFIRMED if source == Source.SIGN_UP else State.RECEIVED
    if terms:
        application.terms, application.agreed_at = terms, at
    _take_in(application, given)
    _note("apply", application, by, at)
    return application


@transaction.atomic
def confirm_address(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Count an application whose owner proved the address; a letter says what happens next. Once is enough."""
    waiting = Application.objects.filter(pk=application.pk, state=State.UNCONFIRMED)
    if waiting.update(state=State.RECEIVED, confirmed_at=at):
        _write("application_received", application, at)
        _note("confirm_address", application, by, at)
    application.refresh_from_db()
    return application


@transaction.atomic
def accept(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Accept somebody who applied."""
    return _move(application, State.ACCEPTED, (State.RECEIVED, State.DECLINED), "accept", by, at)


@transaction.atomic
def decline(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Tell somebody it is not this time."""
    before = application.state
    application = _move(application, State.DECLINED, (State.RECEIVED, State.ACCEPTED), "decline", by, at)
    if before != State.DECLINED and application.state == State.DECLINED:
        _write("not_this_time", application, at)
    return application


@transaction.atomic
def withdraw(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Step back, before or after the match; a standing pair is ended where pairs are ended, by the caller."""
    left = (State.UNCONFIRMED, State.RECEIVED, State.ACCEPTED, State.NOTICED)
    return _move(application, State.WITHDRAWN, left, "withdraw", by, at)


@transaction.atomic
def give_notice(
    *, application: Application, address_from: str, answer_by: date, by: Person | None, at: datetime
) -> Application:
    """Tell somebody on an opt-out list where the address came from, why, and until when to say no."""
    listed = Application.objects.filter(pk=application.pk, state=State.RECEIVED, source=Source.LIST, answer_by=None)
    if listed.update(state=State.NOTICED, address_from=address_from, answer_by=answer_by):
        application.refresh_from_db()
        _write("opt_out_notice", application, at, address_from=address_from, answer_by=_in_words(answer_by))
        _note("give_notice", application, by, at)
    return application


@transaction.atomic
def opt_out(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Say no; nothing more is sent."""
    return _move(application, State.OPTED_OUT, (State.NOTICED, State.RECEIVED, State.ACCEPTED), "opt_out", by, at)


@transaction.atomic
def set_leave(*, application: Application, on_leave: bool, by: Person | None, at: datetime) -> Application:
    """Say whether somebody is away for this cohort, and so cannot be matched."""
    Application.objects.filter(pk=application.pk).update(on_leave=on_leave)
    _note("set_leave", application, by, at)
    application.refresh_from_db()
    return application


@transaction.atomic
def change_wishes(*, application: Application, given: Given, by: Person | None, at: datetime) -> Application:
    """Replace what somebody wants of the match; raises TooLate once they are matched."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.pairs_as_mentee.exists() or application.pairs_as_mentor.exists():
        raise TooLate
    _take_in(application, given)
    _note("change_wishes", application, by, at)
    return application


@transaction.atomic
def forget_wishes(*, cohort: Cohort, by: Person | None, at: datetime) -> int:
    """Erase every wish of a cohort, on its last day; return how many."""
    erased, _ = Wish.objects.filter(application__cohort=cohort).delete()
    note(verb="recruitment.forget_wishes", by=by, at=at, kind="cohort", thing=cohort.pk, scheme=cohort.scheme_id)
    return erased


def _take_in(application: Application, given: Given) -> None:
    application.grade, application.site, application.specialty = given.grade, given.site, given.specialty
    application.availability, application.experience = list(given.availability), list(given.experience)
    for name in _KEPT_WORDS:
        setattr(application, name, getattr(given, name))
    application.save()
    application.topics.set(given.topics)
    application.wishes.all().delete()
    Wish.objects.bulk_create(wishes.sealed_wish(wish, application) for wish in given.wishes)


def _move(  # noqa: PLR0913, PLR0917 - one line a move
    application: Application, to: State, allowed: tuple[State, ...], verb: str, by: Person | None, at: datetime
) -> Application:
    if Application.objects.filter(pk=application.pk, state__in=allowed).update(state=to):
        _note(verb, application, by, at)
    application.refresh_from_db()
    return application


def _write(kind: str, application: Application, at: datetime, **more: str) -> None:
    cohort, person = application.cohort, application.person
    queue(
        kind=f"{kind}_{application.part}" if kind == "application_received" else kind,
        key=f"{kind}:{application.pk}",
        to=person,
        values={"name": person.name, "scheme_name": cohort.scheme.name, "cohort_name": cohort.name, **more},
        at=at,
        scheme=cohort.scheme,
        cohort=cohort,
        about=application.pk,
    )


def _note(verb: str, application: Application, by: Person | None, at: datetime) -> None:
    cohort = application.cohort
    note(
        verb=f"recruitment.{verb}",
        by=by,
        at=at,
        kind="application",
        thing=application.pk,
        scheme=cohort.scheme_id,
        cohort=cohort.pk,
    )


def _in_words(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
