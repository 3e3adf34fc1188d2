"""The proof of a matching held against every pair of a crowd, block by block; nothing here comes from the engine.

Three claims are checked in whole numbers. No more can be matched: each allowed pair has one of the mentees or mentors
of a cover whose places are as many as the pairs made. The worst pair cannot be better: the same for pairs above it, and
a cover of fewer places. The total cannot be higher: no pair from the worst up beats its prices, and these sum to the
total.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.workload import Crowd

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Claim:
    """What is claimed: the mentor of each mentee (-1: none), three figures, two covers and the prices."""

    assigned: Ints
    matched: int
    worst: int
    total: int
    most: tuple[Flags, Flags]
    better: tuple[Flags, Flags]
    each_pair: int
    rows: Ints
    columns: Ints


def faults(crowd: Crowd, claim: Claim) -> list[str]:
    """Give what is wrong with a claim; [] where it holds."""
    found = [*_sums(crowd, claim)]
    own: list[Ints] = []
    counted = np.zeros(3, dtype=np.int64)
    columns = np.arange(len(crowd.places))
    at_once = max(1, AT_ONCE // max(1, len(columns)))
    # Those of one site together, whom the crowd scores at once.
    order = np.lexsort((crowd.mentees.video, crowd.mentees.site))
    for start in range(0, crowd.size, at_once):
        rows = order[start : start + at_once]
        scores = crowd.scores(rows, columns)
        counted += _breaches(scores, claim, rows)
        made = np.flatnonzero(claim.assigned[rows] >= 0)
        own.append(scores[made, claim.assigned[rows[made]]].astype(np.int64))
    for number, what in zip(counted.tolist(), ("are not covered", "above the worst are not covered"), strict=False):
        if number:
            found.append(f"{number} pairs {what}.")
    if counted[2]:
        found.append(f"{counted[2]} pairs beat their prices.")
    return found + _figures(np.concatenate(own), claim)


def _breaches(scores: npt.NDArray[np.int16], claim: Claim, rows: Ints) -> Ints:
    """Count the pairs of a block that break the first cover, the second, and the prices."""
    allowed, above = scores >= 0, scores > claim.worst
    open_pairs = [
        scores[np.ix_(~row_in[rows], ~column_in)] > least
        for (row_in, column_in), least in ((claim.most, -1), (claim.better, claim.worst))
    ]
    levels = (claim.rows[rows] + claim.each_pair).astype(np.int32)
    beats = (scores - claim.columns.astype(np.int32)) > levels[:, None]
    beats &= allowed & (above | (scores == claim.worst))
    return np.array([open_pairs[0].sum(), open_pairs[1].sum(), beats.sum()], dtype=np.int64)


def _sums(crowd: Crowd, claim: Claim) -> list[str]:
    """Check what needs no scores: places, prices from 0 up, and the sums that make the covers and prices a proof."""
    taken = np.bincount(claim.assigned[claim.assigned >= 0], minlength=len(crowd.places))
    most, better = (int(rows.sum() + crowd.places[columns].sum()) for rows, columns in (claim.most, claim.better))
    paid = claim.each_pair * claim.matched + int(claim.rows.sum() + claim.columns @ crowd.places)
    wrong = {
        "A mentor has more mentees than places.": bool((taken > crowd.places).any()),
        "A price is below 0.": min(claim.rows.min(initial=0), claim.columns.min(initial=0)) < 0,
        "The first cover has another size than the matching.": most != claim.matched,
        "The second cover is not smaller than the matching.": bool(claim.matched) and better >= claim.matched,
        "The prices do not sum to the total.": paid != claim.total,
    }
    return [sentence for sentence, holds in wrong.items() if holds]


def _figures(own: Ints, claim: Claim) -> list[str]:
    """Check that the pairs made may be made, and the figures against their scores."""
    found = ["A pair is not allowed."] if (own < 0).any() else []
    true = (len(own), int(own.min()) if len(own) else 0, int(own.sum()))
    if true != (claim.matched, claim.worst, claim.total):
        found.append(f"The pairs give {true}, not what is claimed.")
    return found
