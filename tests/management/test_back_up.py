"""A copy that counts comes back row by row; one that does not is never kept and never put back."""

import fcntl
import os
import re
import sqlite3
import threading
from argparse import ArgumentTypeError
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

from pares.ground import clock
from pares.ground.ledger import erased
from pares.ground.letters import actions as letters
from pares.ground.letters.models import Letter
from pares.ground.letters.models import State as Stands
from pares.guide.experience import actions as experience
from pares.guide.experience.models import LeadersAccount
from pares.management.commands.back_up import days
from pares.management.copies import folder as place
from pares.management.copies.engine import NotDone, refuse_differing
from pares.management.copies.postgresql import Dump
from pares.management.copies.putting_back import make_fit
from pares.management.copies.sqlite import File
from pares.stages.answers.actions import keys_in_use
from pares.stages.answers.keys import destroy
from pares.stages.evaluation.models import SurveyKind
from pares.stages.reminders.actions import catch_up, run_due
from tests import endings
from tests import world as worlds
from tests.guide.experience.telling import told
from tests.management.running import DATABASE, Site

AT = datetime(2027, 4, 7, 2, 15, tzinfo=UTC)
MONTH = timedelta(days=35)
FIRST_CONTACT = datetime(2027, 4, 14, 8, tzinfo=UTC)
CANARY = "SELECT email, name FROM pares_person"


@pytest.fixture
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for copies, away from the site's own."""
    return tmp_path_factory.mktemp("vault")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def copy_in(folder: Path) -> Path:
    (found,) = folder.glob("pares-*.sqlite3")
    return found


def asked(database: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as opened:
        return opened.execute(question).fetchall()


def numbers(path: Path, rows: int = 2000) -> Path:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE here (n)")
        made.execute("CREATE TABLE there (n)")
        made.executemany("INSERT INTO here VALUES (?)", [(n,) for n in range(rows)])
        made.commit()
    return path


def test_what_was_written_comes_back(fresh: Site, vault: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    fresh.run("create-lead", "canary@example.org", "--name", "Cañary")
    made = fresh.run("back-up", str(vault))
    copy = copy_in(vault)
    assert made.returncode == 0
    assert made.stdout.startswith(f"{copy} is a good copy: ")
    assert re.fullmatch(r"pares-\d{8}T\d{6}Z\.sqlite3", copy.name)
    assert names(vault) == [copy.name, f"{copy.name}.sha256", "pares-erased"]
    assert (copy.stat().st_mode & 0o777, asked(copy, CANARY)) == (0o600, [("canary@example.org", "Cañary")])

    again = fresh.run("restore", str(copy))
    assert (again.returncode, "only put into an empty place; nothing was changed" in again.stderr) == (1, True)

    elsewhere = Site(tmp_path_factory.mktemp("elsewhere"), Path(fresh.environment["PYTHONPYCACHEPREFIX"]))
    back = elsewhere.run("restore", str(copy))
    assert (back.returncode, back.stderr) == (0, "")
    assert asked(elsewhere.folder / DATABASE, CANARY) == [("canary@example.org", "Cañary")]
    assert names(elsewhere.folder) == ["erased", DATABASE]


def test_a_damaged_copy_is_caught_and_nothing_is_put_back(fresh: Site, vault: Path, empty: Site) -> None:
    fresh.run("back-up", str(vault))
    copy = copy_in(vault)
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size // 2)
        (byte,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    outcome = empty.run("restore", str(copy))
    said = f"CommandError: {copy.name} is damaged: it is not what {copy.name}.sha256 says. Take an earlier copy."
    assert (outcome.returncode, outcome.stderr.strip()) == (1, said)

    copy.with_name(f"{copy.name}.sha256").unlink()
    assert "--without-checksum" in empty.run("restore", str(copy)).stderr
    os.truncate(copy, copy.stat().st_size // 2)
    outcome = empty.run("restore", str(copy), "--without-checksum")
    assert (outcome.returncode, outcome.stderr.startswith("CommandError: ")) == (1, True)
    assert not empty.folder.exists()


def test_a_damaged_database_gives_no_copy_and_the_last_good_one_is_named(fresh: Site, vault: Path) -> None:
    fresh.run("back-up", str(vault))
    good = names(vault)
    database = fresh.folder / DATABASE
    with database.open("r+b") as file:
        file.seek(database.stat().st_size // 4)
        file.write(b"\xff" * (database.stat().st_size // 2))
    outcome = fresh.run("back-up", str(vault))
    assert outcome.returncode == 1
    assert outcome.stderr.startswith(f"CommandError: SQLite says about {database}: ")
    assert outcome.stderr.strip().endswith(f"Nothing was kept. The last good copy: {good[0]}.")
    assert names(vault) == good


def test_a_folder_of_the_sites_own_is_refused(settings: object, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "data"
    for folder in (settings.DATA, settings.DATA / "copies", settings.BOX_KEYS, tmp_path):
        with pytest.raises(NotDone, match=r"Name another folder, best on another disk\.$"):
            place.refuse_bad(folder)
    place.refuse_bad(tmp_path / "vault")


def test_copies_are_kept_no_longer_than_people_are_told() -> None:
    assert [days("1"), days("35")] == [1, 35]
    for typed in ("0", "36", "-1", "month"):
        with pytest.raises(ArgumentTypeError, match=r"^takes 1 to 35: "):
            days(typed)


def test_no_site_opens_on_a_restore_that_did_not_finish(settings: object, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    (tmp_path / "restore-not-finished").write_text("/vault/copy.sqlite3\n")
    for command in ("serve", "work"):
        with pytest.raises(CommandError, match=r"run again: python -m pares restore /vault/copy\.sqlite3$"):
            call_command(command)


def test_an_empty_file_is_no_copy(tmp_path: Path) -> None:
    """SQLite opens a file of 0 bytes as a database without tables."""
    copy = tmp_path / "copy.sqlite3"
    copy.touch()
    with pytest.raises(NotDone, match=r"^copy\.sqlite3 is damaged: there are no tables in it\.$"):
        File().read(copy)


def test_a_damaged_checksum_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    copy = numbers(tmp_path / "copy.sqlite3", rows=1)
    copy.with_name(f"{copy.name}.sha256").write_bytes(b"\xff\xfe")
    with pytest.raises(NotDone, match=r"^copy\.sqlite3 is damaged: it is not what copy\.sqlite3\.sha256 says\."):
        place.refuse_altered(copy)


def test_a_damaged_line_of_what_was_erased_hides_no_other(tmp_path: Path) -> None:
    path, one = tmp_path / "erased", erased.Erased(AT, "pares_person", UUID(int=7))
    path.write_bytes(b"\xff\x00 half a line\n" + str(one).encode())
    assert erased.read(path) == [one]


@pytest.mark.postgresql
def test_postgresql_is_copied_at_one_moment(transactional_db: None, tmp_path: Path) -> None:
    worlds.person("Line\nCOPY pares_person (name) FROM stdin;\n\\.")
    copy = tmp_path / "copy.dump"
    counts = Dump().write(copy)
    assert (counts["pares_person"], Dump().read(copy)) == (1, counts)
    os.truncate(copy, copy.stat().st_size - 1000)
    with pytest.raises(NotDone, match=r"^copy\.dump is damaged: "):
        Dump().read(copy)


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_copy_is_one_moment_of_a_database_that_is_being_written_to(tmp_path: Path, journal: str) -> None:
    source, begun, stop = numbers(tmp_path / "source.sqlite3"), threading.Event(), threading.Event()
    assert asked(source, f"PRAGMA journal_mode={journal}") == [(journal,)]

    def move() -> None:
        with closing(sqlite3.connect(source, timeout=30, isolation_level=None)) as busy:
            while not stop.wait(0.01):
                busy.execute("BEGIN IMMEDIATE")
                busy.execute("INSERT INTO there SELECT n FROM here LIMIT 1")
                busy.execute("DELETE FROM here WHERE rowid = (SELECT min(rowid) FROM here)")
                busy.execute("COMMIT")
                begun.set()

    writer = threading.Thread(target=move)
    writer.start()
    try:
        assert begun.wait(30)
        for n in range(3):
            copy = tmp_path / f"copy-{n}.sqlite3"
            counted = File(source).write(copy)
            assert File(source).read(copy) == counted
            assert sum(counted.values()) == 2000
            assert not [name for name in names(tmp_path) if name.startswith(f"{copy.name}-")]
        assert counted["there"] > 0
    finally:
        stop.set()
        writer.join()


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"pair": 2, "letter": 1}, "letter had 5 rows in the database and has 1 row there."),
        ({"pair": 2}, "letter had 5 rows in the database and has no place there."),
        ({"pair": 2, "letter": 5, "spare": 0}, "spare had no place in the database and has 0 rows there."),
    ],
)
def test_a_copy_that_lacks_rows_is_not_complete(found: dict[str, int], sentence: str) -> None:
    expected = {"pair": 2, "letter": 5}
    refuse_differing(expected, dict(expected))
    with pytest.raises(NotDone, match=f"^The copy is not complete: {sentence}$"):
        refuse_differing(expected, found)


def test_what_was_deleted_does_not_travel_along(tmp_path: Path) -> None:
    source = numbers(tmp_path / "source.sqlite3", 3)
    with closing(sqlite3.connect(source)) as opened:
        opened.execute("PRAGMA secure_delete = OFF")
        opened.execute("INSERT INTO here VALUES ('erased canary')")
        opened.commit()
        opened.execute("DELETE FROM here WHERE n = 'erased canary'")
        opened.commit()
    assert b"erased canary" in source.read_bytes()

    assert File(source).write(tmp_path / "copy.sqlite3") == {"here": 3, "there": 0}
    assert b"erased canary" not in (tmp_path / "copy.sqlite3").read_bytes()


def test_old_copies_go_and_nothing_else_does(settings: object, tmp_path: Path, vault: Path) -> None:
    settings.DATA = tmp_path
    old, young = AT - MONTH, AT - MONTH + timedelta(seconds=1)
    before = tmp_path / "copies"
    before.mkdir()
    kept = {f"{place.name(young, 'dump')}", "pares-erased", "holiday.sqlite3", "pares-20270101T000000Z.txt"}
    gone = {place.name(old, "sqlite3"), place.name(old, "dump"), f"{place.name(old, 'dump')}.sha256"}
    for name in kept | gone:
        (vault / name).write_text("")
    for moment in (old, young):
        (before / f"before-migrate-{moment:%Y%m%dT%H%M%S}.sqlite3").write_text("")

    assert place.remove_old(vault, AT, MONTH) == 3
    assert names(vault) == sorted(kept)
    assert names(before) == [f"before-migrate-{young:%Y%m%dT%H%M%S}.sqlite3"]


def test_one_copy_at_a_time_and_what_a_crash_left_is_cleared_away(vault: Path) -> None:
    (vault / ".pares-20270407T021500Z.sqlite3.part").write_text("half")
    with place.alone(vault):
        assert names(vault) == []
        with pytest.raises(NotDone, match=r"^Another copy is being made in "), place.alone(vault):
            pass
    held = os.open(vault, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(held)


def test_what_was_erased_since_is_erased_again(
    db: None, vault: Path, django_capture_on_commit_callbacks: object
) -> None:
    gone, stays = told(), told(name="Bo Berg")
    older = list(LeadersAccount.objects.filter(pk=gone.pk).values())
    with django_capture_on_commit_callbacks(execute=True):
        experience.withdraw(account=gone, by=None, at=AT)
    assert erased.place().read_text() == f"2027-04-07T02:15:00+00:00 leadersaccount {gone.pk}\n"
    # The list beside the copies counts where the site's own is lost with it.
    erased.place().rename(vault / "pares-erased")
    LeadersAccount.objects.bulk_create(LeadersAccount(**row) for row in older)

    for _ in range(2):
        make_fit(vault, AT + timedelta(hours=1))
        assert list(LeadersAccount.objects.all()) == [stays]
    assert erased.read(erased.place()) == [erased.Erased(AT, "leadersaccount", gone.pk)]
    erased.write(erased.place(), erased.read(erased.place()), AT + MONTH)
    assert erased.place().read_text() == ""


def test_after_a_restore_nobody_is_signed_in_and_no_letter_leaves_twice(
    world: worlds.World, signed_in: object, vault: Path
) -> None:
    worlds.match(world.spring)
    signed_in(worlds.person("Asha"))
    Letter.objects.all().delete()
    letters.queue(
        kind="sign_in_code", key="code", to="asha@example.org", values={"code": "KMQN-37CT"}, at=FIRST_CONTACT
    )
    # The site went down after nine o'clock's letters had left; the copy is from the night before.
    evening = FIRST_CONTACT + timedelta(hours=11)
    done = make_fit(vault, evening)

    assert (done[2], Session.objects.count()) == (1, 0)
    assert sorted(Letter.objects.values_list("kind", "state").distinct()) == [
        ("first_contact_check", Stands.HELD),
        ("sign_in_code", Stands.READY),
    ]
    assert done[3] == Letter.objects.held().count()
    assert run_due(at=evening + timedelta(minutes=1)) == 0


def test_before_nine_only_the_days_before_are_caught_up(world: worlds.World) -> None:
    worlds.match(world.spring)
    assert catch_up(at=FIRST_CONTACT - timedelta(hours=1)) == 0
    assert catch_up(at=FIRST_CONTACT + timedelta(hours=23)) == 2


def test_a_survey_without_its_key_is_named_and_stops_nothing(world: worlds.World, vault: Path) -> None:
    worlds.match(world.spring)
    survey = endings.send(world, SurveyKind.MENTOR_END)
    for box in keys_in_use():
        destroy(box)
    *_, lost = make_fit(vault, endings.AFTER)
    assert lost == (f"{survey.get_kind_display()}, Spring 2027, Northgate mentoring",)


def test_the_keys_still_needed_are_named_and_never_copied(
    world: worlds.World, settings: object, client: Client
) -> None:
    pairs = endings.grow(world, 5)
    survey = endings.send(world, SurveyKind.MENTOR_END)
    endings.answer(survey, *(pair.mentor for pair in pairs))
    assert [str(box) for box in keys_in_use()] == names(settings.BOX_KEYS)
    clock.go_to(endings.AFTER)
    endings.close(survey)
    assert keys_in_use() == []
