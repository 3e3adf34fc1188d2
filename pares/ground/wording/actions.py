"""Changing words: each change is a new revision, and none is ever lost."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from pares.ground import clock
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.ground.wording import draft as drafts
from pares.ground.wording import once, rules
from pares.ground.wording.current import current
from pares.ground.wording.draft import Draft
from pares.ground.wording.kinds import text_kind
from pares.ground.wording.models import Review, Revision
from pares.ground.wording.shipped import Words, shipped


@transaction.atomic
def revise(  # noqa: PLR0913 - a change has these sides
    *,
    kind: str,
    key: str,
    draft: Draft,
    why: str,
    started_from: int,
    by: Person | None,
    at: datetime,
    scheme: Scheme | None = None,
    restores: Revision | None = None,
) -> Revision:
    """Put a draft in force as the next revision of a text, the site's or a scheme's own letter.

    `started_from` is the number of the revision its author began with, 0 for none. Raises NotShippedError, and as
    Refused: NotTheSchemes, what the kind's check says, NoReason, NothingChanged, CameBetween.
    """
    words, draft = shipped(kind, key), drafts.tidy(draft)
    _may_word(kind, key, scheme)
    text_kind(kind).check(words, draft)
    made = Revision(**_about(words, draft), why=rules.reason(why), author=by, at=at, scheme=scheme, restores=restores)
    newest = _newest(kind, key, scheme)
    if newest and _same(newest, made):
        return newest
    if restores is None and draft == drafts.of(current(kind, key, scheme)):
        raise rules.NothingChanged
    return _add(made, newest, started_from, verb="wording.restore" if restores else "wording.revise", by=by)


@transaction.atomic
def restore(*, revision: Revision, why: str, started_from: int, by: Person | None, at: datetime) -> Revision:
    """Bring earlier words back as a new revision; raises what `revise` raises."""
    return revise(
        kind=revision.kind,
        key=revision.key,
        draft=revision.draft,
        why=why,
        started_from=started_from,
        by=by,
        at=at,
        scheme=revision.scheme,
        restores=revision,
    )


@transaction.atomic
def withdraw(  # noqa: PLR0913 - a change has these sides
    *, kind: str, key: str, why: str, started_from: int, by: Person | None, at: datetime, scheme: Scheme | None = None
) -> Revision | None:
    """Let the words below hold again, and whatever becomes of them: the shipped ones, or for a scheme the site's.

    Returns None where nothing stood over them. Raises NoReason, CameBetween.
    """
    newest = _newest(kind, key, scheme)
    if newest is None or newest.withdrawn:
        return newest
    below = drafts.of(current(kind, key) if scheme else shipped(kind, key))
    made = Revision(
        **_about(shipped(kind, key), below),
        why=rules.reason(why),
        author=by,
        at=at,
        scheme=scheme,
        withdrawn=True,
    )
    return _add(made, newest, started_from, verb="wording.withdraw", by=by)


@transaction.atomic
def keep(  # noqa: PLR0913 - a change has these sides
    *, kind: str, key: str, started_from: int, by: Person | None, at: datetime, scheme: Scheme | None = None
) -> Revision | None:
    """Keep the edited words although those shipped have changed: the next revision is made from those of today.

    Returns None where nothing was edited, and the newest where nothing has changed. Raises what the kind's check says,
    CameBetween.
    """
    newest = _newest(kind, key, scheme)
    words = shipped(kind, key)
    if newest is None or newest.withdrawn or newest.shipped_hash == drafts.of(words).fingerprint:
        return newest
    text_kind(kind).check(words, newest.draft)
    why = "The shipped words have changed. Ours stay."
    made = Revision(**_about(words, newest.draft), why=why, author=by, at=at, scheme=scheme)
    return _add(made, newest, started_from, verb="wording.keep", by=by)


@transaction.atomic
def record_review(  # noqa: PLR0913 - a review has these sides
    *, kind: str, key: str, words: str, reviewer: str, role: str, on: date, by: Person | None, at: datetime
) -> Review:
    """Record that somebody named has read exactly these words, known by their fingerprint; once a day and name.

    Raises NoReviewer, NoRole, InTheFuture, TooLong.
    """
    shipped(kind, key)
    reviewer, role = " ".join(reviewer.split()), " ".join(role.split())
    if not reviewer:
        raise rules.NoReviewer(field="reviewer")
    if not role:
        raise rules.NoRole(field="role")
    if on > clock.local(at).date():
        raise rules.InTheFuture(field="on")
    _short_enough(reviewer=reviewer, role=role)
    review, new = Review.objects.get_or_create(
        kind=kind, key=key, words=words, reviewer=reviewer, role=role, on=on, defaults={"recorded_by": by, "at": at}
    )
    if new:
        note(verb="wording.review", by=by, at=at, kind="review", thing=review.pk)
    return review


def _may_word(kind: str, key: str, scheme: Scheme | None) -> None:
    if scheme and not text_kind(kind).of_schemes(key):
        raise rules.NotTheSchemes


def _newest(kind: str, key: str, scheme: Scheme | None) -> Revision | None:
    """Return the newest revision, held until the transaction ends, so that the next has a number of its own."""
    return Revision.objects.of(kind, key, scheme).select_for_update().first()


def _same(newest: Revision, made: Revision) -> bool:
    """Return whether the same person has sent the same change twice."""
    return (newest.draft, newest.why, newest.author_id, newest.withdrawn) == (
        made.draft,
        made.why,
        made.author_id,
        False,
    )


def _add(made: Revision, newest: Revision | None, started_from: int, *, verb: str, by: Person | None) -> Revision:
    """Save a revision as the next after the newest, if it was begun from that one; raises CameBetween."""
    if newest and newest.number != started_from:
        raise rules.CameBetween(newest)
    made.number = started_from + 1
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # The first revision has no row to wait at: somebody else made it a moment ago.
        winner = _newest(made.kind, made.key, made.scheme)
        if winner is None:
            raise
        raise rules.CameBetween(winner) from None
    once.look_again()
    note(verb=verb, by=by, at=made.at, kind="revision", thing=made.pk, scheme=made.scheme_id)
    return made


def _about(words: Words, draft: Draft) -> dict[str, str]:
    was = drafts.of(words)
    return {
        "kind": words.kind,
        "key": words.key,
        "title": draft.title,
        "summary": draft.summary,
        "text": draft.text,
        "shipped_title": was.title,
        "shipped_summary": was.summary,
        "shipped_text": was.text,
        "shipped_hash": was.fingerprint,
    }


def _short_enough(**told: str) -> None:
    for field, value in told.items():
        if len(value) > rules.TITLE_AT_MOST:
            raise rules.TooLong(f"The {field} must be {rules.TITLE_AT_MOST} characters or fewer.", field=field)
