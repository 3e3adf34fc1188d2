"""What a mentee chose decides like a ranked wish, before all others; no score that is shown has it in it."""

from dataclasses import replace

from pares.stages.matching.framing import frame
from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.scores import Criterion

MENTORS = [MentorFacts(id=f"m{number}", grade=5, keys=frozenset({f"m{number}@example.org"})) for number in range(5)]
ELLA = MenteeFacts(id="e1", grade=2)
WEIGHTS = {Criterion.WISHES: 15}


def decides(mentee: MenteeFacts) -> list[int]:
    """Return what each mentor counts, and see that what is shown is the same whatever was chosen."""
    whole = frame(MENTORS, [mentee], SchemeRules(), WEIGHTS)
    plain = frame(
        MENTORS, [replace(mentee, shortlisted=frozenset(), chosen=(), rather_others=False)], SchemeRules(), WEIGHTS
    )
    assert whole.sealed == bool(mentee.shortlisted)
    assert [whole.score("e1", each.id) for each in MENTORS] == [plain.score("e1", each.id) for each in MENTORS]
    assert [whole.reasons("e1", each.id) for each in MENTORS] == [plain.reasons("e1", each.id) for each in MENTORS]
    return whole.scores.decides[0].tolist()


def listed(*mentors: str, **told: object) -> MenteeFacts:
    return replace(ELLA, shortlisted=frozenset(mentors), **told)


def one(*mentors: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({mentor}) for mentor in mentors)


def test_an_order_counts_in_its_order_and_who_was_not_chosen_counts_nothing():
    assert decides(listed("m0", "m1", "m2", chosen=one("m2", "m0"))) == [800, 0, 1000, 0, 0]


def test_any_of_them_counts_all_in_full():
    assert decides(listed("m0", "m1", "m2", chosen=(frozenset({"m0", "m1", "m2"}),))) == [1000, 1000, 1000, 0, 0]


def test_somebody_else_counts_everybody_else():
    assert decides(listed("m0", "m1", "m2", rather_others=True)) == [0, 0, 0, 1000, 1000]


def test_wishes_made_before_come_after_and_never_for_somebody_on_the_list():
    before = ("m1@example.org", "m3@example.org")
    assert decides(replace(ELLA, ranked=before)) == [0, 1000, 0, 800, 0]
    assert decides(listed("m0", "m1", chosen=one("m0"), ranked=before)) == [1000, 0, 0, 600, 0]
    assert decides(listed("m0", "m1", rather_others=True, ranked=before)) == [0, 0, 200, 800, 200]


def test_where_nobody_chose_what_is_shown_decides():
    assert decides(ELLA) == [1000] * 5
