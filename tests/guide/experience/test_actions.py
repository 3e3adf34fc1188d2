from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from pares.ground.ledger.models import Entry
from pares.guide.experience import actions, links, rules
from pares.guide.experience.models import LeadersAccount, State
from tests.guide.directory.sending import editor
from tests.guide.experience.telling import AT, AUTHOR, TEXT, told

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)


def published() -> list[LeadersAccount]:
    return list(LeadersAccount.objects.published())


def test_nothing_is_public_before_an_editor_knows_who_wrote_it() -> None:
    edie, account = editor(), told()
    with pytest.raises(rules.NotKnown):
        actions.publish(account=account, read=account.fingerprint, known_by="  ", on=LATER.date(), by=edie, at=LATER)
    assert published() == []

    done = actions.publish(
        account=account, read=account.fingerprint, known_by="Their trust's page", on=LATER.date(), by=edie, at=LATER
    )
    assert (
        actions.publish(account=account, read=account.fingerprint, known_by="Again", on=AT.date(), by=edie, at=AT)
        == done
    )
    assert [(each.written_on, each.published_on, each.known_by) for each in published()] == [
        (AT.date(), LATER.date(), "Their trust's page")
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        LeadersAccount.objects.filter(pk=account.pk).update(known_by="")


def test_an_account_is_signed_said_and_short() -> None:
    for wrong, refusal in (
        ({"name": " "}, rules.Unsigned),
        ({"text": "\n"}, rules.NoText),
        ({"text": "word " * (rules.MOST_WORDS + 1)}, rules.TooLong),
    ):
        with pytest.raises(refusal):
            told(**wrong)
    assert told(text="word " * rules.MOST_WORDS) == told(text="word " * rules.MOST_WORDS)
    assert LeadersAccount.objects.count() == 1


def test_its_author_changes_it_until_it_is_decided() -> None:
    edie, account = editor(), told()
    actions.ask_for_change(account=account, question="You name a colleague.", by=edie, at=AT)
    changed = actions.write_anew(account=account, text="Nobody is named.", at=LATER)

    assert (changed.state, changed.question, changed.written_on) == (State.NEW, "", LATER.date())
    actions.decline(account=account, why="Not about mentoring", by=edie, at=LATER)
    with pytest.raises(rules.Closed):
        actions.write_anew(account=account, text="Again", at=LATER)
    with pytest.raises(rules.Decided):
        actions.publish(account=account, read=account.fingerprint, known_by="x", on=LATER.date(), by=edie, at=LATER)
    with pytest.raises(rules.Decided):
        actions.ask_for_change(account=account, question="x", by=edie, at=LATER)
    assert LeadersAccount.objects.get().text == "Nobody is named."


def test_taking_it_back_leaves_a_line_and_no_word() -> None:
    account = told()
    actions.publish(account=account, read=account.fingerprint, known_by="x", on=AT.date(), by=editor(), at=AT)
    actions.withdraw(account=account, by=None, at=LATER)
    actions.withdraw(account=account, by=None, at=LATER)

    assert (LeadersAccount.objects.count(), published()) == (0, [])
    assert Entry.objects.filter(verb="experience.withdraw").count() == 1


def test_what_its_author_takes_back_meanwhile_is_gone_for_everybody() -> None:
    edie, account = editor(), told()
    actions.withdraw(account=told(), by=None, at=AT)
    acts = (
        lambda: actions.publish(
            account=account, read=account.fingerprint, known_by="x", on=AT.date(), by=edie, at=LATER
        ),
        lambda: actions.decline(account=account, why="No.", by=edie, at=LATER),
        lambda: actions.ask_for_change(account=account, question="Who?", by=edie, at=LATER),
        lambda: actions.write_anew(account=account, text="Again.", at=LATER),
    )

    for act in acts:
        with pytest.raises(rules.TakenBack):
            act()
    assert LeadersAccount.objects.count() == 0


def test_authors_are_forgotten_in_time_and_their_published_words_stay() -> None:
    edie = editor()
    kept, gone, waiting = told(), told(text="Declined."), told(text="Waiting.")
    actions.publish(account=kept, read=kept.fingerprint, known_by="x", on=AT.date(), by=edie, at=AT)
    actions.decline(account=gone, why="x", by=edie, at=AT)
    due = AT + rules.KEPT_AFTER_DECISION

    assert actions.forget_authors(at=due - timedelta(seconds=1)) == 0
    assert actions.forget_authors(at=due) == 2
    assert actions.forget_authors(at=due) == 0
    left = {each.text: each.email for each in LeadersAccount.objects.all()}
    assert left == {TEXT: "", "Waiting.": AUTHOR}
    assert actions.forget_authors(at=waiting.sent_at + rules.KEPT_UNDECIDED) == 1
    assert [each.name for each in published()] == ["Robin Canary"]


def test_a_link_we_did_not_write_leads_nowhere() -> None:
    account = told()

    assert links.account(links.token(account.pk)) == account.pk
    assert [links.account(made) for made in ("", account.pk.hex, f"{account.pk.hex}.x", "é")] == [None] * 4


def test_words_are_parted_and_mean_nothing_else() -> None:
    account = told(text="<b>One</b>\nline\n\n\n\n*Two*")

    assert account.paragraphs == ["<b>One</b> line", "*Two*"]
