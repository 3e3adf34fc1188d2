"""Fixtures for the ground's tests."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

TogetherT = Callable[[Callable[[], Any], int], list[Any]]


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[TogetherT]:
    """Return a function that calls something in several threads at once, each with a connection of its own.

    On SQLite the threads get a real file, copied from the tests' memory when the threads start: only there do
    transactions exclude each other as they do in use. What they did is read by calling once more through `together`.
    """
    databases = connections.settings["default"]
    memory, copied = databases["NAME"], False

    def run(act: Callable[[], Any], times: int) -> list[Any]:
        nonlocal copied
        if connection.vendor == "sqlite" and not copied:
            databases["NAME"] = _copy(tmp_path / "together.sqlite3")
            copied = True
        return _at_once(act, times)

    yield run
    databases["NAME"] = memory


def _copy(path: Path) -> str:
    connection.ensure_connection()
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    return str(path)


def _at_once(act: Callable[[], Any], times: int) -> list[Any]:
    results: list[Any] = []
    start = threading.Barrier(times)

    def one() -> None:
        try:
            start.wait()
            results.append(act())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == times
    return results
