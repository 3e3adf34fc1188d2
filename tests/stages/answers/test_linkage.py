"""The attack the box must withstand: somebody has every version of the database and knows who answered when.

Chance links one answer right on average, whatever the number of people. The same attack on a plain table, the
planted weakness, must link nearly all: that shows the attack works.
"""

import json
import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from pares.stages.answers import box, opening
from pares.stages.answers.questionnaire import Questionnaire, read

SLOT, TRIALS = 128, 2000
DICE = random.Random()  # noqa: S311 - invented texts
ASKED: Questionnaire = read(
    {
        "key": "attack",
        "title": "",
        "intro": "",
        "minutes": 1,
        "questions": [{"key": "change", "kind": "text", "title": "", "longest": 200}],
    }
)


@dataclass
class Loot:
    """What the attacker holds: the file after each submission and after opening, and the rows at the end."""

    files: list[bytes] = field(default_factory=list)
    rows: list[tuple[int, str, str]] = field(default_factory=list)


def texts_of(people: int) -> list[str]:
    return [f"{DICE.getrandbits(64):016x}" * DICE.randint(1, 6) for _ in range(people)]


def sealed(texts: Sequence[str], database: sqlite3.Connection) -> Loot:
    loot, key = Loot(), box.new_key()
    database.execute("CREATE TABLE box (sealed BLOB)")
    blob = box.new(len(texts), key, b"id", slot=SLOT)
    database.execute("INSERT INTO box VALUES (?)", (blob,))
    loot.files.append(database.serialize())
    for text in texts:
        blob = box.put(blob, key, b"id", opening.to_bytes({"change": text}), slot=SLOT)
        database.execute("UPDATE box SET sealed = ?", (blob,))
        loot.files.append(database.serialize())
    kept = opening.split(ASKED, box.take(blob, key, b"id", slot=SLOT))
    return opened([text for _, text in kept.texts], database, loot)


def naive(texts: Sequence[str], database: sqlite3.Connection) -> Loot:
    loot = Loot()
    database.execute("CREATE TABLE sheet (content TEXT)")
    loot.files.append(database.serialize())
    for text in texts:
        database.execute("INSERT INTO sheet VALUES (?)", (json.dumps({"change": text}),))
        loot.files.append(database.serialize())
    return opened(DICE.sample(texts, len(texts)), database, loot)


def opened(texts: Sequence[str], database: sqlite3.Connection, loot: Loot) -> Loot:
    database.execute("CREATE TABLE answer (id TEXT PRIMARY KEY, value TEXT)")
    for text in texts:
        database.execute("INSERT INTO answer VALUES (?, ?)", (f"{DICE.getrandbits(128):032x}", text))
    loot.files.append(database.serialize())
    loot.rows = database.execute("SELECT rowid, id, value FROM answer ORDER BY rowid").fetchall()
    return loot


def seen_first(loot: Loot) -> list[str]:
    """Order the texts by the first version of the file in which they can be read, then by their row."""
    files = loot.files[1:-1]
    first = {text: next((i for i, f in enumerate(files) if text.encode() in f), -1) for _, _, text in loot.rows}
    return sorted((text for _, _, text in loot.rows), key=lambda text: first[text])


def by_identifier(loot: Loot) -> list[str]:
    return [text for _, _, text in sorted(loot.rows, key=lambda row: row[1])]


def by_place_in_file(loot: Loot) -> list[str]:
    return sorted((text for _, _, text in loot.rows), key=lambda text: loot.files[-1].index(text.encode()))


def by_bytes_changed(loot: Loot) -> list[str]:
    """Give the longest text to the submission that changed most of the file."""
    versions = loot.files[:-1]
    changed = [
        (len(new) - len(old)) * 10_000
        + sum(old[i : i + 16] != new[i : i + 16] for i in range(0, min(len(old), len(new)), 16))
        for old, new in pairwise(versions)
    ]
    ranked = sorted(range(len(changed)), key=lambda i: changed[i])
    by_length = sorted((text for _, _, text in loot.rows), key=len)
    return [text for _, text in sorted(zip(ranked, by_length, strict=True))]


def links(
    store: Callable[[Sequence[str], sqlite3.Connection], Loot],
    attacks: Sequence[Callable[[Loot], list[str]]],
    people: int,
    trials: int,
) -> list[float]:
    """Mean right links of each attack, who guesses texts in the order in which people answered."""
    right = [0] * len(attacks)
    for _ in range(trials):
        texts = texts_of(people)
        database = sqlite3.connect(":memory:")
        loot = store(texts, database)
        database.close()
        for number, attack in enumerate(attacks):
            right[number] += sum(a == b for a, b in zip(attack(loot), texts, strict=True))
    return [total / trials for total in right]


ORDERS = (seen_first, by_identifier, by_place_in_file)


@pytest.mark.parametrize("people", [5, 8, 20])
def test_the_sealed_box_leaves_an_attacker_with_chance(people: int) -> None:
    assert max(links(sealed, ORDERS, people, TRIALS)) <= 1.10


def test_how_much_of_the_file_changes_tells_nothing() -> None:
    assert max(links(sealed, [by_bytes_changed], 8, TRIALS)) <= 1.10
    assert max(links(naive, [by_bytes_changed], 8, 200)) > 1.5


@pytest.mark.parametrize("people", [5, 8, 20])
def test_the_same_attack_reads_a_plain_table(people: int) -> None:
    assert max(links(naive, ORDERS, people, 50)) > 0.9 * people
