"""From the solver's answer to words a lead reads."""

from collections.abc import Iterator

from pares.stages.matching.framing import Frame
from pares.stages.matching.problem import Solution, Unmatched
from pares.stages.matching.solver import solve


def solved(frame: Frame, locks: tuple[tuple[str, str], ...], seed: int) -> Solution:
    """Return the best answer with those (mentee, mentor) pairs locked; raises BadProblem where they do not fit."""
    return solve(frame.problem(locked=locks, seed=seed))


def why(frame: Frame, mentee: str, mentor: str) -> list[dict[str, object]]:
    """Return a pair's reasons as a proposal keeps them."""
    return [
        {"criterion": each.criterion.value, "share": each.share, "words": each.words, "confidential": each.confidential}
        for each in frame.reasons(mentee, mentor)
    ]


def left_over(frame: Frame, solution: Solution) -> Iterator[tuple[str, str]]:
    """Yield each unmatched person's id with the reason in words: mentees first, then mentors with no mentee."""
    for left in solution.unmatched:
        yield left.mentee, _why_no_mentor(frame, left)
    used = {mentor for _, mentor in solution.pairs}
    for mentor in frame.mentors:
        if mentor.id not in used and mentor.free_places:
            yield mentor.id, _why_no_mentee(frame, mentor.id)


def _why_no_mentor(frame: Frame, left: Unmatched) -> str:
    rivals = len(left.witness.mentees)
    places = sum(frame.mentors[frame.columns[mentor]].free_places for mentor in left.witness.mentors)
    if places == 0:
        return f"No mentor is possible. {_what_stands_in_the_way(frame, left.mentee)}"
    shared = f"{places} place" if places == 1 else f"{places} places"
    return f"{rivals} mentees, this one among them, can only have mentors who together have {shared}."


def _what_stands_in_the_way(frame: Frame, mentee: str) -> str:
    """Return how many mentors each reason rules out, each mentor counted under its first reason."""
    counts: dict[str, int] = {}
    for mentor in frame.mentors:
        if found := frame.excluded(mentee, mentor.id):
            counts[found[0].value] = counts.get(found[0].value, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{number} of {len(frame.mentors)}: {reason}" for reason, number in ordered)


def _why_no_mentee(frame: Frame, mentor: str) -> str:
    mentees = [mentee.id for mentee in frame.mentees]
    barred = [found for mentee in mentees if (found := frame.excluded(mentee, mentor))]
    if len(barred) < len(mentees):
        return "Not needed in the best answer: keep this mentor for late mentees and changes."
    own = {"The mentor has not been trained yet.", "The mentor is on leave or has paused."}
    return next((each.value for found in barred for each in found if each.value in own), "No mentee is possible.")
