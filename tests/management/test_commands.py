"""The operator's commands, run as an operator runs them where that is what is tested, with good and with bad input."""

import json
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from pares.ground.people.models import Person
from tests import world as worlds
from tests.management.running import DATABASE


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def health(address, patience=20):
    """Return the status and what the health page says, waiting for the server to come up."""
    give_up = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)


def test_help_lists_every_command(site):
    printed = site.run("--help").stdout
    listed = [line.split()[0] for line in printed.splitlines() if line.startswith("  ")]
    ours = [
        "back-up",
        "check-content",
        "check-install",
        "check-links",
        "check-solution",
        "create-editor",
        "create-lead",
        "demo",
        "export-wording",
        "forget-second-step",
        "match",
        "migrate",
        "restore",
        "serve",
        "solve",
        "work",
    ]
    assert listed == ours


def test_an_unknown_command_is_refused(site):
    outcome = site.run("fly")
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines()[0] == "Unknown command: 'fly'"


def test_production_refuses_to_start_half_configured(empty):
    outcome = empty.run("check-install", PARES_MODE="production")
    assert (outcome.returncode, outcome.stderr) == (
        2,
        "Set PARES_SECRET_KEY: at least 50 random characters; signs cookies and codes.\n",
    )


def test_a_setting_that_makes_no_sense_is_named(empty):
    outcome = empty.run("check-install", PARES_LETTERS_A_MINUTE="plenty")
    assert (outcome.returncode, outcome.stderr) == (
        2,
        "PARES_LETTERS_A_MINUTE is 'plenty'; it takes a whole number above 0.\n",
    )


def test_migrating_again_changes_nothing_and_keeps_no_copy(site):
    outcome = site.run("migrate", "--verbosity", "0")
    assert (outcome.returncode, outcome.stdout) == (0, "")
    assert not (site.folder / "copies").exists()


def test_a_copy_is_kept_before_the_database_changes(fresh):
    with closing(sqlite3.connect(fresh.folder / DATABASE)) as old:
        old.execute("DROP TABLE django_session")
        old.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        old.commit()
    assert fresh.run("migrate").returncode == 0
    (copy,) = (fresh.folder / "copies").iterdir()
    tables = "SELECT count(*) FROM sqlite_master WHERE name IN ('django_session', 'pares_person')"
    with closing(sqlite3.connect(copy)) as kept, closing(sqlite3.connect(fresh.folder / DATABASE)) as changed:
        assert (kept.execute(tables).fetchone(), changed.execute(tables).fetchone()) == ((1,), (2,))


def test_migrate_refuses_a_file_that_is_no_database(empty):
    empty.folder.mkdir()
    (empty.folder / DATABASE).write_text("this is not a database " * 100)
    outcome = empty.run("migrate")
    assert outcome.returncode == 1


def test_create_lead_lets_somebody_open_a_scheme(site):
    outcome = site.run("create-lead", "Asha@Example.org", "--name", "Asha Patel")
    assert (outcome.returncode, outcome.stdout) == (
        0,
        "Asha Patel can sign in as asha@example.org and open a scheme.\n",
    )


def test_a_refusal_is_a_sentence_and_a_status(site):
    outcome = site.run("create-lead", "asha", "--name", "Asha")
    assert (outcome.returncode, outcome.stderr) == (1, "CommandError: asha is not an e-mail address.\n")


@pytest.mark.parametrize(
    ("address", "said", "sentence"),
    [
        ("asha", {"name": "Asha"}, "asha is not an e-mail address."),
        ("asha@example.org", {"name": " "}, "Give the name they are called, such as --name 'Asha Patel'."),
        (
            "new@example.org",
            {"name": "New", "scheme": "moon"},
            "There is no scheme moon. The schemes here: none yet.",
        ),
    ],
)
def test_create_lead_refuses_and_leaves_nobody_behind(db, address, said, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("create_lead", address, **said)
    assert (str(refused.value), list(Person.objects.all())) == (sentence, [])


def test_a_lost_second_step_is_forgotten_for_people_there_are(db, capsys):
    worlds.person("Cleo")
    call_command("forget_second_step", "CLEO@example.org")
    assert capsys.readouterr().out == "Cleo can set up a new second step at the next sign-in. Removed: 0.\n"
    with pytest.raises(CommandError, match=r"^Nobody signs in with nobody@example.org\.$"):
        call_command("forget_second_step", "nobody@example.org")


def test_serve_and_work_refuse_a_database_that_is_not_ready(empty):
    empty.folder.mkdir()
    for command in ("serve", "work"):
        outcome = empty.run(command)
        assert outcome.returncode == 1
        assert outcome.stderr.splitlines()[-1].endswith("Run: python -m pares migrate")


def test_serve_refuses_a_port_that_is_no_number(site):
    outcome = site.run("serve", "--port", "eighty")
    assert outcome.returncode == 2
    assert outcome.stderr.splitlines()[-1].endswith("argument --port: invalid int value: 'eighty'")


def test_health_follows_the_worker_and_the_database(fresh):
    site = fresh
    with site.serving(free_port()) as address:
        assert health(address) == (503, {"well": False, "database": True, "worker": False, "engine": "sqlite"})
        assert site.run("work", "--once").returncode == 0
        assert health(address) == (200, {"well": True, "database": True, "worker": True, "engine": "sqlite"})
        # The worker is dead from here on; ten minutes later by the site's clock it shows.
        (site.folder / "clock").write_text("600")
        assert health(address)[0] == 503
        (site.folder / "clock").write_text("0")
        (site.folder / DATABASE).write_bytes(b"")
        assert health(address) == (503, {"well": False, "database": False, "worker": False, "engine": "sqlite"})


def test_check_install_says_what_is_not_well_and_what_to_do(fresh):
    before = fresh.run("check-install", "--send-to", "nobody")
    assert (before.returncode, before.stderr.splitlines()[-1]) == (1, "CommandError: Not well: Worker, Mail.")
    assert fresh.run("work", "--once").returncode == 0
    after = fresh.run("check-install", "--send-to", "somebody@example.org")
    assert (after.returncode, after.stdout.splitlines()[-1]) == (0, "Everything is there.")


def test_check_install_names_a_mail_server_that_does_not_answer(site):
    outcome = site.run("check-install", PARES_MAIL=f"smtp://127.0.0.1:{free_port()}")
    (mail,) = (line for line in outcome.stdout.splitlines() if line.startswith("Mail"))
    assert mail.split(maxsplit=3)[:3] == ["Mail", "NOT", "WELL"]


def test_the_demo_refuses_a_port_in_use(empty):
    with closing(socket.socket()) as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        outcome = empty.run("demo", "--port", str(port))
    assert outcome.returncode == 1
    said = f"CommandError: Port {port} is in use. Choose another: make demo PORT={port + 1}"
    assert outcome.stderr.splitlines()[-1] == said
