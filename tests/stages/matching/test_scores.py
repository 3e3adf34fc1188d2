from dataclasses import replace
from typing import Any

import pytest

from pares.stages.matching.framing import frame
from pares.stages.matching.people import Demand, Experience, MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.scores import DEFAULT_WEIGHTS, Criterion, score
from pares.stages.matching.solver import solve

RULES = SchemeRules(journeys={("North", "South"): 30})
MENTOR = MentorFacts(id="m1", grade=4, site="North", specialty="Psychiatry", video=False)
MENTEE = MenteeFacts(id="e1", grade=2, video=False)


def _share(criterion: Criterion, mentor: dict[str, Any], mentee: dict[str, Any]) -> int:
    scores = score([replace(MENTOR, **mentor)], [replace(MENTEE, **mentee)], RULES)
    found = {one.criterion: one for one in scores.contributions(0, 0)}
    assert list(found) == [criterion]
    assert scores.score[0, 0] == found[criterion].share
    return found[criterion].share


def _words(mentor: dict[str, Any], mentee: dict[str, Any]) -> list[str]:
    framed = frame([replace(MENTOR, **mentor)], [replace(MENTEE, **mentee)], RULES)
    return [reason.words for reason in framed.reasons("e1", "m1")]


def test_default_weights() -> None:
    assert list(DEFAULT_WEIGHTS.values()) == [25, 20, 15, 15, 15, 10, 5, 5, 5]


def _set(*things: Any) -> frozenset[Any]:
    return frozenset(things)


KNOWN = [
    (Criterion.TRAVEL, {}, {"site": "North"}, 1000, "Both at North."),
    (Criterion.TRAVEL, {}, {"site": "South"}, 400, "30 minutes between South and North."),
    (Criterion.TRAVEL, {}, {"site": "South", "longest_journey": 40}, 200, "30 minutes between South and North."),
    (
        Criterion.TRAVEL,
        {"video": True},
        {"site": "South", "longest_journey": 20, "video": True},
        200,
        "30 minutes between South and North; both accept video.",
    ),
    (Criterion.TRAVEL, {}, {"site": "South", "longest_journey": 0}, 0, "30 minutes between South and North."),
    (Criterion.TRAVEL, {}, {"site": "West"}, 0, "At West and North; the journey is not known."),
    (
        Criterion.POST,
        {"previous_posts": _set("Elm", "Oak")},
        {"previous_posts": _set("Oak")},
        1000,
        "Both have worked in Oak.",
    ),
    (Criterion.POST, {}, {"previous_posts": _set("Oak")}, 0, "No post in common."),
    (
        Criterion.INTEREST,
        {},
        {"specialty": "Psychiatry"},
        1000,
        "The mentee is interested in Psychiatry; the mentor shares Psychiatry.",
    ),
    (
        Criterion.INTEREST,
        {"interests": _set("research")},
        {"interests": _set("research", "teaching", "law")},
        500,
        "The mentee is interested in law, research and teaching; the mentor shares research.",
    ),
    (
        Criterion.TOPICS,
        {"topics": _set("exams", "rotas")},
        {"topics": _set("exams", "audit", "leadership", "teaching")},
        333,
        "The mentee asked about audit, exams, leadership and teaching; the mentor offers exams.",
    ),
    (
        Criterion.TOPICS,
        {"topics": _set("exams")},
        {"topics": _set("exams")},
        1000,
        "The mentee asked about exams; the mentor offers that.",
    ),
    (
        Criterion.EXPERIENCE,
        {"experience": _set(Experience.LTFT)},
        {"experience_asked": _set(Experience.LTFT, Experience.IMG)},
        500,
        (
            "The mentee asked for experience of having trained in medicine abroad and training less than full time; "
            "the mentor has experience of training less than full time."
        ),
    ),
    (
        Criterion.EXAM,
        {"exams": _set("MRCPsych Paper A")},
        {"exams": _set("MRCPsych Paper A", "MRCPsych Paper B")},
        1000,
        "The mentee asked about MRCPsych Paper A and MRCPsych Paper B; the mentor offers MRCPsych Paper A.",
    ),
    (
        Criterion.AVAILABILITY,
        {"availability": _set("Monday evening")},
        {"availability": _set("Monday evening", "Friday lunch", "Tuesday lunch")},
        500,
        "Both are free: Monday evening.",
    ),
    (
        Criterion.PREFERENCE,
        {"traits": _set("woman")},
        {"preferences": _set(Demand("woman"), Demand("site:North", present=False), Demand("parent"))},
        333,
        "Preferences the mentee stated: 1 of 3 met.",
    ),
    (Criterion.WISHES, {}, {"ranked": ("m7", "m1")}, 800, "The mentor is wish 2 of the mentee."),
    (Criterion.WISHES, {"ranked": ("e1",)}, {}, 1000, "The mentee is wish 1 of the mentor."),
    (Criterion.WISHES, {}, {"ranked": ("m7",)}, 0, "Neither named the other as a wish."),
    (
        Criterion.WISHES,
        {"ranked": ("e7", "e1")},
        {"ranked": ("m7", "m8", "m1")},
        760,
        "They named each other: wish 3 of the mentee, wish 2 of the mentor.",
    ),
]


@pytest.mark.parametrize(("criterion", "mentor", "mentee", "share", "words"), KNOWN)
def test_known_answers_and_their_words(
    criterion: Criterion, mentor: dict[str, Any], mentee: dict[str, Any], share: int, words: str
) -> None:
    assert _share(criterion, mentor, mentee) == share
    assert _words(mentor, mentee) == [words]


def test_every_criterion_has_a_known_answer() -> None:
    assert {criterion for criterion, *_ in KNOWN} == set(Criterion)


def test_the_score_is_points_earned_of_points_that_apply() -> None:
    mentee = replace(MENTEE, site="South", topics=_set("exams", "audit"), previous_posts=_set("Oak"))
    mentor = replace(MENTOR, topics=_set("audit"))
    framed = frame([mentor], [mentee], RULES)
    points = {one.criterion: (one.points, one.weight) for one in framed.contributions("e1", "m1")}
    assert points == {Criterion.TRAVEL: (10, 25), Criterion.POST: (0, 20), Criterion.TOPICS: (7.5, 15)}
    assert framed.score("e1", "m1") == 292
    assert [reason.criterion for reason in framed.reasons("e1", "m1")] == [
        Criterion.TRAVEL,
        Criterion.TOPICS,
        Criterion.POST,
    ]


@pytest.mark.parametrize(("mentors", "mentees"), [([], []), ([MENTOR], []), ([], [MENTEE])])
def test_a_cohort_with_an_empty_side_has_no_pairs(mentors: list[MentorFacts], mentees: list[MenteeFacts]) -> None:
    assert solve(frame(mentors, mentees, RULES).problem()).pairs == ()


def test_what_was_not_asked_does_not_count() -> None:
    rich = replace(MENTOR, experience=frozenset(Experience), exams=_set("MRCP"), topics=_set("audit"))
    framed = frame([MENTOR, replace(rich, id="m2")], [replace(MENTEE, site="South")], RULES)
    assert framed.score("e1", "m1") == framed.score("e1", "m2") == 400


def test_who_gives_nothing_to_go_by_has_the_same_ceiling() -> None:
    assert score([MENTOR], [MENTEE], RULES).score.tolist() == [[1000]]


def test_a_mentors_wish_applies_to_all_mentors_of_that_mentee_and_to_nobody_else() -> None:
    mentors = [replace(MENTOR, ranked=("eli@example.org",)), replace(MENTOR, id="m2")]
    mentees = [replace(MENTEE, keys=_set("eli@example.org"), site="North"), replace(MENTEE, id="e2", site="North")]
    assert score(mentors, mentees, RULES).score.tolist() == [[1000, 625], [1000, 1000]]


def test_weights_are_proportions() -> None:
    mentee = replace(MENTEE, site="South", topics=_set("audit"))
    weights = {Criterion.TRAVEL: 30, Criterion.TOPICS: 10}
    doubled = {criterion: 2 * weight for criterion, weight in weights.items()}
    assert score([MENTOR], [mentee], RULES, weights).score.tolist() == [[300]]
    assert score([MENTOR], [mentee], RULES, doubled).score.tolist() == [[300]]


@pytest.mark.parametrize("weight", [-1, 1001, 2.5, True])
def test_a_weight_out_of_range_is_refused(weight: Any) -> None:
    with pytest.raises(ValueError, match="must be a whole number from 0 to 1000"):
        score([MENTOR], [MENTEE], RULES, {Criterion.TRAVEL: weight})


def test_a_ranking_of_six_is_refused() -> None:
    with pytest.raises(ValueError, match="ranks more than 5"):
        replace(MENTEE, ranked=tuple("abcdef"))


def test_vetoes_are_absent_from_every_reason() -> None:
    secret = _set("m1", "canary@example.org")
    vetoing = replace(
        MENTEE, site="North", not_with=secret, related=secret, never_again=secret, musts=_set(Demand("canary"))
    )
    plain = frame([MENTOR], [replace(MENTEE, site="North")], RULES)
    assert frame([MENTOR], [vetoing], RULES).reasons("e1", "m1") == plain.reasons("e1", "m1")


def test_wishes_preferences_and_experience_are_marked_confidential() -> None:
    mentee = replace(
        MENTEE, site="North", ranked=("m1",), preferences=_set(Demand("x")), experience_asked=_set(Experience.IMG)
    )
    told = {one.criterion: one.confidential for one in frame([MENTOR], [mentee], RULES).reasons("e1", "m1")}
    assert told == {
        Criterion.TRAVEL: False,
        Criterion.WISHES: True,
        Criterion.PREFERENCE: True,
        Criterion.EXPERIENCE: True,
    }
