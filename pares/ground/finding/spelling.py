"""The word somebody meant: the closest of those our pages hold. Pure: no Django."""

from collections.abc import Mapping
from difflib import get_close_matches

SHORTEST = 4
CLOSE = 0.75


def closest(word: str, known: Mapping[str, int]) -> str:
    """Return the known word most like this one, the more frequent of equals, or "" where none is like it.

    `known` says how often each word stands on our pages. Short words and numbers are taken as they are.
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    near = [each for each in known if abs(len(each) - len(word)) <= 2 and each[0] == word[0]]  # noqa: PLR2004 - two slips
    alike = get_close_matches(word, near, n=5, cutoff=CLOSE)
    alike = alike or get_close_matches(word, [each for each in known if len(each) >= SHORTEST], n=5, cutoff=CLOSE)
    return max(alike, key=lambda each: (_slips(word, each), known[each]), default="")


def _slips(word: str, other: str) -> int:
    """Return less than 0: how many letters are missing, too many, wrong or swapped with their neighbour."""
    rows: list[list[int]] = [[*range(len(other) + 1)]]
    for i, a in enumerate(word, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and word[i - 2] == b:
                least = min(least, rows[i - 2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return -rows[-1][-1]
