"""What would help all who are left out at once: every change holds when it is made and solved from nothing."""

from collections import Counter
from dataclasses import replace

import numpy as np

from pares.stages.matching.fixes import Change, Fix, fixes
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.problem import Problem
from pares.stages.matching.remedies import EACH, remedies
from pares.stages.matching.repair import Live
from pares.stages.matching.solver import solve
from pares.stages.matching.supposing import joined, one_more, withdrawn
from pares.stages.matching.table import Table

JOURNEYS = SchemeRules(journeys={("North", "South"): 90})


def cohort(seed: int) -> Frame:
    dice = np.random.default_rng(seed)
    sites, teams = ["North", "South"], ["red", "blue", ""]

    def both(name: str) -> dict[str, object]:
        far = {"longest_journey": 30, "video": bool(dice.random() < 0.5)}
        group = bool(dice.random() < 0.4)
        return {"id": name, "site": str(dice.choice(sites)), "team": str(dice.choice(teams)), "group": group, **far}

    mentors = [
        MentorFacts(**both(f"m{n}"), grade=4, capacity=int(dice.integers(1, 5)) % 4 or 1, trained=dice.random() < 0.8)
        for n in range(4)
    ]
    names = [f"e{n}" for n in range(8)]
    wishes = [{str(dice.choice(names))} if dice.random() < 0.2 else () for _ in names]
    mentees = [
        MenteeFacts(**both(name), grade=2, related=frozenset(wish)) for name, wish in zip(names, wishes, strict=True)
    ]
    return frame(mentors, mentees, JOURNEYS)


def with_it_made(whole: Frame, mentee: str, change: Change, mentor: str | None) -> Problem:
    mentors = list(whole.mentors)
    mentees = list(whole.mentees)
    for place, one in enumerate(mentors):
        if one.id == mentor and change is Change.PLACE:
            mentors[place] = replace(one, capacity=one.capacity + 1)
        if one.id == mentor and change is Change.TRAIN:
            mentors[place] = replace(one, trained=True)
    for place, each in enumerate(mentees):
        if each.id == mentee and change is Change.TEAM:
            mentees[place] = replace(each, waives_team=True)
        if each.id == mentee and change is Change.VIDEO:
            mentees[place] = replace(each, video=True)
        if each.id == mentee and change is Change.GROUP:
            mentees[place] = replace(each, group=True)
    return frame(mentors, mentees, whole.rules).problem(seed=5)


def test_each_remedy_holds_when_it_is_made_and_solved_from_nothing() -> None:
    kinds = set()
    for seed in range(60):
        whole = cohort(seed)
        problem = whole.problem(seed=5)
        now = solve(problem)
        left = {each.mentee for each in now.unmatched}
        found = remedies(whole, problem)
        assert found.keys() <= left
        for mentee, some in found.items():
            assert 0 < len(some) <= EACH
            for fix in some:
                then = solve(with_it_made(whole, mentee, fix.change, fix.mentor))
                before, after = dict(now.pairs), dict(then.pairs)
                assert after[mentee] == fix.given
                assert before.keys() <= after.keys()
                others = (before.keys() | after.keys()) - {mentee}
                assert fix.moved == sum(before.get(who) != after.get(who) for who in others)
                kinds.add(fix.change)
    assert kinds == {Change.PLACE, Change.TRAIN, Change.TEAM, Change.VIDEO, Change.GROUP}


def varied(dice: np.random.Generator) -> Frame:
    """A cohort with all that a change could open: full, untrained, without agreement, far away, one team."""
    few = ("a", "b", "c", "d")

    def both(name: str) -> dict[str, object]:
        topics = frozenset(dice.choice(few, int(dice.integers(0, 4)), replace=False).tolist())
        said = {"topics": topics, "video": bool(dice.random() < 0.6), "team": str(dice.choice(["red", "blue", ""]))}
        return {"id": name, "grade": 4, "site": str(dice.choice(["North", "South"])), "longest_journey": 45, **said}

    def mentor(number: int) -> MentorFacts:
        capacity = int(dice.choice([1, 1, 2, 3, 4]))
        taken = int(dice.integers(0, capacity + 1)) if dice.random() < 0.3 else 0
        able = {"trained": dice.random() < 0.8, "agreed": dice.random() < 0.9, "on_leave": dice.random() < 0.1}
        return MentorFacts(**both(f"m{number}"), capacity=capacity, taken=taken, **able)

    mentees = [replace(MenteeFacts(**both(f"e{n}")), grade=2) for n in range(int(dice.integers(2, 11)))]
    return frame([mentor(n) for n in range(int(dice.integers(1, 6)))], mentees, JOURNEYS)


def test_nothing_that_would_help_is_missing() -> None:
    """One search says what may help whom: what trying every change finds is all there."""
    dice, kinds = np.random.default_rng(4), Counter[Change]()
    for _ in range(150):
        whole = varied(dice)
        problem = whole.problem(seed=int(dice.integers(100)))
        live = Live.of(problem)
        found = remedies(whole, live, each=99, trials=10**6)
        for left in solve(problem).unmatched:
            everything = fixes(whole, live, left.mentee)
            wanted = [fix for fix in everything if fix.change is not Change.PLACE or not full_of_four(whole, fix)]
            assert list(found.get(left.mentee, ())) == wanted
            kinds.update(fix.change for fix in wanted)
    assert min(kinds[change] for change in Change if change is not Change.GROUP) >= 5


def full_of_four(whole: Frame, fix: Fix) -> bool:
    return whole.mentors[whole.columns[fix.mentor or ""]].capacity == 4


def test_a_mentor_with_four_takes_no_fifth_and_a_private_reason_is_no_remedy() -> None:
    full = MentorFacts(id="m", grade=4, capacity=4)
    mentees = [MenteeFacts(id=f"e{n}", grade=2) for n in range(5)]
    whole = frame([full], mentees, SchemeRules())
    assert remedies(whole, whole.problem()) == {}
    apart = frame([replace(full, capacity=1)], [replace(mentees[0], not_with=frozenset({"m"}))], SchemeRules())
    assert remedies(apart, apart.problem()) == {}


def test_one_mentee_may_be_looked_at_alone() -> None:
    whole = cohort(1)
    problem = whole.problem(seed=5)
    for each in solve(problem).unmatched:
        assert remedies(whole, problem, only=each.mentee).keys() <= {each.mentee}


def test_what_if_equals_solving_from_nothing() -> None:
    for seed in range(20):
        whole = cohort(seed)
        problem = whole.problem(seed=5)
        now = solve(problem)
        for mentor in whole.mentors:
            column = whole.columns[mentor.id]
            if not whole.exclusions.allowed[:, column].any():
                continue
            for found, places in ((withdrawn(problem, mentor.id), 0), (one_more(problem, mentor.id), None)):
                mentors = tuple(
                    replace(one, capacity=one.capacity + 1 if places is None else 0) if one.id == mentor.id else one
                    for one in problem.mentors
                )
                then = solve(replace(problem, mentors=mentors))
                assert (found.before, found.after) == (now.objective, then.objective)
                before, after = dict(now.pairs), dict(then.pairs)
                moves = {move.mentee: (move.before, move.after) for move in found.moves}
                people = before.keys() | after.keys()
                assert moves == {
                    who: (before.get(who), after.get(who)) for who in people if before.get(who) != after.get(who)
                }
        late = joined(problem, {"e0", "e3"})
        assert late.after == now.objective
        early = replace(problem, pairs=tuple(pair for pair in problem.pairs if pair.mentee not in {"e0", "e3"}))
        assert late.before == solve(early).objective


def test_a_table_laid_out_at_once_is_the_problem_s() -> None:
    for seed in range(10):
        whole = cohort(seed)
        pair = next(iter(zip(*np.nonzero(whole.exclusions.allowed), strict=True)), None)
        locks = [] if pair is None else [(whole.mentees[pair[0]].id, whole.mentors[pair[1]].id)]
        shuffled = frame(whole.mentors[::-1], whole.mentees[::-1], whole.rules)
        one, other = Table.of(whole.problem(locked=locks, seed=5)), shuffled.table(locked=locks, seed=5)
        assert (one.mentees, one.mentors, one.seed) == (other.mentees, other.mentors, other.seed)
        for left, right in ((one.score, other.score), (one.places, other.places), (one.locked, other.locked)):
            np.testing.assert_array_equal(left, right)
