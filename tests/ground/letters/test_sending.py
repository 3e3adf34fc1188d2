import smtplib
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from pares.ground.letters import actions, rules, sending
from pares.ground.letters.models import Letter, State
from tests.ground.letters.conftest import TUESDAY, MailServer, Office

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
MINUTE = timedelta(minutes=1)


def send(at: Any = TUESDAY, recheck: sending.Recheck = lambda _: None) -> int:
    return sending.send_claimed(letters=actions.claim(at=at, limit=99), recheck=recheck, at=at)


def test_a_letter_as_mail_programs_get_it(office: Office, server: MailServer) -> None:
    letter = office.write(calendar=ICS)

    assert send() == 1
    message = message_from_bytes(server.taken[0].message().as_bytes(), policy=policy.default)
    text, html, calendar = message.iter_parts()
    assert {name: str(message[name]) for name in ("To", "From", "Reply-To", "Subject", "Message-ID", "Date")} == {
        "To": "max@northgate.example",
        "From": "Northgate mentoring <mentoring@pares.example>",
        "Reply-To": "mentoring@northgate.example",
        "Subject": "Your certificate is ready, Spring 2027",
        "Message-ID": letter.message_id,
        "Date": "Tue, 02 Mar 2027 10:00:00 +0000",
    }
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    assert message.get_content_type() == "multipart/alternative"
    assert (calendar.get_content_type(), calendar.get_param("method")) == ("text/calendar", "REQUEST")
    assert text.get_content().endswith(
        "\n-- \nSent by Northgate mentoring, Northgate Trust.\n"
        "Reply to this letter to reach mentoring@northgate.example.\n"
    )
    assert '<html lang="en-GB">' in html.get_content()
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.lease_until) == (State.SENT, TUESDAY, None)
    assert letter.text != ""


def test_an_optional_letter_says_how_to_stop_it(office: Office, server: MailServer) -> None:
    office.write(kind="check_in_mentor", stop_link="https://pares.example/stop/abc/")
    send()

    message = server.taken[0].message()
    assert message["List-Unsubscribe"] == (
        "<https://pares.example/stop/abc/>, <mailto:mentoring@northgate.example?subject=Stop>"
    )
    assert server.taken[0].body.endswith("Stop letters like this one: https://pares.example/stop/abc/\n")


def test_a_code_is_gone_once_it_has_left(office: Office, server: MailServer) -> None:
    letter = office.write_now()
    send()
    letter.refresh_from_db()

    assert "KMMQ-CCGT" in server.taken[0].body
    assert (letter.state, letter.text, letter.html) == (State.SENT, "", "")


def test_nothing_leaves_that_is_out_of_date_or_unwanted(office: Office, server: MailServer) -> None:
    stale = office.write("stale", expires_at=TUESDAY)
    unwanted = office.write("unwanted")
    wanted = office.write("wanted", to=office.ella)

    assert send(recheck=lambda letter: "Has left." if letter.person == office.max else None) == 1
    assert [message.to for message in server.taken] == [["ella@northgate.example"]]
    assert [Letter.objects.get(pk=letter.pk).problem for letter in (stale, unwanted, wanted)] == [
        "It came too late to be of use.",
        "Has left.",
        "",
    ]


def test_a_letter_whose_time_has_not_come_waits(office: Office, server: MailServer) -> None:
    letter = office.write()

    assert send(recheck=lambda _: TUESDAY + 30 * MINUTE) == 0
    assert send(TUESDAY + 29 * MINUTE) == 0
    assert send(TUESDAY + 30 * MINUTE) == 1
    assert server.ids == [letter.message_id]


def test_killed_between_the_servers_yes_and_our_record(office: Office, server: MailServer) -> None:
    letter = office.write()
    server.dies_after_taking = True
    with pytest.raises(KeyboardInterrupt):
        send()
    server.dies_after_taking = False

    assert send(TUESDAY + MINUTE) == 0
    assert send(TUESDAY + 6 * MINUTE) == 1
    assert send(TUESDAY + 12 * MINUTE) == 0
    assert server.ids == [letter.message_id] * 2


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError("no"),
        TimeoutError("slow"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPRecipientsRefused({"max@northgate.example": (450, b"greylisted")}),
        smtplib.SMTPDataError(451, b"later"),
        smtplib.SMTPAuthenticationError(535, b"wrong password"),
        smtplib.SMTPSenderRefused(550, b"not you", "mentoring@pares.example"),
    ],
)
def test_what_may_pass_is_tried_again(office: Office, server: MailServer, error: Exception) -> None:
    first, second = office.write("a", at=TUESDAY - MINUTE), office.write("b", to=office.ella)
    server.answers = [error, None]

    assert send() == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.not_before, second.state) == (State.READY, TUESDAY + MINUTE, State.SENT)
    assert first.problem.startswith("The mail server did not take it yet. We will try again. It said: ")
    assert send(TUESDAY + MINUTE) == 1


def test_pauses_grow_to_an_hour_and_end_after_three_days(office: Office, server: MailServer) -> None:
    letter = office.write_now()
    at, pauses = TUESDAY, []
    while letter.state == State.READY:
        server.answers = [ConnectionRefusedError("no")]
        send(at)
        letter.refresh_from_db()
        pauses.append((letter.not_before - at) // MINUTE)
        at = letter.not_before

    assert pauses[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert letter.state == State.FAILED
    assert timedelta(hours=72) <= at - TUESDAY <= timedelta(hours=73)
    assert letter.problem == "The mail server could not be reached for three days. It said: no"
    assert letter.text == ""


def test_a_refused_address_is_told_to_the_lead_and_can_be_mended(
    office: Office, server: MailServer, refuse: Callable[..., Exception]
) -> None:
    letter = office.write()
    server.answers = [refuse(550, "5.1.1 No such\r\nuser")]
    send()
    letter.refresh_from_db()

    assert (letter.state, letter.problem) == (
        State.FAILED,
        "The mail server refused the address. Check it with the person. It said: 550 5.1.1 No such user",
    )

    office.max.email = "max@new.example"
    office.max.save()
    actions.try_again(letter=letter, by=office.lead, at=TUESDAY)
    assert send(TUESDAY + MINUTE) == 1
    assert [message.to for message in server.taken] == [["max@new.example"]]
    with pytest.raises(rules.NotUndelivered):
        actions.try_again(letter=letter, by=office.lead, at=TUESDAY)


@pytest.mark.parametrize("calendar", ["BEGIN:VCALENDAR\r\nEND:VCALENDAR", "METHOD:request"])
def test_an_invitation_without_a_method_is_given_up(office: Office, server: MailServer, calendar: str) -> None:
    letter = office.write(calendar=calendar)

    assert send() == 0
    letter.refresh_from_db()
    assert (letter.state, server.taken) == (State.FAILED, [])
    assert letter.problem == "The letter could not be put together: its calendar part has no METHOD."


def test_names_cannot_become_headers_or_recipients(office: Office, server: MailServer) -> None:
    office.scheme.name = 'Evil, "x" <evil@e.org>\r\nBcc: evil@e.org\u202e'
    office.scheme.save()
    office.write()
    send()

    message = message_from_bytes(server.taken[0].message().as_bytes(), policy=policy.default)
    assert [str(address) for address in message["From"].addresses] == [
        '"Evil, \\"x\\" <evil@e.org> Bcc: evil@e.org" <mentoring@pares.example>'
    ]
    assert server.taken[0].recipients() == ["max@northgate.example"]
    assert message["Bcc"] is None


def test_a_slow_server_makes_the_rest_be_handed_back(
    office: Office, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        office.write(str(number))
    monkeypatch.setattr(sending, "PATIENCE", -1)

    assert send() == 0
    assert list(Letter.objects.values_list("state", "attempts", "lease_until")) == [(State.READY, 0, None)] * 3
