"""Copies of a PostgreSQL database: by its own programs pg_dump and pg_restore."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from pares.management.copies.engine import Counts, NotDone

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = ANY (current_schemas(false))"
BEGINS = re.compile(rb"COPY (?:\w+\.)?(\w+) \(.*\) FROM stdin;")
ENDS = b"\\.\n"
PLAIN = ("--no-owner", "--no-privileges")


class Dump:
    """The site's PostgreSQL database."""

    ending = "dump"

    def write(self, copy: Path) -> Counts:
        """Let pg_dump copy the very moment whose rows are counted; raises NotDone."""
        program = _program("pg_dump")
        reach = connection.get_new_connection
        with connection.wrap_database_errors, closing(reach(connection.get_connection_params())) as held:
            held.autocommit = True
            with held.cursor() as cursor:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                cursor.execute("SELECT pg_export_snapshot()")
                (moment,) = cursor.fetchone()
                counts = _counts(cursor)
                where, secrets = _where()
                _run([program, "--format=custom", *PLAIN, f"--snapshot={moment}", f"--file={copy}", *where], secrets)
                cursor.execute("ROLLBACK")
        return counts

    def read(self, copy: Path) -> Counts:
        """Unpack a copy to the end and count the rows it would put back; raises NotDone."""
        reading = [_program("pg_restore"), "--file=-", str(copy)]
        with subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as unpacking:  # noqa: S603
            counts = _rows(unpacking.stdout or ())
            said = (unpacking.stderr.read() if unpacking.stderr else b"").decode(errors="replace").strip()
        if unpacking.returncode or not counts:
            raise NotDone(f"{copy.name} is damaged: {said or 'there are no tables in it'}.")
        return counts

    def is_taken(self) -> str:
        """Return the database that has tables already."""
        with connection.cursor() as cursor:
            cursor.execute(TABLES)
            taken = cursor.fetchone() is not None
        return f"the database {connection.settings_dict['NAME']}" if taken else ""

    def put_back(self, copy: Path) -> None:
        """Let pg_restore bring everything back, or nothing; raises NotDone."""
        (*options, name), secrets = _where()
        connection.close()
        whole = ("--single-transaction", "--exit-on-error", *PLAIN)
        _run([_program("pg_restore"), *whole, *options, f"--dbname={name}", str(copy)], secrets)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotDone(
            f"PostgreSQL's program {name} is not here. Install it in the server's version or a newer one "
            "(Debian: apt-get install postgresql-client), or run this where it is."
        )
    return found


def _where() -> tuple[list[str], dict[str, str]]:
    """Return what tells a PostgreSQL program where the database is, its name last, and the secrets it takes."""
    (_, *where), secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return where, dict(secrets or {})


def _run(command: list[str], secrets: dict[str, str]) -> None:
    done = subprocess.run(command, env=os.environ | secrets, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip() or "It gave no reason."
        raise NotDone(f"{Path(command[0]).name} stopped: {said}")


def _counts(cursor: Any) -> Counts:
    cursor.execute(TABLES)
    tables = sorted(name for (name,) in cursor.fetchall())
    counts = {}
    for name in tables:
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - a table's own name
        (counts[name],) = cursor.fetchone()
    return counts


def _rows(lines: Iterable[bytes]) -> Counts:
    counts: Counts = {}
    table = ""
    for line in lines:
        if table and line == ENDS:
            table = ""
        elif table:
            counts[table] += 1
        elif begun := BEGINS.match(line):
            table = begun[1].decode()
            counts[table] = 0
    return counts
