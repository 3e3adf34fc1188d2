"""Sending an account in, changing and withdrawing it, and what editors decide."""

from datetime import date, datetime

from django.db import transaction

from pares.ground import clock
from pares.ground.ledger import erased
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.guide.experience import rules
from pares.guide.experience.models import LeadersAccount, Licence, State


@transaction.atomic
def send_in(  # noqa: PLR0913 - what an author says of themselves and of their scheme
    *, name: str, role: str, scheme: str, place: str, text: str, licence: Licence, at: datetime, email: str = ""
) -> LeadersAccount:
    """Lay an account before the editors, dated that day; sending the same again while it waits returns the first.

    Raises Unsigned, NoText, TooLong.
    """
    rules.refuse_bad_account(name, role, scheme, place, text)
    said = {"name": _line(name), "role": _line(role), "scheme": _line(scheme), "place": _line(place)}
    said |= {"text": text.strip(), "licence": licence, "email": email.strip()}
    same = LeadersAccount.objects.waiting().filter(**said).first()
    if same:
        return same
    made = LeadersAccount.objects.create(**said, written_on=clock.local(at).date(), sent_at=at)
    _note("experience.send_in", made, None, at)
    return made


@transaction.atomic
def write_anew(*, account: LeadersAccount, text: str, at: datetime) -> LeadersAccount:
    """Let its author change the words of an account nobody has decided on.

    Raises TakenBack, Closed, NoText, TooLong.
    """
    account = _locked(account)
    rules.refuse_closed(account)
    rules.refuse_bad_account(account.name, account.role, account.scheme, account.place, text)
    if account.text != text.strip() or account.state == State.ASKED:
        account.text, account.state, account.question = text.strip(), State.NEW, ""
        account.written_on = clock.local(at).date()
        account.save(update_fields=["text", "state", "question", "written_on"])
        _note("experience.write_anew", account, None, at)
    return account


@transaction.atomic
def withdraw(*, account: LeadersAccount, by: Person | None, at: datetime) -> None:
    """Take an account back for good, with everything held of its author: by themselves, or by an editor they asked."""
    gone, _ = LeadersAccount.objects.filter(pk=account.pk).delete()
    if gone:
        erased.remember(table="leadersaccount", row=account.pk, at=at)
        _note("experience.withdraw", account, by, at)


@transaction.atomic
def publish(  # noqa: PLR0913 - what was read, and how it is known whose it is
    *, account: LeadersAccount, read: str, known_by: str, on: date, by: Person, at: datetime
) -> LeadersAccount:
    """Show an account to everybody, once it is sure who wrote it; raises TakenBack, NotKnown, Decided, Rewritten.

    `read` is the fingerprint of the words the editor had before them: its author may write others until then.
    """
    account = _locked(account)
    if account.state == State.PUBLISHED:
        return account
    rules.refuse_decided(account)
    if not known_by.strip():
        raise rules.NotKnown(field="known_by")
    if read != account.fingerprint:
        raise rules.Rewritten
    account.known_by, account.published_on = known_by.strip(), on
    return _decide(account, State.PUBLISHED, by, at)


@transaction.atomic
def decline(*, account: LeadersAccount, why: str, by: Person, at: datetime) -> LeadersAccount:
    """Set an account aside, and say why; raises TakenBack, NoWhy, Decided."""
    account = _locked(account)
    if account.state == State.DECLINED:
        return account
    rules.refuse_no_why(why, "why")
    rules.refuse_decided(account)
    account.answer = why.strip()
    return _decide(account, State.DECLINED, by, at)


@transaction.atomic
def ask_for_change(*, account: LeadersAccount, question: str, by: Person, at: datetime) -> LeadersAccount:
    """Ask the author to change something, on the page their own link leads to.

    Raises TakenBack, NoWhy, Decided.
    """
    account = _locked(account)
    rules.refuse_no_why(question, "question")
    rules.refuse_decided(account)
    if account.state == State.ASKED and account.question == question.strip():
        return account
    account.state, account.question = State.ASKED, question.strip()
    account.save(update_fields=["state", "question"])
    _note("experience.ask_for_change", account, by, at)
    return account


@transaction.atomic
def forget_authors(*, at: datetime) -> int:
    """Empty addresses 3 months after the decision, and drop what was declined then or left undecided for a year."""
    declined = LeadersAccount.objects.declined_before(at - rules.KEPT_AFTER_DECISION).delete()[0]
    left = LeadersAccount.objects.left_since(at - rules.KEPT_UNDECIDED).delete()[0]
    emptied = LeadersAccount.objects.with_address_from(at - rules.KEPT_AFTER_DECISION).update(email="")
    if gone := declined + left + emptied:
        note(verb="experience.forget_authors", by=None, at=at, kind="leaders_account")
        return gone
    return 0


def _locked(account: LeadersAccount) -> LeadersAccount:
    """Return an account as it stands now, for nobody else to change; its author may have taken it back since."""
    there = LeadersAccount.objects.select_for_update().filter(pk=account.pk).first()
    if there is None:
        raise rules.TakenBack
    return there


def _decide(account: LeadersAccount, state: State, by: Person, at: datetime) -> LeadersAccount:
    account.state, account.decided_at, account.decided_by, account.question = state, at, by, ""
    account.save()
    _note(f"experience.{state}", account, by, at)
    return account


def _note(verb: str, account: LeadersAccount, by: Person | None, at: datetime) -> None:
    note(verb=verb, by=by, at=at, kind="leaders_account", thing=account.pk)


def _line(words: str) -> str:
    return " ".join(words.split())
