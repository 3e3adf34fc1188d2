"""How fast and how well the matching matches, beside four others and a queue, in one run on the same problems.

Each contender matches each crowd in a process of its own and on one core, within a minute and eight gibibytes. Ours
scores, solves and proves within its time, and the proof is then checked by separate code over all pairs; the others are
handed the scores. Seconds are of the contender's own work, which a busy machine changes least; the minute is on the
clock.
ARGS="--sizes 40,300" measures some sizes only.
"""

import argparse
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WANTED = ROOT / "bench" / "peers.txt"
PEERS = ROOT / "build" / "peers"
SIZES = (40, 100, 300, 1_000, 3_000, 10_000)
ALONE = (30_000, 100_000)
A_MINUTE, OURS_ALONE = 60.0, 900.0
LARGEST_TABLE = 1_500
HERE, THERE = "here", "there"
OURS, OURS_FAST = "Pares", "Pares, OR-tools"
# Who: the name asked for in the process of its own, and which Python has what it needs.
CONTENDERS = {
    OURS: ("ours", HERE),
    OURS_FAST: ("ours", THERE),
    "scipy, places as columns": ("scipy_slots", HERE),
    "networkx, network simplex": ("networkx_simplex", THERE),
    "mentor-match, 3 rounds": ("mentor_match_rounds", THERE),
    "mentor-match, cloned": ("mentor_match_cloned", THERE),
    "mentormatch": ("mentormatch", THERE),
    "first come, best left": ("first_come", HERE),
}
CHANGED = (300, 1_000, 3_000)


@dataclass(frozen=True)
class Goal:
    """A ratio to reach, what it was this time (None: not measured), and at most how much it should be."""

    what: str
    reached: float | None
    most: float


def main() -> int:
    """Measure and print; exit with 1 where a proof does not hold."""
    options = _options()
    pythons = {HERE: sys.executable, THERE: str(options.peers or _peers())}
    found: dict[tuple[str, int], dict[str, Any]] = {}
    say(f"{'':28}{'seconds':>10}{'MB':>8}{'matched':>9}{'worst':>7}{'total':>12}{'broken':>8}  proof")
    for size in sorted(options.sizes):
        say(f"{size:,} mentees, {size * 6 // 10:,} mentors")
        for name in CONTENDERS:
            if (size in ALONE and name not in {OURS, OURS_FAST}) or (name == OURS_FAST and size <= LARGEST_TABLE):
                continue
            slower = [one for (who, at), one in found.items() if who == name and at < size and "seconds" not in one]
            found[name, size] = slower[0] if slower else _measured(pythons, name, size)
            say(_line(name, found[name, size]))
    for size in (one for one in CHANGED if one in options.sizes):
        found["changes", size] = _asked(pythons[HERE], "changes", size, OURS_ALONE)
    show_goals(list(goals(found)))
    wrong = [
        f"{name} at {size:,}: {' '.join(one['faults'])}" for (name, size), one in found.items() if one.get("faults")
    ]
    for sentence in wrong:
        say(sentence)
    return bool(wrong)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-matching", description=__doc__.splitlines()[0])
    everything = ",".join(map(str, (*SIZES, *ALONE)))
    parser.add_argument("--sizes", default=everything, help="how many mentees, with commas between")
    parser.add_argument("--peers", type=Path, help="a Python that has what bench/peers.txt names")
    options = parser.parse_args()
    options.sizes = [int(one) for one in options.sizes.split(",")]
    return options


def _peers() -> Path:
    """Make the environment the others live in, or find it as made before."""
    python, made = PEERS / "bin" / "python", PEERS / "peers.txt"
    if not made.exists() or made.read_bytes() != WANTED.read_bytes():
        say("Making an environment for the others in build/peers ...")
        subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True)  # noqa: S603 - our own Python
        asked = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "-r", str(WANTED)]
        subprocess.run([python, *asked], check=True)  # noqa: S603 - what the file pins
        made.write_bytes(WANTED.read_bytes())
    return python


def _measured(pythons: dict[str, str], name: str, size: int) -> dict[str, Any]:
    asked, where = CONTENDERS[name]
    return _asked(pythons[where], asked, size, OURS_ALONE if size in ALONE else A_MINUTE)


def _asked(python: str, name: str, size: int, limit: float) -> dict[str, Any]:
    """Let one process make itself ready, run for so many seconds at most, and tell; {"over": size} where it is not."""
    command = [python, "-m", "bench.contest", name, str(size)]
    # Threads that wait for each other in small products cost more than they bring, the more so on a busy machine.
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    surroundings = {**os.environ, **alone, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings) as child:  # noqa: S603 - ours
        lines: list[dict[str, Any]] = []
        try:
            lines.extend(_told(child, limit))
        except TimeoutError:
            child.kill()
            return {"over": size, "limit": limit}
        if not lines:
            _, said = child.communicate()
            return {"over": size, "failed": said.decode().strip().splitlines()[-1:] or ["ended"]}
    return {key: value for line in lines for key, value in line.items()}


def _told(child: "subprocess.Popen[bytes]", limit: float) -> Iterator[dict[str, Any]]:
    """Yield what a process tells after it said it is ready; TimeoutError where the first takes longer than it may."""
    out = child.stdout
    if out is None or not out.readline():
        return
    end = time.monotonic() + limit
    while not select.select([out], [], [], max(0.0, end - time.monotonic()))[0]:
        if time.monotonic() >= end:
            raise TimeoutError
    for line in out:
        yield json.loads(line)


def _line(name: str, one: dict[str, Any]) -> str:
    if "seconds" not in one:
        why = one.get("failed", [f"over {one.get('limit', 60):.0f} s at {one['over']:,}"])[0]
        return f"  {name:26}{why[:60]:>18}"
    figures = f"{one['matched']:9,}{one['worst']:7}{one['total']:12,}{one['broken']:8}"
    proof = ""
    if "checked" in one:
        proof = f"{'holds' if not one['faults'] else 'BROKEN'}, checked over all pairs in {one['checked']:.1f} s"
    return f"  {name:26}{one['seconds']:10.3f}{one['memory']:8.0f}{figures}  {proof}"


def goals(found: dict[tuple[str, int], dict[str, Any]]) -> Iterator[Goal]:
    """Yield what was meant to be reached, as ratios within this run."""

    def of(name: str, size: int, key: str = "seconds") -> float | None:
        value = found.get((name, size), {}).get(key)
        return None if value is None else float(value)

    def ratio(one: float | None, other: float | None) -> float | None:
        return None if one is None or not other else one / other

    def ours(size: int, key: str = "seconds") -> float | None:
        fast = of(OURS_FAST, size, key)
        return of(OURS, size, key) if fast is None else fast

    rounds, slots = "mentor-match, 3 rounds", "scipy, places as columns"
    for size, most in ((300, 25), (1_000, 100)):
        yield Goal(f"1  time of mentor-match, {size:,}", ratio(ours(size), of(rounds, size)), 1 / most)
        yield Goal(f"1  time of mentormatch, {size:,}", ratio(ours(size), of("mentormatch", size)), 1 / most)
    yield Goal("1  memory of mentor-match, 1,000", ratio(ours(1_000, "memory"), of(rounds, 1_000, "memory")), 1 / 20)
    proven = [one for one in found.values() if "faults" in one]
    yield Goal("2  proofs that do not hold", sum(bool(one["faults"]) for one in proven) if proven else None, 0)
    for size, limit in ((1_000, 4.0), (3_000, 1.0), (10_000, 0.4)):
        yield Goal(f"3  time of scipy, {size:,}", ratio(ours(size), of(slots, size)), limit)
    yield Goal("3  memory of scipy, 10,000", ratio(ours(10_000, "memory"), of(slots, 10_000, "memory")), 1 / 5)
    largest = ALONE[-1]
    yield Goal("4  scoring passes, 100,000", ratio(ours(largest), ours(largest, "a_pass")), 25)
    yield Goal("4  seconds, 100,000", ours(largest), 60)
    yield Goal("4  gibibytes, 100,000", ratio(ours(largest, "memory"), 1024), 1.5)
    for size in SIZES[2:]:
        most_points, points = of(slots, size, "total"), ours(size, "total")
        lost = None if most_points is None or points is None else 100 * (1 - points / most_points)
        yield Goal(f"5  % of points the worst pair costs, {size:,}", lost, 0.3)
    for size, most in zip(CHANGED, (5, 40, 100), strict=True):
        changes = found.get(("changes", size), {})
        yield Goal(
            f"6  repair of solving afresh, {size:,}", ratio(changes.get("repair"), changes.get("afresh")), 1 / most
        )
        if changes:
            yield Goal(f"6  repairs that differ, {size:,}", changes["differ"], 0)
    yield Goal("6  seconds, whom 300 cannot lose", of("changes", 300, "losing"), 0.5)


def show_goals(found: Sequence[Goal]) -> None:
    """Print what was reached of what was meant to be."""
    say(f"\n{'Meant to be reached (ours as a part of theirs, this run)':60}{'reached':>10}{'at most':>10}")
    for one in found:
        if one.reached is None:
            continue
        verdict = "" if one.reached <= one.most else "  missed"
        say(f"{one.what:60}{one.reached:10.4f}{one.most:10.4f}{verdict}")


if __name__ == "__main__":
    sys.exit(main())
