import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pares.ground import clock
from pares.ground.letters import folder, sending
from tests.ground.letters.conftest import TUESDAY, Office

ICS = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Größe\r\nEND:VCALENDAR\r\n"


def test_a_letter_is_saved_whole_and_read_back(office: Office, settings: Any) -> None:
    clock.go_to(datetime(2027, 3, 2, 10, tzinfo=UTC))
    letter = office.write(values={"cohort_name": "Frühling 2027", "link": "https://pares.example/x"}, calendar=ICS)
    folder.FolderBackend().send_messages([sending.build(letter, TUESDAY)])

    [saved] = folder.saved()
    opened = folder.one(saved.name)
    assert (saved.to, saved.subject) == ("max@northgate.example", "Your certificate is ready, Frühling 2027")
    assert saved.at.replace(minute=0, second=0, microsecond=0) == TUESDAY
    assert (opened.message_id, opened.reply_to) == (letter.message_id, "mentoring@northgate.example")
    assert opened.text.startswith(
        "Hello Max Northgate,\n\nThank you for being a mentor in Northgate mentoring, Frühling 2027."
    )
    assert "<title>Your certificate is ready, Frühling 2027</title>" in opened.html
    assert opened.calendar.split() == ICS.split()
    assert [path.suffix for path in Path(settings.LETTERS_FOLDER).iterdir()] == [".eml"]


def test_the_newest_come_first_and_each_has_their_own(office: Office) -> None:
    for number, to in enumerate((office.max, office.ella, office.max)):
        letter = office.write(str(number), to=to)
        folder.FolderBackend().send_messages([sending.build(letter, TUESDAY)])

    assert [saved.to for saved in folder.saved()] == [
        *("max@northgate.example", "ella@northgate.example", "max@northgate.example")
    ]
    assert len(folder.saved(to="MAX@northgate.example")) == 2
    assert len(folder.saved(limit=1)) == 1


@pytest.mark.parametrize("name", ["", "..", "../clock", "20270302T100000000000-0123456789abcdef", "x\x00"])
def test_only_saved_letters_are_found(settings: Any, name: str) -> None:
    with pytest.raises(folder.NoSuchFileError):
        folder.one(name)


def test_an_empty_mailbox_is_empty(settings: Any) -> None:
    shutil.rmtree(settings.LETTERS_FOLDER, ignore_errors=True)

    assert folder.saved() == []
