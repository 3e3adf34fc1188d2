"""Asking for an errand, taking it up, reporting on it, and the workers' signs of life."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from pares.ground import clock
from pares.ground.errands.models import Beat, Errand, Errands, State

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=1)
KEPT = timedelta(days=30)
MOST_ATTEMPTS = 3
GIVEN_UP = (
    "This could not be finished after three tries. Nothing was changed. Try again, or tell whoever runs this site."
)


class Actor(Protocol):
    """Anybody with an id."""

    @property
    def pk(self) -> UUID:
        """The actor's id."""


class LostErrandError(RuntimeError):
    """Another worker has taken the errand up, because this one was silent for too long."""


@transaction.atomic
def ask(
    *,
    kind: str,
    arguments: Mapping[str, Any],
    by: Actor | None,
    at: datetime,
    scheme: Actor | UUID | None = None,
) -> Errand:
    """Ask for an errand; return the same one where it has been asked for and is not finished.

    `arguments` are plain data, ids rather than content. `scheme` is the scheme it is for, or its id.
    """
    asked_by = by.pk if by else None
    scheme_id = scheme if scheme is None or isinstance(scheme, UUID) else scheme.pk
    alike = Errand.objects.unfinished().filter(kind=kind, asked_by=asked_by, scheme=scheme_id)
    for errand in alike.select_for_update():
        if errand.arguments == dict(arguments):
            return errand
    return Errand.objects.create(kind=kind, arguments=dict(arguments), asked_by=asked_by, scheme=scheme_id, asked_at=at)


@transaction.atomic
def claim(*, at: datetime) -> Errand | None:
    """Take up the errand that waits longest, for five minutes, or return None; give up those tried three times."""
    free = Errand.objects.claimable(at).select_for_update(skip_locked=True)
    while (errand := free.first()) and errand.attempts >= MOST_ATTEMPTS:
        refuse(errand=errand, problem=GIVEN_UP, at=at)
    if errand is None:
        return None
    errand.state, errand.lease_until, errand.attempts = State.RUNNING, at + LEASE, errand.attempts + 1
    taken = Errand.objects.claimable(at).filter(pk=errand.pk, attempts=errand.attempts - 1)
    return (
        errand if taken.update(state=errand.state, lease_until=errand.lease_until, attempts=errand.attempts) else None
    )


def report_progress(*, errand: Errand, done: int, total: int, at: datetime | None = None) -> Errand:
    """Say how much is done and keep the errand for five more minutes from `at` (now unless given).

    Raises LostErrandError where another worker has it by now. What is written in an open transaction shows when that
    ends, so report between transactions.
    """
    kept = _mine(errand).update(done=done, total=total, lease_until=(at or clock.now()) + LEASE)
    if not kept:
        raise LostErrandError(f"The errand {errand.pk} was taken up by another worker.")
    errand.done, errand.total = done, total
    return errand


def finish(*, errand: Errand, result: Mapping[str, Any], at: datetime) -> Errand:
    """Record that the errand is done and what came of it."""
    _mine(errand).update(state=State.DONE, result=dict(result), finished_at=at, lease_until=None, problem="")
    errand.refresh_from_db()
    return errand


def refuse(*, errand: Errand, problem: str, at: datetime) -> Errand:
    """Record that the errand cannot be done, in the sentence to show."""
    _mine(errand).update(state=State.REFUSED, problem=problem, finished_at=at, lease_until=None)
    errand.refresh_from_db()
    return errand


def give_back(*, errand: Errand, at: datetime) -> Errand:
    """Let the errand be taken up again in a minute, or refuse it where it has been tried three times."""
    if errand.attempts >= MOST_ATTEMPTS:
        return refuse(errand=errand, problem=GIVEN_UP, at=at)
    _mine(errand).update(state=State.WAITING, lease_until=at + PAUSE)
    errand.refresh_from_db()
    return errand


def forget_finished(*, at: datetime) -> int:
    """Delete errands 30 days after they ended; return how many."""
    gone, _ = Errand.objects.filter(finished_at__lte=at - KEPT).delete()
    return gone


def beat(*, name: str, at: datetime) -> Beat:
    """Give a sign of life."""
    sign, _ = Beat.objects.update_or_create(name=name, defaults={"at": at})
    return sign


def _mine(errand: Errand) -> Errands:
    """Return the errand as long as it runs and nobody has taken it up since."""
    return Errand.objects.filter(pk=errand.pk, state=State.RUNNING, attempts=errand.attempts)
