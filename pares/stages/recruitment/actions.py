"""Applying, being accepted or not, stepping back."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.files.tables import Table
from pares.ground.ledger.actions import note
from pares.ground.letters.actions import queue, skip
from pares.ground.letters.models import Letter
from pares.ground.people.actions import add_personal_address, meet_all
from pares.ground.people.models import Person
from pares.stages.recruitment import links, rules, wishes
from pares.stages.recruitment.columns import Meaning, suggest
from pares.stages.recruitment.given import Given, GivenWish
from pares.stages.recruitment.models import (
    FROM_A_SHORTLIST,
    NOTICE,
    Application,
    Applications,
    Part,
    Source,
    State,
    Upload,
    Uploads,
    Wish,
)
from pares.stages.recruitment.outcomes import Outcome, Planned
from pares.stages.recruitment.rules import AlreadyApplied, AlreadyListed, AlreadyOtherPart, Matched, TooLate, in_words

_ELSEWHERE = {"topics", "wishes"}


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
    """Return the person's new application; a sign-up counts once its address is confirmed, and until then starts over.

    `terms` is the version of the agreement accepted, empty where somebody is on a list and has accepted nothing yet.
    Raises AlreadyOtherPart, AlreadyApplied: who takes part, or did, changes that signed in.
    """
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    known = Application.objects.filter(cohort=cohort, person=person).first()
    if known is not None and known.state != State.UNCONFIRMED:
        raise AlreadyOtherPart(part=known.part) if known.part != part else AlreadyApplied(field="email")
    application = known or Application(cohort=cohort, person=person)
    application.part, application.source, application.applied_at = part, source, at
    application.state = State.UNCONFIRMED if source == Source.SIGN_UP else State.RECEIVED
    application.terms, application.agreed_at = terms, at if terms else None
    _take_in(application, given)
    _note("apply", application, by, at)
    return application


@transaction.atomic
def put_on_list(  # noqa: PLR0913 - what a lead says of one person
    *,
    cohort: Cohort,
    person: Person,
    part: Part,
    given: Given,
    address_from: str,
    answer_by: date | None,
    by: Person,
    at: datetime,
) -> Application:
    """Return the application of somebody a lead adds by hand; in an opt-out cohort the notice is written too.

    Raises AlreadyOtherPart, AlreadyListed.
    """
    try:
        made = apply(cohort=cohort, person=person, part=part, given=given, terms="", by=by, at=at, source=Source.LIST)
    except AlreadyApplied as refused:
        raise AlreadyListed(field="email") from refused
    if answer_by is None:
        return made
    return give_notice(application=made, address_from=address_from, answer_by=answer_by, by=by, at=at)


@transaction.atomic
def keep_list(  # noqa: PLR0913 - what a list comes with
    *,
    cohort: Cohort,
    part: Part,
    file_name: str,
    table: Table,
    by: Person,
    at: datetime,
    address_from: str = "",
    answer_by: date | None = None,
) -> Upload:
    """Keep a list as it was read, its columns named as far as they can be guessed; nobody is taken in yet."""
    upload = Upload(
        cohort=cohort,
        part=part,
        file_name=file_name[:200],
        address_from=address_from,
        answer_by=answer_by,
        notes=table.notes,
        headings=table.headings,
        rows=[[row.number, *row.cells] for row in table.rows],
        brought_by=by,
        brought_at=at,
    )
    alike = Upload.objects.alike(upload)
    upload.columns = alike.columns if alike else suggest(table.headings, [row.cells for row in table.rows])
    upload.save(force_insert=True)
    note(verb="recruitment.keep_list", by=by, at=at, kind="upload", thing=upload.pk, **_where(cohort))
    return upload


@transaction.atomic
def name_columns(*, upload: Upload, columns: Mapping[Meaning, int]) -> Upload:
    """Say which column of a list means what."""
    upload.columns = {meaning.value: place for meaning, place in columns.items()}
    upload.save(update_fields=["columns"])
    return upload


@transaction.atomic
def bring_in(*, upload: Upload, planned: Sequence[Planned], by: Person | None, at: datetime) -> Upload:
    """Take in everybody on a checked list in one go, and empty it; doing it again changes nothing."""
    Cohort.objects.select_for_update().get(pk=upload.cohort_id)
    upload = Upload.objects.select_for_update().select_related("cohort__scheme").get(pk=upload.pk)
    if upload.taken_at is not None:
        return upload
    new = [each for each in planned if each.outcome is Outcome.NEW]
    people = meet_all(names={each.line.email: each.line.name for each in new}, at=at)
    made = [_listed(upload, each, people[each.line.email], at) for each in new]
    Application.objects.bulk_create(made, batch_size=500)
    _put_topics(zip(made, new, strict=True))
    for each in planned:
        if each.outcome is Outcome.CHANGED:
            _change_listed(upload, each, by, at)
    for each, person in ((each, people[each.line.email]) for each in new if each.line.personal_email):
        if not person.personal_email:
            add_personal_address(person=person, email=each.line.personal_email, by=by, at=at)
    upload.counts, upload.rows, upload.taken_at = Counter(each.outcome.value for each in planned), [], at
    upload.save(update_fields=["counts", "rows", "taken_at"])
    note(verb="recruitment.bring_in", by=by, at=at, kind="upload", thing=upload.pk, **_where(upload.cohort))
    return upload


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
    """Tell somebody on an opt-out list where the address came from, why, and until when to say no; once."""
    listed = Application.objects.filter(
        pk=application.pk, source=Source.LIST, state__in=[State.RECEIVED, State.NOTICED]
    )
    if listed.update(state=State.NOTICED, address_from=address_from, answer_by=answer_by):
        application.refresh_from_db()
        link = f"{settings.URL}/listed/{links.token(application.pk)}/"
        _write(NOTICE, application, at, address_from=address_from, answer_by=in_words(answer_by), link=link)
        _note("give_notice", application, by, at)
    return application


@transaction.atomic
def opt_out(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Say no; nothing more is sent, and a notice still on its way is kept back. Raises Matched."""
    if rules.has_partner(application):
        raise Matched
    for letter in Letter.objects.concerning(application.pk).filter(kind=NOTICE).unsent():
        skip(letter=letter, why="The person said no.", at=at, by=by)
    return _move(application, State.OPTED_OUT, (State.NOTICED, State.RECEIVED, State.ACCEPTED), "opt_out", by, at)


@transaction.atomic
def come_back(*, application: Application, by: Person | None, at: datetime) -> Application:
    """Take part after all, after saying no or withdrawing; who was on an opt-out list is so again."""
    back = State.NOTICED if application.answer_by and application.source == Source.LIST else State.RECEIVED
    return _move(application, back, (State.OPTED_OUT, State.WITHDRAWN), "come_back", by, at)


@transaction.atomic
def look_at(*, application: Application, by: Person, at: datetime) -> None:
    """Record that a lead looked at somebody's page: who is looked at can see it."""
    _note("look_at", application, by, at)


@transaction.atomic
def set_leave(*, application: Application, on_leave: bool, by: Person | None, at: datetime) -> Application:
    """Say whether somebody is away for this cohort, and so cannot be matched."""
    if Application.objects.filter(pk=application.pk, on_leave=not on_leave).update(on_leave=on_leave):
        _note("set_leave", application, by, at)
    application.refresh_from_db()
    return application


@transaction.atomic
def change_wishes(*, application: Application, given: Given, by: Person | None, at: datetime) -> Application:
    """Replace what somebody wants of the match, not what they chose from a shortlist; raises TooLate once matched."""
    application = _unmatched(application)
    chosen = tuple(wish for wish in wishes.of(application) if wish.kind in FROM_A_SHORTLIST)
    _take_in(application, replace(given, wishes=(*given.wishes, *chosen)))
    _note("change_wishes", application, by, at)
    return application


@transaction.atomic
def choose(*, application: Application, chosen: Iterable[GivenWish], at: datetime) -> Application:
    """Replace what somebody chose from a shortlist, all other wishes as they are; raises TooLate once matched."""
    application = _unmatched(application)
    others = [wish for wish in wishes.of(application) if wish.kind not in FROM_A_SHORTLIST]
    application.wishes.all().delete()
    Wish.objects.bulk_create(wishes.sealed_wish(wish, application) for wish in (*others, *chosen))
    # The cohort and not the person: the ledger outlives the lists, and nobody reads who has chosen.
    cohort = application.cohort
    note(verb="recruitment.choose", by=None, at=at, kind="cohort", thing=cohort.pk, scheme=cohort.scheme_id)
    return application


@transaction.atomic
def forget_wishes(*, cohort: Cohort, by: Person | None, at: datetime) -> int:
    """Erase every wish of a cohort, on its last day; return how many."""
    erased, _ = Wish.objects.filter(application__cohort=cohort).delete()
    note(verb="recruitment.forget_wishes", by=by, at=at, kind="cohort", thing=cohort.pk, scheme=cohort.scheme_id)
    return erased


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> int:
    """Delete sign-ups whose address nobody proved within 7 days; return how many."""
    return _forget(Application.objects.unproved(at - rules.UNPROVED_KEPT), "forget_unconfirmed", "application", at)


@transaction.atomic
def forget_uploads(*, at: datetime) -> int:
    """Delete lists 7 days after they were brought in, whether taken in or not; return how many."""
    return _forget(Upload.objects.brought_until(at - rules.LIST_KEPT), "forget_uploads", "upload", at)


def _unmatched(application: Application) -> Application:
    """Return the application, held for this transaction; raises TooLate once the person is matched."""
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.pairs_as_mentee.exists() or application.pairs_as_mentor.exists():
        raise TooLate
    return application


def _take_in(application: Application, given: Given) -> None:
    _answer(application, {each.name: getattr(given, each.name) for each in fields(given)})
    application.save()
    application.topics.set(given.topics)
    application.wishes.all().delete()
    Wish.objects.bulk_create(wishes.sealed_wish(wish, application) for wish in given.wishes)


def _answer(application: Application, told: Mapping[str, Any]) -> None:
    """Put answers into the application's own columns; topics and wishes stand elsewhere."""
    for name, value in told.items():
        if name not in _ELSEWHERE:
            setattr(application, name, list(value) if isinstance(value, tuple) else value)


def _listed(upload: Upload, planned: Planned, person: Person, at: datetime) -> Application:
    applied_on = planned.line.applied_on
    applied_at = clock.morning(applied_on) if applied_on else at
    made = Application(cohort=upload.cohort, person=person, part=upload.part, source=Source.LIST, applied_at=applied_at)
    _answer(made, planned.line.told)
    _list(made, upload)
    return made


def _list(application: Application, upload: Upload) -> None:
    """Let the application count: at once, or on an opt-out list after its notice."""
    application.state = State.NOTICED if upload.answer_by else State.RECEIVED
    application.address_from, application.answer_by = upload.address_from, upload.answer_by


def _change_listed(upload: Upload, planned: Planned, by: Person | None, at: datetime) -> None:
    application = planned.application
    if application is None:
        return
    _answer(application, planned.changes)
    if application.state == State.UNCONFIRMED:
        application.source = Source.LIST
        _list(application, upload)
    application.save()
    if "topics" in planned.changes:
        application.topics.set(planned.changes["topics"])
    if "personal_email" in planned.changes:
        add_personal_address(person=application.person, email=planned.changes["personal_email"], by=by, at=at)
    _note("change_listed", application, by, at)


def _put_topics(made: Iterable[tuple[Application, Planned]]) -> None:
    link = Application.topics.through
    rows = [
        link(application_id=application.pk, topic_id=topic.pk)
        for application, planned in made
        for topic in planned.line.told.get("topics", ())
    ]
    link._default_manager.bulk_create(rows, batch_size=500)  # noqa: SLF001 - the table between has no other


def _move(  # noqa: PLR0913, PLR0917 - one line a move
    application: Application, to: State, allowed: tuple[State, ...], verb: str, by: Person | None, at: datetime
) -> Application:
    if Application.objects.filter(pk=application.pk, state__in=allowed).update(state=to):
        _note(verb, application, by, at)
    application.refresh_from_db()
    return application


def _write(kind: str, application: Application, at: datetime, **more: str) -> None:
    cohort, person = application.cohort, application.person
    known = {
        "name": str(person),
        "starts_on": in_words(cohort.starts_on),
        "home_link": f"{settings.URL}/taking-part/{application.pk}/",
    }
    queue(
        kind=f"{kind}_{application.part}" if kind == "application_received" else kind,
        key=f"{kind}:{application.pk}",
        to=person,
        values=known | more,
        at=at,
        scheme=cohort.scheme,
        cohort=cohort,
        about=application.pk,
    )


def _forget(rows: Applications | Uploads, verb: str, kind: str, at: datetime) -> int:
    number = rows.count()
    if number:
        rows.delete()
        note(verb=f"recruitment.{verb}", by=None, at=at, kind=kind)
    return number


def _where(cohort: Cohort) -> dict[str, UUID]:
    return {"scheme": cohort.scheme_id, "cohort": cohort.pk}


def _note(verb: str, application: Application, by: Person | None, at: datetime) -> None:
    where = _where(application.cohort)
    note(verb=f"recruitment.{verb}", by=by, at=at, kind="application", thing=application.pk, **where)
