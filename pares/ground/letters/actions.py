"""Writing letters, releasing them, and what becomes of them on their way out."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from pares.ground.cohorts.calendar import NATIONS, in_words, letters_may_leave, next_sending_time
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.letters import kinds, merge, rules
from pares.ground.letters.address import single
from pares.ground.letters.models import Lane, Letter, Letters, State
from pares.ground.letters.worded import worded
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.ground.wording import markdown, plain

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
LONGEST_KEY = 200
LONGEST_PROBLEM = 300
# Letters of no scheme, such as sign-in codes, keep the hours of this nation.
HOME_NATION = "england"
# Any number, the same for all claimers: lets one of them count and claim at a time.
CLAIMING = 7_273_377


@transaction.atomic
def queue(  # noqa: PLR0913 - a letter has these sides
    *,
    kind: str,
    key: str,
    to: Person | str,
    values: Mapping[str, str],
    at: datetime,
    scheme: Scheme | None = None,
    cohort: Cohort | None = None,
    about: UUID | None = None,
    hold: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    calendar: str = "",
    stop_link: str = "",
) -> Letter:
    """Write a letter into the outbox, in the caller's transaction; return the one already there under this key.

    Its words are those in force: the scheme's own, the site's, or those shipped. `values` are for the kind's own
    placeholders; `known` puts in what follows from `to`, `scheme` and `cohort`.
    `about` is the pair or thing the letter speaks of, `hold` keeps it for a lead to release, `expires_at` is when it
    is no longer worth sending, `calendar` an iCalendar text with its METHOD, `stop_link` the page that stops an
    optional letter. Raises NotOneAddress, MissingValueError, BadLinkError.
    """
    if len(key) > LONGEST_KEY:
        raise ValueError(f"The letter's key {key!r} is longer than {LONGEST_KEY} characters.")
    scheme = scheme or (cohort.scheme if cohort else None)
    letter_kind = worded(kind, scheme)
    address = to.email if isinstance(to, Person) else to
    written = letter_kind.write(known(to, scheme, cohort) | {name: value for name, value in values.items() if value})
    letter, _ = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "lane": letter_kind.lane,
            "scheme": scheme,
            "cohort": cohort,
            "person": to if isinstance(to, Person) else None,
            "about": about,
            "to": single(address),
            "reply_to": scheme.mailbox if scheme else "",
            "subject": written.subject,
            "text": written.text,
            "html": written.html,
            "calendar": calendar,
            "stop_link": merge.web_address(stop_link) if stop_link else "",
            "state": State.HELD if hold else State.READY,
            "confidential": letter_kind.confidential,
            "made_at": at,
            "not_before": _leaves(letter_kind.lane, scheme, max(at, not_before or at)),
            "expires_at": expires_at,
        },
    )
    return letter


@transaction.atomic
def release(*, letters: Iterable[Letter], by: Person | None, at: datetime, not_before: datetime | None = None) -> int:
    """Let held letters leave, at `not_before` at the earliest; return how many were held until now."""
    released = 0
    for letter in letters:
        leaves = _leaves(letter.lane, letter.scheme, max(at, letter.not_before, not_before or at))
        if Letter.objects.held().filter(pk=letter.pk).update(state=State.READY, not_before=leaves):
            _note("letters.release", letter, by, at)
            released += 1
    return released


@transaction.atomic
def hold_waiting(*, by: Person | None, at: datetime) -> int:
    """Hold cohorts' usual letters that may have left already, where an older outbox was put back; return how many.

    Letters that leave at once, or that no lead could release, still leave: the worst is that one arrives twice.
    """
    waiting = Letter.objects.may_have_left(at)
    held = waiting.update(state=State.HELD, lease_until=None)
    if held:
        note(verb="letters.hold_waiting", by=by, at=at, kind="letter")
    return held


@transaction.atomic
def edit(*, letter: Letter, subject: str, text: str, by: Person | None, at: datetime) -> Letter:
    """Change the words of a held letter; raises NotHeld, NoSubject, NoWords, NamesSomebody, UnknownPlaceholder."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    rules.may_edit(letter, subject, text)
    words = plain.from_plain(text)
    letter.subject = merge.as_subject(subject)
    letter.text, letter.html = plain.plain(words), markdown.html(words)
    letter.save(update_fields=["subject", "text", "html"])
    _note("letters.edit", letter, by, at)
    return letter


@transaction.atomic
def skip(*, letter: Letter, why: str, at: datetime, by: Person | None = None) -> Letter:
    """Keep a letter from leaving, and say why; return it: one on its way or gone stays as it is."""
    stays = Letter.objects.filter(pk=letter.pk, state__in=[State.HELD, State.READY])
    if stays.update(state=State.SKIPPED, problem=_short(why)):
        _empty(letter)
        _note("letters.skip", letter, by, at)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def try_again(*, letter: Letter, by: Person | None, at: datetime) -> Letter:
    """Send an undelivered letter once more, to the person's address of today.

    Raises NotUndelivered, Emptied, Forgotten.
    """
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    rules.may_try_again(letter)
    letter.to = single(letter.person.email) if letter.person else letter.to
    letter.state, letter.problem, letter.attempts, letter.first_tried_at = State.READY, "", 0, None
    letter.not_before = _leaves(letter.lane, letter.scheme, at)
    letter.save(update_fields=["to", "state", "problem", "attempts", "first_tried_at", "not_before"])
    _note("letters.try_again", letter, by, at)
    return letter


@transaction.atomic
def claim(*, at: datetime, limit: int) -> list[Letter]:
    """Take up to `limit` letters that may leave now, for five minutes; nobody else gets them meanwhile.

    The lane "now" goes first. The usual lane keeps to working hours and to LETTERS_A_MINUTE, counted over all senders.
    """
    _one_claimer_at_a_time()
    awake = [nation for nation in NATIONS if letters_may_leave(at, nation)]
    free = (
        Letter.objects.claimable(at)
        .in_hours(awake, without_scheme=HOME_NATION in awake)
        .select_for_update(skip_locked=True, of=("self",))
    )
    letters = list(free.filter(lane=Lane.NOW)[:limit])
    room = settings.LETTERS_A_MINUTE - Letter.objects.tried_since(at - MINUTE)
    letters += free.filter(lane=Lane.USUAL)[: max(0, min(limit - len(letters), room))]
    taken = [letter.pk for letter in letters if _take(letter, at)]
    mine = Letter.objects.select_related("scheme", "person", "cohort").in_bulk(taken)
    return [mine[pk] for pk in taken]


@transaction.atomic
def mark_sent(*, letter: Letter, at: datetime) -> Letter:
    """Record that the mail server took the letter; the words of one that held a code are emptied."""
    Letter.objects.filter(pk=letter.pk, state=State.SENDING).update(
        state=State.SENT, sent_at=at, lease_until=None, problem=""
    )
    _empty(letter)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def mark_failed(*, letter: Letter, problem: str, retry_at: datetime | None, at: datetime) -> Letter:
    """Record why a letter did not leave: to be tried again at `retry_at`, or given up where that is None.

    A letter that somebody else has taken up meanwhile is left alone.
    """
    changes = {"state": State.READY, "not_before": retry_at} if retry_at else {"state": State.FAILED}
    mine = _mine(letter).update(lease_until=None, problem=_short(problem), **changes)
    if mine and not retry_at:
        _empty(letter)
        _note("letters.fail", letter, None, at)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def skip_claimed(*, letter: Letter, why: str, at: datetime) -> Letter:
    """Set a claimed letter aside because it is no longer wanted."""
    if _mine(letter).update(state=State.SKIPPED, lease_until=None, problem=_short(why)):
        _empty(letter)
        _note("letters.skip", letter, None, at)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def forget_words(*, at: datetime) -> int:
    """Empty letters 90 days after they left or were set aside; return how many. That they were written stays known."""
    old = Letter.objects.with_words_since(at - rules.WORDS_KEPT)
    emptied = old.update(text="", html="", calendar="", stop_link="")
    if emptied:
        note(verb="letters.forget_words", by=None, at=at, kind="letter")
    return emptied


def give_back(*, letter: Letter) -> None:
    """Hand a claimed letter back that was not tried."""
    _mine(letter).update(state=State.READY, lease_until=None, attempts=F("attempts") - 1)


def postpone(*, letter: Letter, until: datetime) -> None:
    """Hand a claimed letter back that must not leave before `until`; it counts as not tried."""
    leaves = _leaves(letter.lane, letter.scheme, until)
    waits = {"state": State.READY, "not_before": leaves, "first_tried_at": None, "lease_until": None}
    _mine(letter).update(**waits, attempts=F("attempts") - 1)


def known(to: Person | str, scheme: Scheme | None, cohort: Cohort | None) -> dict[str, str]:
    """Return the values no caller needs to give: names, the cohort's first and last day, and the site's own pages."""
    values = {
        "site_name": settings.SITE_NAME,
        "home_link": f"{settings.URL}/home/",
        "help_link": f"{settings.URL}/help/",
    }
    if isinstance(to, Person):
        values["name"] = str(to)
    if scheme:
        values["scheme_name"] = scheme.name
    if cohort:
        values["cohort_name"] = cohort.name
        values["starts_on"], values["changeover_on"] = in_words(cohort.starts_on), in_words(cohort.changeover_on)
    return values


def _leaves(lane: str, scheme: Scheme | None, at: datetime) -> datetime:
    if lane == Lane.NOW:
        return at
    return next_sending_time(at, scheme.nation if scheme else HOME_NATION)


def _take(letter: Letter, at: datetime) -> bool:
    taken = Letter.objects.claimable(at).filter(pk=letter.pk)
    return bool(
        taken.update(
            state=State.SENDING,
            lease_until=at + LEASE,
            attempts=F("attempts") + 1,
            tried_at=at,
            first_tried_at=Coalesce("first_tried_at", at),
        )
    )


def _mine(letter: Letter) -> Letters:
    """Return the letter as long as nobody has claimed it since."""
    return Letter.objects.filter(pk=letter.pk, state=State.SENDING, attempts=letter.attempts)


def _empty(letter: Letter) -> None:
    if kinds.kind(letter.kind).emptied:
        Letter.objects.filter(pk=letter.pk).update(text="", html="")


def _one_claimer_at_a_time() -> None:
    """Wait for other claimers: SQLite's writing transactions do by themselves, PostgreSQL by an advisory lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIMING])


def _short(problem: str) -> str:
    return merge.clean(problem)[:LONGEST_PROBLEM]


def _note(verb: str, letter: Letter, by: Person | None, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="letter", thing=letter.pk, scheme=letter.scheme_id, cohort=letter.cohort_id)
