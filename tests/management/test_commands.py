"""The operator's commands, each run as an operator runs it, with good and with bad input."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Site:
    """A folder of its own, and commands run in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PARES_", "DATABASE_URL"))}
        clean.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = clean | {"PARES_MODE": "develop", "PARES_DATA": str(folder), "PYTHONWARNINGS": "ignore"}

    def run(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "pares", *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @contextmanager
    def serving(self, port):
        server = subprocess.Popen(
            [sys.executable, "-m", "pares", "serve", "--port", str(port), "--workers", "1"],
            cwd=ROOT,
            env=self.environment,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site"))
    assert site.run("migrate").returncode == 0
    return site


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
    assert listed == ["check-install", "create-lead", "demo", "forget-second-step", "migrate", "serve", "work"]


def test_an_unknown_command_is_refused(site):
    outcome = site.run("fly")
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines()[0] == "Unknown command: 'fly'"


def test_production_refuses_to_start_half_configured(tmp_path):
    outcome = Site(tmp_path).run("check-install", PARES_MODE="production")
    assert (outcome.returncode, outcome.stderr) == (
        2,
        "Set PARES_SECRET_KEY: at least 50 random characters; signs cookies and codes.\n",
    )


def test_a_setting_that_makes_no_sense_is_named(tmp_path):
    outcome = Site(tmp_path).run("check-install", PARES_LETTERS_A_MINUTE="plenty")
    assert (outcome.returncode, outcome.stderr) == (
        2,
        "PARES_LETTERS_A_MINUTE is 'plenty'; it takes a whole number above 0.\n",
    )


def test_migrating_again_changes_nothing_and_keeps_no_copy(site):
    outcome = site.run("migrate", "--verbosity", "0")
    assert (outcome.returncode, outcome.stdout) == (0, "")
    assert not (site.folder / "copies").exists()


def test_a_copy_is_kept_before_the_database_changes(tmp_path):
    site = Site(tmp_path)
    with closing(sqlite3.connect(tmp_path / "pares.sqlite3")) as old:
        old.execute("CREATE TABLE from_before (word TEXT)")
        old.execute("INSERT INTO from_before VALUES ('kept')")
        old.commit()
    assert site.run("migrate").returncode == 0
    (copy,) = (tmp_path / "copies").iterdir()
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT word FROM from_before").fetchall() == [("kept",)]


def test_migrate_refuses_a_file_that_is_no_database(tmp_path):
    (tmp_path / "pares.sqlite3").write_text("this is not a database " * 100)
    outcome = Site(tmp_path).run("migrate")
    assert outcome.returncode == 1


def test_create_lead_lets_somebody_open_a_scheme(site):
    outcome = site.run("create-lead", "Asha@Example.org", "--name", "Asha Patel")
    assert (outcome.returncode, outcome.stdout) == (
        0,
        "Asha Patel can sign in as asha@example.org and open a scheme.\n",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("asha", "--name", "Asha"), "CommandError: asha is not an e-mail address."),
        (
            ("asha@example.org", "--name", " "),
            "CommandError: Give the name they are called, such as --name 'Asha Patel'.",
        ),
        (
            ("new@example.org", "--name", "New", "--scheme", "moon"),
            "CommandError: There is no scheme moon. The schemes here: none yet.",
        ),
    ],
)
def test_create_lead_refuses_in_a_sentence(site, arguments, sentence):
    outcome = site.run("create-lead", *arguments)
    assert outcome.returncode == 1
    assert outcome.stderr.splitlines()[-1] == sentence


def test_a_lost_second_step_is_forgotten_for_people_there_are(site):
    assert site.run("create-lead", "cleo@example.org", "--name", "Cleo").returncode == 0
    outcome = site.run("forget-second-step", "CLEO@example.org")
    said = "Cleo can set up a new second step at the next sign-in. Removed: 0.\n"
    assert (outcome.returncode, outcome.stdout) == (0, said)
    unknown = site.run("forget-second-step", "nobody@example.org")
    assert (unknown.returncode, unknown.stderr) == (1, "CommandError: Nobody signs in with nobody@example.org.\n")


def test_serve_and_work_refuse_a_database_that_is_not_ready(tmp_path):
    site = Site(tmp_path)
    for command in ("serve", "work"):
        outcome = site.run(command)
        assert outcome.returncode == 1
        assert outcome.stderr.splitlines()[-1].endswith("Run: python -m pares migrate")


def test_serve_refuses_a_port_that_is_no_number(site):
    outcome = site.run("serve", "--port", "eighty")
    assert outcome.returncode == 2
    assert outcome.stderr.splitlines()[-1].endswith("argument --port: invalid int value: 'eighty'")


def test_health_follows_the_worker_and_the_database(tmp_path):
    site = Site(tmp_path)
    assert site.run("migrate").returncode == 0
    with site.serving(free_port()) as address:
        assert health(address) == (503, {"well": False, "database": True, "worker": False, "engine": "sqlite"})
        assert site.run("work", "--once").returncode == 0
        assert health(address) == (200, {"well": True, "database": True, "worker": True, "engine": "sqlite"})
        # The worker is dead from here on; ten minutes later by the site's clock it shows.
        (tmp_path / "clock").write_text("600")
        assert health(address)[0] == 503
        (tmp_path / "clock").write_text("0")
        (tmp_path / "pares.sqlite3").write_bytes(b"")
        assert health(address) == (503, {"well": False, "database": False, "worker": False, "engine": "sqlite"})


def test_check_install_says_what_is_not_well_and_what_to_do(tmp_path):
    site = Site(tmp_path)
    assert site.run("migrate").returncode == 0
    before = site.run("check-install")
    assert before.returncode == 1
    assert before.stderr.splitlines()[-1] == "CommandError: Not well: Worker."
    assert site.run("work", "--once").returncode == 0
    after = site.run("check-install", "--send-to", "somebody@example.org")
    assert (after.returncode, after.stdout.splitlines()[-1]) == (0, "Everything is there.")
    wrong = site.run("check-install", "--send-to", "nobody")
    assert wrong.stderr.splitlines()[-1] == "CommandError: Not well: Mail."


def test_check_install_names_a_mail_server_that_does_not_answer(site):
    outcome = site.run("check-install", PARES_MAIL=f"smtp://127.0.0.1:{free_port()}")
    (mail,) = (line for line in outcome.stdout.splitlines() if line.startswith("Mail"))
    assert mail.split(maxsplit=3)[:3] == ["Mail", "NOT", "WELL"]


def test_the_demo_refuses_a_port_in_use(tmp_path):
    with closing(socket.socket()) as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        outcome = Site(tmp_path).run("demo", "--port", str(port))
    assert outcome.returncode == 1
    said = f"CommandError: Port {port} is in use. Choose another: make demo PORT={port + 1}"
    assert outcome.stderr.splitlines()[-1] == said
