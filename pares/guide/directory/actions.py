"""What readers send in, what editors make of it, and issuing an edition."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction

from pares.ground import clock
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.wording.current import current as in_force
from pares.guide.directory import listing, rules
from pares.guide.directory.coverage import changes
from pares.guide.directory.models import Edition, Licence, RowVersion, State, Suggestion
from pares.guide.directory.rules import Check
from pares.guide.directory.schemes import LABELS, Scheme
from pares.guide.directory.schemes import directory as shipped

Facts = Mapping[str, str]


@transaction.atomic
def suggest(  # noqa: PLR0913 - what a reader says of a scheme and of themselves
    *, facts: Facts, words: str, licence: Licence, at: datetime, key: str = "", credit: str = "", email: str = ""
) -> Suggestion:
    """Lay a new row, or with `key` a correction of one, before the editors; nothing of it is public until they take it.

    Sending the same again while it waits returns the first. Raises BadRow, NoSuchRow.
    """
    facts = _trimmed(facts)
    rules.refuse_bad_facts(facts)
    now = listing.row(key) if key else None
    if key and now is None:
        raise rules.NoSuchRow
    changed = " ".join(name for name in LABELS if now and facts[name] != now.facts[name])
    said = {"key": key, "changed": changed, "words": words.strip(), "credit": credit.strip(), "email": email.strip()}
    same = Suggestion.objects.waiting().filter(**facts, **said, licence=licence).first()
    if same:
        return same
    made = Suggestion.objects.create(**facts, **said, licence=licence, sent_at=at)
    note(verb="directory.suggest", by=None, at=at, kind="suggestion", thing=made.pk)
    return made


@transaction.atomic
def take(  # noqa: PLR0913 - what was sent in, and what the editor saw and did
    *, suggestion: Suggestion, facts: Facts, by: Person, at: datetime, seen: int = 0, check: Check | None = None
) -> RowVersion:
    """Put what a reader sent in on the list, with the facts as the editor leaves them; taking it twice is once.

    `seen` is the number of the row's version that the editor had before them, 0 for none. Raises BadRow, Listed,
    ChangedMeanwhile, Decided, NoSuchRow, NotChecked.
    """
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if suggestion.taken_as:
        return suggestion.taken_as
    rules.refuse_decided(suggestion)
    known = listing.row(suggestion.key) if suggestion.key else None
    if suggestion.key and known is None:
        raise rules.NoSuchRow
    origin = _origin(suggestion, known)
    why = "A reader’s correction" if known else "A reader’s addition"
    made = _leave(
        suggestion.key, facts, origin=origin, why=why, seen=seen, check=check, by=by, at=at, credit=suggestion.credit
    )
    suggestion.taken_as = made
    _decide(suggestion, State.TAKEN, by, at)
    return made


@transaction.atomic
def decline(*, suggestion: Suggestion, why: str, by: Person, at: datetime) -> Suggestion:
    """Set aside what a reader sent in, and say why to the other editors; raises Decided, NoWhy."""
    suggestion = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    rules.refuse_no_why(why)
    if suggestion.state != State.DECLINED:
        rules.refuse_decided(suggestion)
        suggestion.answer = why.strip()
        _decide(suggestion, State.DECLINED, by, at)
    return suggestion


@transaction.atomic
def add_row(*, facts: Facts, why: str, by: Person, at: datetime, check: Check | None = None) -> RowVersion:
    """Put a row on the list; raises BadRow, Listed, NoWhy, NotChecked."""
    rules.refuse_no_why(why)
    return _leave("", facts, origin="Added by an editor of this site", why=why, seen=0, check=check, by=by, at=at)


@transaction.atomic
def edit_row(  # noqa: PLR0913 - which row, what of it, and on which grounds
    *, key: str, facts: Facts, why: str, seen: int, by: Person, at: datetime, check: Check | None = None
) -> RowVersion:
    """Change a row, or put one back on the list; a check of other facts than these no longer counts.

    Raises BadRow, Listed, ChangedMeanwhile, NoWhy, NotChecked, NoSuchRow.
    """
    rules.refuse_no_why(why)
    known = _known(key)
    return _leave(key, facts, origin=known.origin, why=why, seen=seen, check=check, by=by, at=at)


@transaction.atomic
def record_check(*, key: str, check: Check, seen: int, by: Person, at: datetime) -> RowVersion:
    """Record that an editor checked a row as it stands; raises ChangedMeanwhile, NotChecked, NoSuchRow."""
    known = listing.row(key)
    if known is None:
        raise rules.NoSuchRow
    return _leave(key, known.facts, origin=known.origin, why="Checked", seen=seen, check=check, by=by, at=at)


@transaction.atomic
def take_off(*, key: str, why: str, seen: int, by: Person, at: datetime) -> RowVersion:
    """Take a row off the list; its page is gone, its editions stay. Raises ChangedMeanwhile, NoWhy, NoSuchRow."""
    rules.refuse_no_why(why)
    known = _known(key)
    newest = RowVersion.objects.of(key).first()
    if newest and not newest.listed:
        return newest
    return _write(key, known.facts, seen=seen, by=by, at=at, why=why, listed=False, origin=known.origin)


@transaction.atomic
def take_out_names(*, key: str, by: Person, at: datetime) -> int:
    """Take the names of thanked readers out of a row and all its versions, when one asks; return how many held any."""
    held = RowVersion.objects.filter(key=key).exclude(thanks="").update(thanks="")
    held += Suggestion.objects.about(key).exclude(credit="").update(credit="")
    if held:
        note(verb="directory.take_out_names", by=by, at=at, kind="row")
    return held


@transaction.atomic
def issue(*, on: date, by: Person, at: datetime) -> Edition:
    """Keep the list as it stands as the edition of a day; issuing the same twice is once. Raises NothingNew, TooSoon.

    The shipped edition is kept beside it, so that it stays when a later version of the software brings another.
    """
    rows, latest = listing.current(), listing.latest()
    told = [listing.kept(scheme) for scheme in rows]
    same = Edition.objects.filter(on=on).first()
    if same and same.rows == told:
        return same
    if not changes(latest.directory.schemes, rows).number:
        raise rules.NothingNew
    if on <= listing.dates()[0]:
        raise rules.TooSoon
    _keep_shipped(at)
    told_of = {"issued_at": at, "issued_by": by, "method": in_force("handbook", "directory").text, "rows": told}
    made, _ = Edition.objects.get_or_create(on=on, defaults=told_of)
    note(verb="directory.issue", by=by, at=at, kind="edition", thing=made.pk)
    return made


@transaction.atomic
def forget_contributors(*, at: datetime) -> int:
    """Empty what is held of readers 3 months after the decision, and drop what nobody decided on for a year."""
    left = Suggestion.objects.forgotten_in_the_inbox(at - rules.KEPT_UNDECIDED).delete()[0]
    done = Suggestion.objects.decided_before(at - rules.KEPT_AFTER_DECISION).with_a_contributor()
    emptied = done.update(email="", credit="", words="")
    if left + emptied:
        note(verb="directory.forget_contributors", by=None, at=at, kind="suggestion")
    return left + emptied


def _leave(  # noqa: PLR0913 - a version of a row has these sides
    key: str, facts: Facts, *, origin: str, why: str, seen: int, check: Check | None, by: Person, at: datetime,
    credit: str = "",
) -> RowVersion:  # fmt: skip
    """Write a row as it is to stand, under a new key where it has none; a check of the same facts stays."""
    facts = _trimmed(facts)
    listed = listing.current()
    rules.refuse_bad_facts(facts)
    rules.refuse_twin(facts, key, listed)
    rules.refuse_bad_check(check, clock.local(at).date())
    key = key or rules.new_key(facts["name"], _keys(listed))
    newest = RowVersion.objects.of(key).first()
    checked = {"checked_on": check.on, "checked_how": check.how.strip(), "checked_by": by} if check else {}
    if not check and newest and newest.facts == facts:
        checked = {name: getattr(newest, name) for name in ("checked_on", "checked_how", "checked_by")}
    return _write(key, facts, seen=seen, by=by, at=at, why=why, origin=origin, credit=credit, **checked)


def _write(  # noqa: PLR0913 - as above
    key: str, facts: Facts, *, seen: int, by: Person, at: datetime, credit: str = "", **more: object
) -> RowVersion:
    newest = RowVersion.objects.of(key).first()
    if (newest.number if newest else 0) != seen:
        raise rules.ChangedMeanwhile
    try:
        with transaction.atomic():
            thanks = _thanks(newest.thanks if newest else "", credit)
            made = RowVersion.objects.create(key=key, number=seen + 1, by=by, at=at, thanks=thanks, **facts, **more)
    except IntegrityError as error:
        raise rules.ChangedMeanwhile from error
    note(verb="directory.leave_row", by=by, at=at, kind="row", thing=made.pk)
    return made


def _known(key: str) -> Scheme:
    """Return a row, on the list or taken off it; raises NoSuchRow."""
    newest = RowVersion.objects.of(key).first()
    known = newest.scheme if newest else listing.shipped_row(key)
    if known is None:
        raise rules.NoSuchRow
    return known


def _keys(listed: tuple[Scheme, ...]) -> set[str]:
    """Return every key that was ever given."""
    taken = set(RowVersion.objects.values_list("key", flat=True))
    return taken | {scheme.key for scheme in (*listed, *shipped().schemes)}


def _origin(suggestion: Suggestion, known: Scheme | None) -> str:
    """Return where the row comes from now: what readers gave keeps its licence."""
    said = f"{'Corrected' if known else 'Suggested'} by a reader under {Licence(suggestion.licence).label}"
    before = known.origin if known else ""
    return said if said in before or not before else f"{before}. {said}"


def _thanks(before: str, credit: str) -> str:
    """Return who is thanked beside a row; the first to be thanked stay where there is no room for all."""
    names = [name for name in dict.fromkeys([*before.split(", "), credit]) if name]
    while len(", ".join(names)) > rules.LONGEST_THANKS:
        names.pop()
    return ", ".join(names)


def _decide(suggestion: Suggestion, state: State, by: Person, at: datetime) -> None:
    suggestion.state, suggestion.decided_at, suggestion.decided_by = state, at, by
    suggestion.save(update_fields=["state", "decided_at", "decided_by", "answer", "taken_as"])
    note(verb=f"directory.{state}", by=by, at=at, kind="suggestion", thing=suggestion.pk)


def _keep_shipped(at: datetime) -> None:
    first = listing.shipped_edition()
    told = {"rows": [listing.kept(scheme) for scheme in first.directory.schemes], "method": first.method}
    Edition.objects.get_or_create(on=first.on, defaults={"issued_at": at, **told})


def _trimmed(facts: Facts) -> dict[str, str]:
    return {name: " ".join(value.split()) for name, value in facts.items()}
