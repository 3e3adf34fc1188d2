from random import Random

from pares.stages.matching.problem import Allowed, Mentee, Mentor, Problem, Witness
from pares.stages.matching.solver import solve
from tests.stages.matching.matching_oracle import small_problem


def _witness(problem: Problem, mentee: str) -> Witness:
    return next(left.witness for left in solve(problem).unmatched if left.mentee == mentee)


def test_every_witness_holds_the_mentee_and_has_too_few_places() -> None:
    random = Random(31)  # noqa: S311 - repeatable problems
    seen = 0
    for _ in range(400):
        problem = small_problem(random)
        locks, places = dict(problem.locked), {one.id: one.capacity for one in problem.mentors}
        for left in solve(problem).unmatched:
            mentees, mentors = set(left.witness.mentees), set(left.witness.mentors)
            assert left.mentee in mentees
            assert mentors == {
                pair.mentor
                for pair in problem.pairs
                if pair.mentee in mentees and locks.get(pair.mentee, pair.mentor) == pair.mentor
            }
            assert sum(places[mentor] for mentor in mentors) < len(mentees)
            seen += 1
    assert seen > 300


def test_three_mentees_share_two_places() -> None:
    pairs = [Allowed(mentee, mentor, 500) for mentee in ("e1", "e2", "e3") for mentor in ("m1", "m2")]
    pairs += [Allowed("e4", "m2", 900), Allowed("e4", "m3", 100)]
    mentors = tuple(Mentor(name, 1) for name in ("m1", "m2", "m3"))
    problem = Problem(mentors, tuple(Mentee(f"e{n}") for n in range(1, 5)), tuple(pairs))
    (left,) = solve(problem).unmatched
    assert left.witness == Witness(("e1", "e2", "e3"), ("m1", "m2"))


def test_a_locked_mentee_counts_with_the_one_mentor_locked() -> None:
    mentors = (Mentor("m1", 1), Mentor("m2", 1))
    pairs = (Allowed("e1", "m1", 5), Allowed("e1", "m2", 5), Allowed("e2", "m1", 5))
    problem = Problem(mentors, (Mentee("e1"), Mentee("e2")), pairs, locked=(("e1", "m1"),))
    assert _witness(problem, "e2") == Witness(("e1", "e2"), ("m1",))


def test_a_chain_of_mentees_is_followed_to_its_end() -> None:
    pairs = (
        Allowed("e1", "m1", 5),
        Allowed("e2", "m1", 5),
        Allowed("e2", "m2", 5),
        Allowed("e3", "m2", 5),
        Allowed("e3", "m1", 5),
    )
    problem = Problem((Mentor("m1", 1), Mentor("m2", 1)), tuple(Mentee(f"e{n}") for n in (1, 2, 3)), pairs)
    (left,) = solve(problem).unmatched
    assert left.witness == Witness(("e1", "e2", "e3"), ("m1", "m2"))
