"""The two published packages for matching mentors, on the kindest terms: neither pays for scoring.

mentor-match looks our score up and is told what is not allowed. mentormatch has rules of its own and cannot be told
ours; what its questions can hold is filled in, and the travel rule can be told exactly.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.contenders import NOBODY, every_score
from bench.workload import GRADES, INTEREST, INTERESTS, SPECIALTIES, TOO_FAR, Crowd

Ints = npt.NDArray[np.int64]
ROUNDS, YEARS_A_GRADE, FIRST_LEVEL, ELSEWHERE = 3, 7, 10, 4


def mentor_match_rounds(crowd: Crowd) -> Callable[[], Ints]:
    """Run mentor-match as its manual does: three rounds, whoever has nobody first; no mentor beyond their places."""
    from matching import process  # type: ignore[import-not-found, unused-ignore]
    from matching.mentee import Mentee  # type: ignore[import-not-found, unused-ignore]
    from matching.mentor import Mentor  # type: ignore[import-not-found, unused-ignore]
    from matching.rules.rule import UnmatchedBonus  # type: ignore[import-not-found, unused-ignore]

    score, barred = _look_up(crowd)
    mentors, mentees = _people(Mentor, len(crowd.places)), _people(Mentee, crowd.size)
    places = crowd.places.tolist()
    full = _disqualify(lambda match: len(match.mentor.mentees) >= places[match.mentor.place] or match.mentee.mentors)
    rounds = [[score, UnmatchedBonus(1000), full, barred] for _ in range(ROUNDS)]

    def run() -> Ints:
        process.process_data(mentors, mentees, rounds)
        return np.array([one.mentors[0].place if one.mentors else NOBODY for one in mentees])

    return run


def mentor_match_cloned(crowd: Crowd) -> Callable[[], Ints]:
    """Run mentor-match once, with each place as a mentor of its own."""
    from matching import process  # type: ignore[import-not-found, unused-ignore]
    from matching.mentee import Mentee  # type: ignore[import-not-found, unused-ignore]
    from matching.mentor import Mentor  # type: ignore[import-not-found, unused-ignore]

    score, barred = _look_up(crowd)
    mentors, mentees = _people(Mentor, int(crowd.places.sum())), _people(Mentee, crowd.size)
    for one, column in zip(mentors, np.repeat(np.arange(len(crowd.places)), crowd.places).tolist(), strict=True):
        one.place = column

    def run() -> Ints:
        process.process_data(mentors, mentees, [[score, barred]])
        return np.array([one.mentors[0].place if one.mentors else NOBODY for one in mentees])

    return run


def _people(kind: Any, count: int) -> list[Any]:
    people = [kind(grade=1, email=f"{kind.__name__}{number}") for number in range(count)]
    for number, one in enumerate(people):
        one.place = number
    return people


def _look_up(crowd: Crowd) -> tuple[Any, Any]:
    """Give a rule that looks the score up, and one that rules out."""
    from matching.rules.rule import Rule  # type: ignore[import-not-found, unused-ignore]

    scores = every_score(crowd).tolist()

    class Score(Rule):  # type: ignore[misc, unused-ignore]
        """Our score, by table look-up."""

        def apply(self, match_object: Any) -> int:
            return int(scores[match_object.mentee.place][match_object.mentor.place])

    return Score(), _disqualify(lambda match: scores[match.mentee.place][match.mentor.place] < 0)


def _disqualify(test: Callable[[Any], object]) -> Any:
    from matching.rules.rule import Disqualify  # type: ignore[import-not-found, unused-ignore]

    return Disqualify(lambda match: bool(test(match)))


def mentormatch(crowd: Crowd) -> Callable[[], Ints]:
    """Run mentormatch: wishes as named mentors, interests as skills, who is too far or must not be as a "no"."""
    from mentormatch.api import main  # type: ignore[import-not-found, unused-ignore]

    mentors = [_form(crowd, crowd.mentors, n) | {"max_mentee_count": int(m)} for n, m in enumerate(crowd.places)]
    mentees = [
        _form(crowd, crowd.mentees, row)
        | {
            "wwid": crowd.size * 10 + row,
            "favor": 0,
            "preferred_functions": [f"specialty {crowd.mentees.specialty[row]}"],
            "preferred_wwids": crowd.wished(row).tolist(),
        }
        for row in range(crowd.size)
    ]

    def run() -> Ints:
        main(mentors, mentees)
        given = [one["match_wwids"] for one in mentees]
        return np.array([one if isinstance(one, int) else NOBODY for one in given])

    return run


def _form(crowd: Crowd, side: Any, number: int) -> dict[str, Any]:
    """Answer its questions for one person; levels start above the two that it lets mentor each other."""
    told = side.columns[number, SPECIALTIES + GRADES : SPECIALTIES + GRADES + INTERESTS]
    far = np.flatnonzero((crowd.minutes[side.site[number]] > TOO_FAR) & (not side.video[number])).tolist()
    other = [] if side.must[number] < 0 else [f"gender {1 - side.must[number]}"]
    preferred = [] if side.prefers[number] < 0 else [f"gender {side.prefers[number]}"]
    return {
        "first_name": "A",
        "last_name": "B",
        "wwid": number,
        "position_level": FIRST_LEVEL + int(side.grade[number]),
        "years_total": YEARS_A_GRADE * int(side.grade[number]),
        "location": f"site {side.site[number]}",
        "gender": f"gender {side.gender[number]}",
        "skills": [str(one) for one in np.flatnonzero(told > min(INTEREST, 1) / 2)],
        "function": f"specialty {side.specialty[number]}",
        "preference_yes": [f"site {side.site[number]}", *preferred],
        "preference_no": [*(f"site {one}" for one in far), *other],
        # It pairs by its own lights only who has answered more than three such questions.
        "preference_maybe": [f"elsewhere {one}" for one in range(ELSEWHERE)],
    }
