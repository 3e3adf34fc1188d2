"""From the solver's answer to words a lead reads."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pares.stages.matching.alternatives import Alternative
from pares.stages.matching.fixes import Fix
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Proposal
from pares.stages.matching.problem import Solution, Unmatched
from pares.stages.matching.remedies import remedies
from pares.stages.matching.solver import solve

Couple = tuple[str, str]

# From which score on a pair is called what; ours.
WEAK = 400
FITS = ((800, "Very good fit"), (600, "Good fit"), (WEAK, "Fair fit"), (0, "Weak fit"))


@dataclass(frozen=True)
class Answer:
    """The best pairs (mentee, mentor), who is left over with the reason and what would help, and the figures."""

    pairs: tuple[Couple, ...]
    left: dict[str, dict[str, Any]]
    figures: dict[str, int]


def answer(frame: Frame, locks: tuple[Couple, ...], seed: int) -> Answer:
    """Return the best answer with those (mentee, mentor) pairs locked, all of which must be allowed and fit."""
    problem = frame.table(locked=locks, seed=seed)
    found = solve(problem)
    helpful = remedies(frame, problem) if found.unmatched else {}
    about = {each.mentee: _about(each, helpful.get(each.mentee, ())) for each in found.unmatched}
    left = {who: {"why": words, "about": about.get(who, {})} for who, words in left_over(frame, found)}
    return Answer(found.pairs, left, asdict(found.objective))


def _about(left: Unmatched, helpful: tuple[Fix, ...]) -> dict[str, Any]:
    """Return who shares the same few places, and what would help, as ids: names belong to the page."""
    return {
        "mentees": list(left.witness.mentees),
        "mentors": list(left.witness.mentors),
        "fixes": [as_told(fix) for fix in helpful],
    }


def as_told(fix: Fix) -> dict[str, Any]:
    """Return a change that would help as a proposal keeps it."""
    return {"change": fix.change.name, "mentor": fix.mentor, "given": fix.given, "moved": fix.moved}


def standing_locks(proposal: Proposal | None, frame: Frame) -> tuple[Couple, ...]:
    """Return the locked pairs that still stand: both there, not excluded, no more than the mentor has places."""
    locked = proposal.pairs.filter(locked=True).order_by("pk") if proposal else ()
    couples = [(str(each.mentee_id), str(each.mentor_id)) for each in locked]
    known = [couple for couple in couples if couple[0] in frame.rows and couple[1] in frame.columns]
    free = Counter({mentor.id: mentor.free_places for mentor in frame.mentors})
    standing = []
    for couple in known:
        if free[couple[1]] and not frame.excluded(*couple):
            standing.append(couple)
            free[couple[1]] -= 1
    return tuple(standing)


def why(frame: Frame, mentee: str, mentor: str) -> list[dict[str, object]]:
    """Return a pair's reasons as a proposal keeps them."""
    return [
        {"criterion": each.criterion.value, "share": each.share, "words": each.words, "confidential": each.confidential}
        for each in frame.reasons(mentee, mentor)
    ]


def left_over(frame: Frame, solution: Solution) -> Iterator[tuple[str, str]]:
    """Yield each unmatched person's id with the reason in words: mentees first, then mentors with no mentee."""
    for left in solution.unmatched:
        yield left.mentee, why_no_mentor(frame, left)
    used = {mentor for _, mentor in solution.pairs}
    for mentor in frame.mentors:
        if mentor.id not in used and mentor.free_places:
            yield mentor.id, _why_no_mentee(frame, mentor.id)


def why_no_mentor(frame: Frame, left: Unmatched) -> str:
    """Return why a mentee has no mentor, in words."""
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


def fit_in_words(score: int) -> str:
    """Return a score of 0 to 1000 as "Good fit, 72 of 100"."""
    words = next(words for least, words in FITS if score >= least)
    return f"{words}, {score // 10} of 100"


def cost_in_words(choice: Alternative, mentees: int) -> str:
    """Return what another mentor costs, such as "2 others move, everybody still has a mentor, total fit falls by 3%.".

    `mentees` is how many wait in all.
    """
    moved = len(choice.moves)
    others = {0: "Nobody else moves", 1: "1 other moves"}.get(moved, f"{moved} others move")
    return f"{others}, {_matched(choice, mentees)}, {_total(choice)}."


def _matched(choice: Alternative, mentees: int) -> str:
    lost = choice.lost_matches
    if lost > 0:
        return "1 mentee fewer has a mentor" if lost == 1 else f"{lost} mentees fewer have a mentor"
    if lost < 0:
        return "1 mentee more has a mentor" if lost == -1 else f"{-lost} mentees more have a mentor"
    return "everybody still has a mentor" if choice.objective.matched == mentees else "as many are matched as now"


def _total(choice: Alternative) -> str:
    lost, before = choice.lost_total, choice.objective.total + choice.lost_total
    if lost == 0:
        return "total fit stays the same"
    share = (200 * abs(lost) + before) // (2 * before) if before else 100
    change = "falls" if lost > 0 else "rises"
    return f"total fit {change} by {f'{share}%' if share else 'less than 1%'}"
