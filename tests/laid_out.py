"""Rows made once and laid out again: building a world takes a hundred times as long as copying it."""

import pickle
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction

Row = tuple[Any, ...]
Tables = dict[str, tuple[list[str], list[Row]]]


class LaidOut:
    """What a function built, as rows and as the thing it returned; each `lay` puts both there anew."""

    def __init__(self, build: Callable[[], object]) -> None:
        """Let `build` make its rows, keep them, and take them back."""
        with transaction.atomic():
            before = _tables()
            made = build()
            after = _tables()
            transaction.set_rollback(True)
        self.made = pickle.dumps(made)
        new = {table: (columns, _without(rows, before[table][1])) for table, (columns, rows) in after.items()}
        self.tables = {table: (columns, rows) for table, (columns, rows) in new.items() if rows}

    def lay(self) -> Any:
        """Put the rows there and return a fresh copy of what was built."""
        quote = connection.ops.quote_name
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (columns, rows) in self.tables.items():
                places = ", ".join(["%s"] * len(columns))
                names = ", ".join(map(quote, columns))
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({places})", rows)  # noqa: S608 - our own names
        return pickle.loads(self.made)  # noqa: S301 - pickled above


def _tables() -> Tables:
    with connection.cursor() as cursor:
        return {table: _read(cursor, table) for table in connection.introspection.table_names(cursor)}


def _read(cursor: Any, table: str) -> tuple[list[str], list[Row]]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own name
    columns = [column[0] for column in cursor.description]
    return columns, [tuple(map(_as_written, row)) for row in cursor.fetchall()]


def _as_written(value: object) -> object:
    """Return a value read from a row as the database takes it."""
    match value:
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case date():
            return connection.ops.adapt_datefield_value(value)
        case time():
            return connection.ops.adapt_timefield_value(value)
    return value


def _without(rows: list[Row], known: list[Row]) -> list[Row]:
    return [row for row in rows if row not in known]
