"""What is declared to be kept for so long goes then, not before, and takes nothing else with it."""

from datetime import timedelta

import pytest

from pares.ground.errands import actions as errands
from pares.ground.errands.models import Errand
from pares.ground.files.tables import Row, Table
from pares.ground.ledger.models import Entry
from pares.ground.letters import actions as letters
from pares.ground.letters.models import Letter
from pares.ground.letters.rules import Forgotten
from pares.stages.handover.retention import FORGOTTEN, forget
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.models import Application, Part, Upload
from tests import world as worlds
from tests.world import SIGNED_UP, World

SECOND = timedelta(seconds=1)
NOTHING = dict.fromkeys((what for what, _ in FORGOTTEN), 0)


def gone(what: str, number: int = 1) -> dict[str, int]:
    return NOTHING | {what: number}


def sign_up(world: World, name: str) -> Application:
    who = worlds.person(name)
    told = worlds.given(world.northgate, grade="F1")
    return recruitment.apply(
        cohort=world.spring, person=who, part=Part.MENTEE, given=told, terms="1", by=who, at=SIGNED_UP
    )


def take_up(letter: Letter) -> Letter:
    return next(each for each in letters.claim(at=SIGNED_UP, limit=100) if each.pk == letter.pk)


def write(world: World, key: str, **more: object) -> Letter:
    said = {"cohort_name": "Spring 2027", "link": "https://pares.example/certificate/"}
    to = worlds.person("Max")
    return letters.queue(
        kind="certificate_ready", key=key, to=to, values=said, at=SIGNED_UP, scheme=world.northgate, **more
    )


def test_a_sign_up_nobody_confirms_goes_after_7_days(world: World) -> None:
    sign_up(world, "Kit")
    kept = sign_up(world, "Kay")
    recruitment.confirm_address(application=kept, by=kept.person, at=SIGNED_UP)
    others = set(Application.objects.exclude(person__name="Kit"))

    assert forget(SIGNED_UP + timedelta(days=7) - SECOND) == NOTHING
    assert forget(SIGNED_UP + timedelta(days=7)) == gone("sign-ups whose address nobody confirmed")
    assert set(Application.objects.all()) == others
    assert forget(SIGNED_UP + timedelta(days=7)) == NOTHING


def test_a_list_goes_after_7_days_whether_taken_in_or_not(world: World) -> None:
    table = Table(["Name", "Email"], [Row(2, ["Lin Wu", "lin@nhs.net"])])
    for name in ("taken.csv", "left.csv"):
        kept = recruitment.keep_list(
            cohort=world.spring, part=Part.MENTEE, file_name=name, table=table, by=worlds.person("Asha"), at=SIGNED_UP
        )
        if name == "taken.csv":
            recruitment.bring_in(upload=kept, planned=[], by=None, at=SIGNED_UP)

    assert forget(SIGNED_UP + timedelta(days=7) - SECOND) == NOTHING
    assert forget(SIGNED_UP + timedelta(days=7)) == gone("lists brought in", 2)
    assert not Upload.objects.exists()


def test_an_errand_goes_30_days_after_it_ended(world: World) -> None:
    asked = errands.ask(kind="import_people", arguments={"upload": "1"}, by=None, at=SIGNED_UP)
    waiting = errands.ask(kind="import_people", arguments={"upload": "2"}, by=None, at=SIGNED_UP + SECOND)
    assert errands.claim(at=SIGNED_UP) == asked
    asked.refresh_from_db()
    errands.finish(errand=asked, result={}, at=SIGNED_UP)

    assert forget(SIGNED_UP + timedelta(days=30) - SECOND) == NOTHING
    assert forget(SIGNED_UP + timedelta(days=30)) == gone("errands")
    assert list(Errand.objects.all()) == [waiting]


def test_a_letters_words_go_90_days_after_it_left_and_its_row_stays(world: World) -> None:
    Letter.objects.all().delete()
    sent, aside = write(world, "sent", calendar="BEGIN:VCALENDAR\nMETHOD:REQUEST\n"), write(world, "aside")
    letters.skip(letter=aside, why="No longer wanted.", at=SIGNED_UP)
    letters.mark_sent(letter=take_up(sent), at=SIGNED_UP)
    waiting = write(world, "waiting", hold=True)

    assert forget(SIGNED_UP + timedelta(days=90) - SECOND) == NOTHING
    assert forget(SIGNED_UP + timedelta(days=90)) == gone("letters' words", 2)
    left = Letter.objects.order_by("key").values_list("key", "subject", "text", "html", "calendar")
    assert list(left) == [
        ("aside", sent.subject, "", "", ""),
        ("sent", sent.subject, "", "", ""),
        ("waiting", sent.subject, waiting.text, waiting.html, ""),
    ]
    assert forget(SIGNED_UP + timedelta(days=90)) == NOTHING


def test_a_letter_without_words_is_not_sent_again(world: World) -> None:
    letter = write(world, "failed")
    letters.mark_failed(letter=take_up(letter), problem="No such address.", retry_at=None, at=SIGNED_UP)
    late = SIGNED_UP + timedelta(days=90)
    forget(late)

    with pytest.raises(Forgotten):
        letters.try_again(letter=letter, by=None, at=late)


def test_the_ledger_goes_after_24_months_and_says_so(world: World) -> None:
    latest = Entry.objects.order_by("at").last()
    assert latest is not None

    counted = forget(latest.at + timedelta(days=730))["the ledger"]
    assert counted > 1
    assert set(Entry.objects.filter(at__lte=latest.at)) == set()
    assert Entry.objects.filter(verb="ledger.forget_old").count() == 1
