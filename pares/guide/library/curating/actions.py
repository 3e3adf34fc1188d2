"""Asking owners, recording what they say, changing licences with a reason, and keeping how links answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.ledger.actions import note
from pares.ground.letters import actions as letters
from pares.ground.letters.merge import clean
from pares.ground.people.models import Person
from pares.guide.library import actions as library
from pares.guide.library.curating import asking, rules
from pares.guide.library.curating.models import (
    LicenceChange,
    LinkCheck,
    Outcome,
    OwnerSaid,
    PermissionRequest,
    being_asked_before,
)
from pares.guide.library.models import KeptFile, Resource
from pares.guide.library.rules import Claim, State

ADDED = "The record was added."
# As long as a record's address may be.
LONGEST_ADDRESS = 500
ANSWER_KEPT = "Answer of the owner of {day}, kept by the editors."


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: what it was called, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Look:
    """How one link answered: where it stands in words, the page it stands on, and whose record it is, if any."""

    place: str
    page: str
    link: str
    outcome: Outcome
    why: str
    status: int | None = None
    moved_to: str = ""
    resource: UUID | None = None


@transaction.atomic
def add_record(*, claim: Claim, by: Person, at: datetime, **described: Any) -> Resource:
    """Add a record to the library and begin the history of its licence; raises NoWebAddress or as `library.add`."""
    described["link"] = rules.address(described["link"])
    resource = library.add(claim=claim, by=by, at=at, **described)
    _remember(resource, "", claim.evidence or ADDED, by, at)
    return resource


@transaction.atomic
def describe_record(*, resource: Resource, by: Person, at: datetime, **described: Any) -> Resource:
    """Change what a record says but for its licence; raises NoWebAddress."""
    described["link"] = rules.address(described["link"])
    return library.describe(resource=resource, by=by, at=at, **described)


@transaction.atomic
def change_licence(*, resource: Resource, claim: Claim, why: str, by: Person | None, at: datetime) -> Resource:
    """Say anew what is known of a licence, and keep who said so, when and why; raises NoReason or what is wrong."""
    if not clean(why):
        raise rules.NoReason(field="why")
    was = Resource.objects.select_for_update().get(pk=resource.pk).state
    library.state_licence(resource=resource, claim=claim, by=by, at=at)
    _remember(resource, was, clean(why), by, at)
    return resource


@transaction.atomic
def take_new_address(*, resource: Resource, by: Person, at: datetime) -> Resource:
    """Let a record lead to where its link has moved for good; raises NotMoved where the last look found no such."""
    moved = LinkCheck.objects.moved().filter(resource=resource, link=resource.link).first()
    if moved is None:
        raise rules.NotMoved
    library.describe(resource=resource, link=moved.moved_to, by=by, at=at)
    LinkCheck.objects.filter(pk=moved.pk).delete()
    return resource


@transaction.atomic
def write_letter(  # noqa: PLR0913 - a letter has these parts
    *,
    resource: Resource,
    audience: str,
    adapt: bool,
    asked_of: str,
    address: str,
    subject: str,
    text: str,
    by: Person,
    at: datetime,
) -> PermissionRequest:
    """Write the letter to an owner, to be sent later; the same again changes it.

    Raises SentAlready where one has left and is not answered, AllowedAlready, TakenOut, or what the letter lacks.
    """
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    request = PermissionRequest.objects.filter(resource=resource, reply="").first()
    if request and request.sent_on:
        raise rules.SentAlready
    rules.may_ask(resource, audience, adapt=adapt, on=clock.local(at).date())
    asked_of, address, subject, text = rules.letter(asked_of=asked_of, address=address, subject=subject, text=text)
    request = request or PermissionRequest(resource=resource, asked_by=by, asked_at=at)
    request.asked_of, request.address, request.subject, request.letter = asked_of, address, subject, text
    request.asked_for, request.asks_to_adapt = audience, adapt
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        raise rules.AskedAlready from error
    _note("library.write_letter", request, by, at)
    return request


@transaction.atomic
def discard(*, request: PermissionRequest, by: Person, at: datetime) -> None:
    """Throw a letter away that has not left; one that has left stays."""
    gone, _ = PermissionRequest.objects.filter(pk=request.pk, sent_on=None, reply="").delete()
    if gone:
        _note("library.discard", request, by, at)


@transaction.atomic
def send(*, request: PermissionRequest, by: Person, at: datetime) -> PermissionRequest:
    """Send the letter through the outbox; once sent, the same again changes nothing. Raises NoAddress."""
    request = _locked(request)
    if request.sent_on:
        return request
    if not request.address:
        raise rules.NoAddress(field="address")
    _post(asking.ASK, f"{asking.ASK}:{request.pk}", request, request.subject, request.letter, by, at)
    return _sent(request, clock.local(at).date(), by, at)


@transaction.atomic
def record_sent(*, request: PermissionRequest, on: date, by: Person, at: datetime) -> PermissionRequest:
    """Record that an editor sent the letter in some other way on a day; raises NotInFuture."""
    request = _locked(request)
    if request.sent_on:
        return request
    if on > clock.local(at).date():
        raise rules.NotInFuture(field="sent_on")
    return _sent(request, on, by, at)


@transaction.atomic
def chase(  # noqa: PLR0913 - a letter has these parts
    *, request: PermissionRequest, time: int, subject: str, text: str, post: bool, by: Person, at: datetime
) -> PermissionRequest:
    """Ask an owner again, for the `time`-th time, through the outbox where `post` says so; dates the next time.

    The same time again changes nothing. Raises NoAddress, NotSentYet, AnsweredAlready, or what the letter lacks.
    """
    request = _locked(request)
    if request.chased >= time and not request.reply:
        return request
    rules.is_open(request)
    _, _, subject, text = rules.letter(asked_of=request.asked_of, address="", subject=subject, text=text)
    if post and not request.address:
        raise rules.NoAddress
    if post:
        _post(asking.CHASE, f"{asking.CHASE}:{request.pk}:{time}", request, subject, text, by, at)
    request.chased, request.chase_on = time, clock.local(at).date() + rules.CHASE_AFTER
    request.save(update_fields=["chased", "chase_on"])
    _note("library.chase", request, by, at)
    return request


@transaction.atomic
def record_permission(  # noqa: PLR0913 - a permission has these sides
    *,
    request: PermissionRequest,
    answered_by: str,
    answered_on: date,
    audience: str,
    adapt: bool,
    scope: str,
    until: date | None,
    evidence: str,
    file: Upload | None = None,
    by: Person,
    at: datetime,
) -> PermissionRequest:
    """Record that the owner said yes: who, for whom, for what and until when, with what shows it; sets the licence.

    The same answer again changes nothing. Raises NotSentYet, AnsweredAlready, NotInFuture, BeforeAsking, NotSaid,
    NothingShowsIt, or what is wrong with the file.
    """
    request = _locked(request)
    if rules.repeats(request, OwnerSaid.GRANTED):
        return request
    rules.is_open(request)
    rules.answered_on(request, answered_on, clock.local(at).date())
    rules.permission(answered_by=answered_by, until=until, day=answered_on)
    given = {"granted_for": audience, "may_adapt": adapt, "scope": clean(scope), "until": until}
    _answer(request, OwnerSaid.GRANTED, answered_on, answered_by, evidence, file, by, at, **given)
    claim = Claim(
        State.GRANTED,
        evidence=ANSWER_KEPT.format(day=in_words(answered_on)),
        granted_by=request.answered_by,
        granted_on=answered_on,
        granted_until=until,
        granted_for=audience,
        granted_scope=request.scope,
        may_adapt=adapt,
    )
    change_licence(resource=request.resource, claim=claim, why="The owner gave permission.", by=by, at=at)
    return request


@transaction.atomic
def record_refusal(  # noqa: PLR0913 - an answer has these sides
    *,
    request: PermissionRequest,
    answered_by: str,
    answered_on: date,
    evidence: str,
    file: Upload | None = None,
    by: Person,
    at: datetime,
) -> PermissionRequest:
    """Record that the owner said no, with what shows it; a permission that still runs stays as it is.

    Raises as `record_permission` does.
    """
    request = _locked(request)
    if rules.repeats(request, OwnerSaid.REFUSED):
        return request
    rules.is_open(request)
    rules.answered_on(request, answered_on, clock.local(at).date())
    _answer(request, OwnerSaid.REFUSED, answered_on, answered_by, evidence, file, by, at)
    if not rules.runs(request.resource, clock.local(at).date()):
        claim = Claim(State.REFUSED, evidence=ANSWER_KEPT.format(day=in_words(answered_on)))
        change_licence(resource=request.resource, claim=claim, why="The owner said no.", by=by, at=at)
    return request


@transaction.atomic
def give_up(*, request: PermissionRequest, by: Person, at: datetime) -> PermissionRequest:
    """Wait no longer for an answer: what was known before holds again. Raises NotSentYet, AnsweredAlready."""
    request = _locked(request)
    if rules.repeats(request, OwnerSaid.SILENT):
        return request
    rules.is_open(request)
    request.reply, request.answered_on = OwnerSaid.SILENT, clock.local(at).date()
    request.save(update_fields=["reply", "answered_on"])
    _note("library.give_up", request, by, at)
    if request.resource.state == State.REQUESTED:
        claim = Claim(being_asked_before(request.resource))
        change_licence(resource=request.resource, claim=claim, why="The owner did not answer.", by=by, at=at)
    return request


@transaction.atomic
def record_looks(*, looks: Iterable[Look], whole: bool, at: datetime) -> int:
    """Keep how links answered, each with since when it answers like that; return how many.

    With `whole`, what was not among them is forgotten: such links have gone from our pages.
    """
    known = {(each.place, each.link): each for each in LinkCheck.objects.select_for_update()}
    seen = {(look.place, look.link): look for look in looks}
    for key, look in seen.items():
        before = known.get(key)
        since = before.since if before and before.outcome == look.outcome else at
        LinkCheck.objects.update_or_create(
            place=look.place,
            link=look.link,
            defaults={
                "page": look.page,
                "resource_id": look.resource,
                "at": at,
                "since": since,
                "outcome": look.outcome,
                "status": look.status,
                "moved_to": look.moved_to if len(look.moved_to) <= LONGEST_ADDRESS else "",
                "why": look.why[:1000],
            },
        )
    if whole:
        LinkCheck.objects.filter(pk__in=[each.pk for key, each in known.items() if key not in seen]).delete()
    note(verb="library.record_looks", by=None, at=at, kind="link_check")
    return len(seen)


def _sent(request: PermissionRequest, on: date, by: Person, at: datetime) -> PermissionRequest:
    """Date a letter and its chase, and let the record say that its owner is asked; a permission that runs stays."""
    request.sent_on, request.chase_on = on, on + rules.CHASE_AFTER
    request.save(update_fields=["sent_on", "chase_on"])
    _note("library.send", request, by, at)
    if request.resource.state not in {State.GRANTED, State.REQUESTED}:
        claim = Claim(State.REQUESTED)
        change_licence(resource=request.resource, claim=claim, why="The owner was asked.", by=by, at=at)
    return request


def _answer(  # noqa: PLR0913, PLR0917 - an answer has these sides
    request: PermissionRequest,
    reply: OwnerSaid,
    on: date,
    answered_by: str,
    evidence: str,
    file: Upload | None,
    by: Person,
    at: datetime,
    **given: Any,
) -> None:
    if not evidence.strip() and file is None:
        raise rules.NothingShowsIt(field="evidence")
    request.evidence_file = _kept(file, by, at)
    request.reply, request.answered_on, request.answered_by = reply, on, clean(answered_by)
    request.evidence = evidence.strip()
    for name, value in given.items():
        setattr(request, name, value)
    request.save()
    _note("library.answer", request, by, at)


def _kept(file: Upload | None, by: Person, at: datetime) -> KeptFile | None:
    return library.keep_file(name=file.name, content=file.content, by=by, at=at) if file else None


def _post(  # noqa: PLR0913, PLR0917 - a letter has these parts
    kind: str, key: str, request: PermissionRequest, subject: str, text: str, by: Person, at: datetime
) -> None:
    """Put a letter into the outbox with the words the editor gave it."""
    drafted = {
        "owner_name": request.asked_of,
        "work_title": request.resource.title,
        "found_at": request.resource.link or asking.NO_LINK,
        "use_lines": asking.UNCHANGED,
        "readers": request.get_asked_for_display(),
        "asked_on": in_words(request.sent_on or clock.local(at).date()),
        "sender_name": by.name,
        "reply_address": by.email,
    }
    letter = letters.queue(kind=kind, key=key, to=request.address, values=drafted, at=at, about=request.pk, hold=True)
    letters.edit(letter=letter, subject=subject, text=text, by=by, at=at)
    letters.release(letters=[letter], by=by, at=at)


def _locked(request: PermissionRequest) -> PermissionRequest:
    return PermissionRequest.objects.select_for_update().select_related("resource").get(pk=request.pk)


def _remember(resource: Resource, was: str, why: str, by: Person | None, at: datetime) -> None:
    LicenceChange.objects.create(resource=resource, at=at, by=by, was=was, now=resource.state, why=why[:500])


def _note(verb: str, request: PermissionRequest, by: Person, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="permission_request", thing=request.pk)
