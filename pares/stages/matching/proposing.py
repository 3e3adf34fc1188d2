"""From the solver's answer to words a lead reads."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from pares.stages.matching.alternatives import Alternative
from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.fixes import Fix
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Proposal
from pares.stages.matching.problem import Solution, Unmatched
from pares.stages.matching.remedies import remedies
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import written
from pares.stages.matching.table import NOBODY, Flags, Table

Couple = tuple[str, str]

# From which score on a pair is called what; ours.
WEAK = 400
MOST_NAMED = 200
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
    live = Live.of(problem)
    found = written(live.table, live.best)
    if not frame.lots:
        found = replace(found, unmatched=_with_whole_crowds(live.table, found.unmatched))
    helpful = remedies(frame, live) if found.unmatched else {}
    about = {each.mentee: _about(each, helpful.get(each.mentee, ())) for each in found.unmatched}
    left = {who: {"why": words, "about": about.get(who, {})} for who, words in left_over(frame, found)}
    return Answer(found.pairs, left, _figures(frame, found, locks))


def _with_whole_crowds(table: Table, unmatched: tuple[Unmatched, ...]) -> tuple[Unmatched, ...]:
    """Let each witness name everybody who can only have its mentors, so that all left out of one crowd name the same.

    A witness stays one so: the mentors are the same, and the mentees only more.
    """
    crowds: dict[tuple[str, ...], tuple[str, ...]] = {}
    for mentors in {each.witness.mentors for each in unmatched if each.witness.mentors}:
        theirs = np.isin(table.mentors, mentors)
        none_else, one_here = (table.score[:, ~theirs] < 0).all(axis=1), (table.score[:, theirs] >= 0).any(axis=1)
        only: Flags = np.array(none_else & one_here, dtype=np.bool_)
        held = table.locked != NOBODY
        only[held] = theirs[table.locked[held]]
        crowds[mentors] = tuple(np.array(table.mentees)[only].tolist())
    return tuple(
        replace(each, witness=replace(each.witness, mentees=crowds.get(each.witness.mentors, each.witness.mentees)))
        for each in unmatched
    )


def _figures(frame: Frame, found: Solution, locks: tuple[Couple, ...]) -> dict[str, int]:
    """Return an answer's figures from the scores that are shown: others would tell what mentees chose."""
    if not frame.sealed:
        return asdict(found.objective)
    shown = {couple: frame.score(*couple) for couple in found.pairs}
    worst = min((score for couple, score in shown.items() if couple not in locks), default=0)
    return {"matched": len(shown), "worst": worst, "total": sum(shown.values())}


def _about(left: Unmatched, helpful: tuple[Fix, ...]) -> dict[str, Any]:
    """Return who shares the same few places, and what would help, as ids: names belong to the page.

    More than anybody would read are only counted, in the reason: each mentee left out of a thousand would name all.
    """
    few = len(left.witness.mentees) + len(left.witness.mentors) <= MOST_NAMED
    return {
        "mentees": list(left.witness.mentees) if few else [],
        "mentors": list(left.witness.mentors) if few else [],
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
        {
            "criterion": each.criterion.value,
            "weight": each.weight,
            "share": each.share,
            "words": each.words,
            "confidential": each.confidential,
        }
        for each in frame.reasons(mentee, mentor)
    ]


def left_over(frame: Frame, solution: Solution) -> Iterator[tuple[str, str]]:
    """Yield each unmatched person's id with the reason in words: mentees first, then mentors with no mentee."""
    for left in solution.unmatched:
        yield left.mentee, why_no_mentor(frame, left)
    used = {mentor for _, mentor in solution.pairs}
    for mentor in frame.mentors:
        if mentor.id not in used and mentor.free_places:
            yield mentor.id, why_no_mentee(frame, mentor.id)


def why_no_mentor(frame: Frame, left: Unmatched) -> str:
    """Return why a mentee has no mentor, in words."""
    rivals = len(left.witness.mentees)
    places = sum(frame.mentors[frame.columns[mentor]].free_places for mentor in left.witness.mentors)
    if places == 0:
        return f"No mentor is possible. {_what_stands_in_the_way(frame, left.mentee)}"
    if frame.lots:
        return _not_drawn(places)
    shared = f"{places} place" if places == 1 else f"{places} places"
    without = rivals - places
    return (
        f"{rivals} mentees, this one among them, can only have mentors who together have {shared}, "
        f"so {without} of them {'goes' if without == 1 else 'go'} without."
    )


def _not_drawn(places: int) -> str:
    """Return why a ballot leaves somebody without: those before, exactly as many as the places, fill them."""
    if places == 1:
        return "By lot no place is left: 1 mentee whose turn came before can only have the same mentors, and fills it."
    return (
        f"By lot no place is left: {places} mentees whose turn came before can only have the same mentors, "
        f"and fill all {places} places."
    )


def _what_stands_in_the_way(frame: Frame, mentee: str) -> str:
    """Return how many mentors each reason rules out, each mentor counted under its first reason."""
    counts: dict[str, int] = {}
    for mentor in frame.mentors:
        if found := frame.excluded(mentee, mentor.id):
            counts[found[0].value] = counts.get(found[0].value, 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{number} of {len(frame.mentors)}: {reason}" for reason, number in ordered)


def why_no_mentee(frame: Frame, mentor: str) -> str:
    """Return why a mentor has no mentee, in words."""
    column = frame.columns[mentor]
    if frame.exclusions.allowed[:, column].any():
        return "Not needed in the best answer: keep this mentor for late mentees and changes."
    own = (each for each in (Exclusion.UNTRAINED, Exclusion.ON_LEAVE) if frame.exclusions.kinds[each][:, column].any())
    return next((each.value for each in own), "No mentee is possible.")


def fit_in_words(score: int) -> str:
    """Return a score of 0 to 1000 as "Good fit, 72 of 100"."""
    words = next(words for least, words in FITS if score >= least)
    return f"{words}, {score // 10} of 100"


def cost_in_words(choice: Alternative, mentees: int, *, sealed: bool = False) -> str:
    """Return what another mentor costs: "2 others move, everybody still has a mentor, total fit falls by 3%.".

    `mentees` is how many wait in all. Where `sealed` choices decide too, the fit that is lost is not said: it would
    tell what somebody chose.
    """
    moved = len(choice.moves)
    others = {0: "Nobody else moves", 1: "1 other moves"}.get(moved, f"{moved} others move")
    fits = () if sealed else (_weakest(choice), _total(choice))
    return f"{', '.join(filter(None, (others, _matched(choice, mentees), *fits)))}."


def _matched(choice: Alternative, mentees: int) -> str:
    lost = choice.lost_matches
    if lost > 0:
        return "1 mentee fewer has a mentor" if lost == 1 else f"{lost} mentees fewer have a mentor"
    if lost < 0:
        return "1 mentee more has a mentor" if lost == -1 else f"{-lost} mentees more have a mentor"
    return "everybody still has a mentor" if choice.objective.matched == mentees else "as many are matched as now"


def _weakest(choice: Alternative) -> str:
    """Return how the weakest pair changes; nothing where it does not, or where there was none before."""
    after, before = choice.objective.worst, choice.objective.worst + choice.lost_worst
    if after == before or not before:
        return ""
    if after // 10 == before // 10:
        return f"the weakest pair is a little {'weaker' if after < before else 'stronger'}"
    return f"the weakest pair {'falls' if after < before else 'rises'} from {before // 10} to {after // 10} of 100"


def _total(choice: Alternative) -> str:
    lost, before = choice.lost_total, choice.objective.total + choice.lost_total
    if lost == 0:
        return "total fit stays the same"
    share = (200 * abs(lost) + before) // (2 * before) if before else 100
    change = "falls" if lost > 0 else "rises"
    return f"total fit {change} by {f'{share}%' if share else 'less than 1%'}"
