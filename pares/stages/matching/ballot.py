"""Places by lot where they are short: the order of lots from a published seed, and who has a place by it.

Anybody can work the order out again. The lot of ticket 7 under the seed "14 32 5" is the SHA-256 of the text
"14 32 5/7", written in hexadecimal; the lowest comes first. In a shell: `printf '%s' '14 32 5/7' | sha256sum`.

The lots are gone through in this order, and everybody is taken who can still be matched together with all taken
before; locked pairs come before the first lot. Sets of mentees who can be matched together form a matroid (Edmonds
and Fulkerson, 1965), so the ballot leaves nobody more without a mentor than the best answer does.
"""

from dataclasses import replace
from hashlib import sha256

import numpy as np

from pares.stages.matching.table import NOBODY, Flags, Ints, Table


def lot_of(seed: str, ticket: int) -> str:
    """Give what a ticket's place in the order is told by: 64 hexadecimal digits."""
    return sha256(f"{seed}/{ticket}".encode()).hexdigest()


def order_of_lots(seed: str, tickets: int) -> list[int]:
    """Give the tickets 1 to `tickets` in the order of their lots."""
    return sorted(range(1, tickets + 1), key=lambda ticket: lot_of(seed, ticket))


def by_lot(table: Table) -> Table:
    """Give the table with only those mentees who have a place by their lots; without lots the table as it is."""
    return table if table.lots is None else only(table, taken(table, table.lots))


def only(table: Table, rows: Flags) -> Table:
    """Give the table with no pair allowed but those of these rows, and nothing more to be drawn."""
    return replace(table, score=np.where(rows[:, None], table.score, NOBODY), lots=None)


def taken(table: Table, lots: Ints) -> Flags:
    """Give the rows that have a place: the locked ones, then by lot all who can be matched with everybody before."""
    free = table.free_rows
    seats = _Seats(table.score[free] >= 0, table.free_places)
    place = {row: at for at, row in enumerate(free.tolist())}
    held: Flags = table.locked != NOBODY
    for row in lots.tolist():
        if row in place:
            held[row] = seats.take(place[row])
    return held


def before(table: Table, row: int, matched: Flags) -> Flags:
    """Give the matched rows that came before this one: locked, or drawn earlier. Without lots every other row."""
    if table.lots is None:
        others = np.ones(len(matched), dtype=np.bool_)
        others[row] = False
        return others
    at = int(np.flatnonzero(table.lots == row)[0])
    earlier: Flags = matched & (table.locked != NOBODY)
    earlier[table.lots[:at]] = matched[table.lots[:at]]
    return earlier


class _Seats:
    """Places given so far; sets of columns are whole numbers, a bit for each."""

    def __init__(self, allowed: Flags, places: Ints) -> None:
        packed = np.packbits(allowed, axis=1, bitorder="little")
        self.choice = [int.from_bytes(line.tobytes(), "little") for line in packed]
        self.left = places.tolist()
        self.free = sum(1 << column for column, number in enumerate(self.left) if number > 0)
        self.closed = 0
        self.rows: list[list[int]] = [[] for _ in self.left]
        self.column: dict[int, int] = {}

    def take(self, row: int) -> bool:
        """Give a row a place, moving others to other columns where needed; False where nobody can make room.

        Columns met in vain are full of rows that can have no other: they stay so, and are not looked at again.
        """
        met, reached_by, waiting = self.closed, dict[int, int](), [row]
        for one in waiting:
            fresh = self.choice[one] & ~met
            if fresh & self.free:
                self._move(one, _lowest(fresh & self.free), reached_by)
                return True
            met |= fresh
            while fresh:
                column = _lowest(fresh)
                fresh &= fresh - 1
                reached_by[column] = one
                waiting.extend(self.rows[column])
        self.closed = met
        return False

    def _move(self, row: int, column: int, reached_by: dict[int, int]) -> None:
        """Put a row into a column with a free place, whoever wanted the row's column into that, and so on."""
        self.left[column] -= 1
        if not self.left[column]:
            self.free &= ~(1 << column)
        while True:
            left = self.column.get(row)
            self.column[row] = column
            self.rows[column].append(row)
            if left is None:
                return
            self.rows[left].remove(row)
            row, column = reached_by[left], left


def _lowest(columns: int) -> int:
    return (columns & -columns).bit_length() - 1
