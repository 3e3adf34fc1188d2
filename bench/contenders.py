"""Those who match a crowd: ours, and what SciPy, networkx and a queue make of the same scores.

Each is made ready with the scores before the clock starts (ours scores by itself, within the time) and gives the mentor
of each mentee, -1 for none.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from bench.verify import Claim
from bench.workload import Crowd

Ints = npt.NDArray[np.int64]
Scores = npt.NDArray[np.int16]
Answer = Ints | Claim
NOBODY, LARGEST_TABLE = -1, 1_500


def every_score(crowd: Crowd) -> Scores:
    """Give the scores of all pairs at once."""
    return crowd.scores(np.arange(crowd.size), np.arange(len(crowd.places)))


def ours(crowd: Crowd) -> Callable[[], Answer]:
    """Score, solve and prove: in a table, or block by block beyond 1,500 mentees, as the product does."""
    from pares.stages.matching import flow, national, solver
    from pares.stages.matching.table import Table

    def by_table() -> Claim:
        score = every_score(crowd).astype(np.int64)
        mentees, mentors = (tuple(f"{side}{n:06}" for n in range(m)) for side, m in zip("em", score.shape, strict=True))
        best = solver.optimum(Table(mentees, mentors, score, crowd.places, np.full(crowd.size, NOBODY), 1))
        row, column = np.nonzero(score >= 0)
        edges = flow.Edges(row, column, score[row, column], crowd.size, crowd.places)
        better = edges.only(edges.score > best.worst)
        return Claim(
            best.assigned,
            best.matched,
            best.worst,
            best.total,
            flow.cover(edges, best.assigned),
            flow.cover(better, flow.largest(better, best.assigned)),
            best.each_pair,
            best.row_prices,
            best.column_prices,
        )

    def by_prices() -> Claim:
        mentees, mentors = (
            [f"{side}{n:06}" for n in range(m)] for side, m in zip("em", (crowd.size, len(crowd.places)), strict=True)
        )
        best = national.optimum(crowd, seed=1, names=(mentees, mentors))
        figures = best.assigned, best.matched, best.worst, best.total, best.most, best.better
        return Claim(*figures, best.prices.each_pair, best.prices.rows, best.prices.columns)

    return by_table if crowd.size <= LARGEST_TABLE else by_prices


def first_come(crowd: Crowd) -> Callable[[], Answer]:
    """Let each mentee in turn take the best mentor who has a place."""
    scores = every_score(crowd)

    def run() -> Ints:
        assigned, left = np.full(crowd.size, NOBODY), crowd.places.copy()
        for row in range(crowd.size):
            line = np.where(left > 0, scores[row], NOBODY)
            best = int(line.argmax())
            if line[best] >= 0:
                assigned[row] = best
                left[best] -= 1
        return assigned

    return run


def scipy_slots(crowd: Crowd) -> Callable[[], Answer]:
    """Give each place a column of its own, and a pair more than any total: most pairs, then most points."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[attr-defined]

    scores = every_score(crowd)

    def run() -> Ints:
        column = np.repeat(np.arange(len(crowd.places)), crowd.places)
        most = 1 + 1000 * min(crowd.size, len(column))
        worth = np.where(scores >= 0, scores + float(most), 0)[:, column]
        rows, chosen = linear_sum_assignment(worth, maximize=True)
        assigned = np.full(crowd.size, NOBODY)
        true = scores[rows, column[chosen]] >= 0
        assigned[rows[true]] = column[chosen[true]]
        return assigned

    return run


def networkx_simplex(crowd: Crowd) -> Callable[[], Answer]:
    """Send most pairs, then most points, through a network of all allowed pairs."""
    import networkx as nx  # type: ignore[import-untyped, unused-ignore]

    scores = every_score(crowd)

    def run() -> Ints:
        most = 1 + 1000 * crowd.size
        graph = nx.DiGraph()
        graph.add_node("from", demand=-crowd.size)
        graph.add_node("to", demand=crowd.size)
        graph.add_edge("from", "to", weight=0)
        graph.add_edges_from(("from", ("e", row), {"capacity": 1}) for row in range(crowd.size))
        graph.add_edges_from((("m", n), "to", {"capacity": int(many)}) for n, many in enumerate(crowd.places))
        row, column = np.nonzero(scores >= 0)
        weight = (-most - scores[row, column].astype(np.int64)).tolist()
        pairs = zip(row.tolist(), column.tolist(), weight, strict=True)
        graph.add_edges_from((("e", i), ("m", j), {"capacity": 1, "weight": cost}) for i, j, cost in pairs)
        _, flow = nx.network_simplex(graph)
        assigned = np.full(crowd.size, NOBODY)
        for i in range(crowd.size):
            assigned[i] = next((j for (_, j), used in flow[("e", i)].items() if used), NOBODY)
        return assigned

    return run
