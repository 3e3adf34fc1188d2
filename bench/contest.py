"""One contender on one crowd, in a process of its own that `matching` starts: says it is ready, runs, tells."""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench import contenders, peers, verify
from bench.workload import Crowd, crowd

MOST_MEMORY = 8 << 30
TRIES, WITHDRAWN, ONCE_FROM = 3, 15, 1.0


def main() -> None:
    """Run what the two arguments name: a contender (or "changes") and how many mentees."""
    name, size = sys.argv[1], int(sys.argv[2])
    people = crowd(size, size * 6 // 10)
    if name == "changes":
        tell(ready=True)
        tell(**changes(people))
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    make: Callable[[Crowd], Callable[[], contenders.Answer]] = getattr(contenders, name, None) or getattr(peers, name)
    answer, told = measured(make, people)
    tell(**told)
    tell(**(proven(people, answer) if isinstance(answer, verify.Claim) else figures(people, answer)))


def tell(**what: Any) -> None:
    """Tell whoever started this."""
    sys.stdout.write(json.dumps(what, default=float) + "\n")
    sys.stdout.flush()


def measured(
    make: Callable[[Crowd], Callable[[], contenders.Answer]], people: Crowd
) -> tuple[contenders.Answer, dict[str, float]]:
    """Give the answer with seconds and megabytes above what was there before; the median of three where it is quick."""
    run = make(people)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    tell(ready=True)
    answer, seconds = timed(run)
    told = {"memory": memory("VmHWM") - before}
    times = [seconds]
    while seconds < ONCE_FROM and len(times) < TRIES:
        times.append(timed(make(people))[1])
    return answer, {"seconds": median(times), **told}


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Give what comes out and the seconds of work it took, whatever else the machine did meanwhile."""
    start = time.process_time()
    answer = run()
    return answer, time.process_time() - start


def memory(what: str) -> float:
    """Give a line of /proc/self/status in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


def figures(people: Crowd, assigned: contenders.Ints) -> dict[str, float]:
    """Give the figures of an answer by the scores, and how many of its pairs are not allowed."""
    scores = contenders.every_score(people)
    made = np.flatnonzero(assigned >= 0)
    own = scores[made, assigned[made]].astype(np.int64)
    good = own[own >= 0]
    over = np.bincount(assigned[made], minlength=len(people.places)) > people.places
    return {
        "matched": len(good),
        "worst": int(good.min(initial=1000)),
        "total": int(good.sum()),
        "broken": int((own < 0).sum() + over.sum()),
    }


def proven(people: Crowd, claim: verify.Claim) -> dict[str, Any]:
    """Give the figures claimed, what is wrong with the proof, and how long checking and one scoring pass take."""
    start = time.process_time()
    faults = verify.faults(people, claim)
    checked = time.process_time() - start
    rows, columns = np.arange(people.size), np.arange(len(people.places))
    none = np.zeros(people.size, dtype=np.int64)
    start = time.process_time()
    for _, _, block in people.margins(rows, columns, none, none, 2_000_000):
        block.max(axis=1, initial=-1)
    a_pass = time.process_time() - start
    told = {"matched": claim.matched, "worst": claim.worst, "total": claim.total, "broken": 0}
    return {**told, "faults": faults, "checked": checked, "a_pass": a_pass}


def changes(people: Crowd) -> dict[str, float]:
    """Give seconds for a mentor's withdrawal by repair and from nothing, and how often the two differ."""
    from pares.stages.matching.losing import losses
    from pares.stages.matching.problem import Allowed, Mentee, Mentor, Problem
    from pares.stages.matching.repair import Live
    from pares.stages.matching.solver import optimum
    from pares.stages.matching.table import NOBODY, Table

    score = contenders.every_score(people).astype(np.int64)
    mentees, mentors = (tuple(f"{side}{n:06}" for n in range(m)) for side, m in zip("em", score.shape, strict=True))
    table = Table(mentees, mentors, score, people.places, np.full(len(score), NOBODY), 1)
    live = Live(table, optimum(table))
    repairs, afresh, differ = [], [], 0
    for number, column in enumerate(np.random.default_rng(1).permutation(score.shape[1])[:WITHDRAWN]):
        places = table.places.copy()
        places[column] = 0
        changed = replace(table, places=places)
        then, seconds = timed(lambda changed=changed: live.figures_after(changed))  # type: ignore[misc]
        repairs.append(seconds)
        if number < TRIES:
            best, seconds = timed(lambda changed=changed: optimum(changed))  # type: ignore[misc]
            afresh.append(seconds)
            differ += (then.matched, then.worst, then.total) != (best.matched, best.worst, best.total)
    told = {"repair": median(repairs), "afresh": median(afresh), "differ": differ}
    if len(score) > contenders.LARGEST_TABLE // 5:
        return told
    pairs = [
        Allowed(table.mentees[i], table.mentors[j], int(score[i, j]))
        for i, j in zip(*np.nonzero(score >= 0), strict=True)
    ]
    able = tuple(Mentor(one, int(n)) for one, n in zip(table.mentors, table.places, strict=True))
    problem = Problem(able, tuple(Mentee(one) for one in table.mentees), tuple(pairs))
    return {**told, "losing": timed(lambda: losses(problem))[1]}


if __name__ == "__main__":
    main()
