"""A small named cohort, and the matching of it reckoned by hand: nothing of the product's own arithmetic is used.

Ada, Ben and Cyd are trained, Dot is not. Jan cannot travel, and Lee's only mentors would be supervisors.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

WAY = 30
USUAL_REACH = 60
WEIGHTS = {
    "Travel between sites": 25,
    "Same previous post": 20,
    "Specialty and career interests": 15,
    "Topics wanted and offered": 15,
    "Ranked wishes": 15,
    "Shared experience the mentee asked for": 10,
    "Exam": 5,
    "Availability": 5,
    "Stated preferences": 5,
}
RISK, LIFE, EXAMS = "Uncertainty and risk", "Work and life", "Exams"
DAY, EVENING, WEEKEND = "weekday_day", "weekday_evening", "weekend"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What somebody told the scheme."""

    site: str = "Northgate"
    specialty: str = "Psychiatry"
    topics: frozenset[str] = frozenset()
    post: str = ""
    exam: str = ""
    times: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    prefers: tuple[str, ...] = ()
    supervisors: tuple[str, ...] = ()
    video: bool = True
    minutes: int | None = None
    places: int = 1
    trained: bool = True


People = Mapping[str, Facts]
Locks = Mapping[str, str]
MENTORS: People = {
    "Ada": Facts(
        specialty="Medicine",
        topics=frozenset({EXAMS, RISK}),
        post="Cardiology",
        exam="MRCP",
        times=(EVENING,),
        experience=("LTFT",),
        ranked=("Hal",),
        places=2,
    ),
    "Ben": Facts(specialty="Surgery", topics=frozenset({LIFE}), post="Surgery", times=(WEEKEND, DAY)),
    "Cyd": Facts(
        site="Southmere", topics=frozenset({EXAMS, LIFE}), post="Cardiology", exam="MRCS", times=(EVENING, WEEKEND)
    ),
    "Dot": Facts(site="Southmere", topics=frozenset({RISK}), trained=False),
}
MENTEES: People = {
    "Gus": Facts(
        specialty="Medicine",
        topics=frozenset({EXAMS, RISK, LIFE}),
        post="Cardiology",
        exam="MRCP",
        times=(EVENING,),
        experience=("LTFT", "RETURN"),
        prefers=("specialty:Medicine", "site:Southmere"),
    ),
    "Hal": Facts(specialty="Surgery", topics=frozenset({LIFE}), times=(WEEKEND,), ranked=("Ben", "Ada")),
    "Ivy": Facts(
        site="Southmere", topics=frozenset({EXAMS, LIFE}), post="Cardiology", times=(EVENING, WEEKEND), ranked=("Ada",)
    ),
    "Jan": Facts(site="Southmere", topics=frozenset({RISK, LIFE}), exam="MRCS", video=False, minutes=20),
    "Kim": Facts(topics=frozenset({RISK, LIFE}), exam="MRCP", minutes=45),
    "Lee": Facts(site="Southmere", video=False, minutes=10, supervisors=("Cyd", "Dot")),
}


@dataclass(frozen=True)
class Cohort:
    """The people, what counts how much, and the pairs that are locked."""

    mentors: People
    mentees: People
    weights: Mapping[str, int]
    locks: Locks

    def part(self, mentee: str, mentor: str) -> dict[str, tuple[Fraction, int]]:
        """What each criterion that applies gives: points earned, points it could give."""
        shares = _shares(mentee, self.mentees[mentee], mentor, self.mentors[mentor], self.mentors)
        counting = {name: share for name, share in shares.items() if share is not None and self.weights[name]}
        return {
            name: (Fraction(self.weights[name] * share, 1000), self.weights[name]) for name, share in counting.items()
        }

    def score(self, mentee: str, mentor: str) -> int:
        """The fit, 0 to 1000."""
        told = self.part(mentee, mentor).values()
        of = sum(points for _, points in told)
        return floor(1000 * sum(earned for earned, _ in told) / of + Fraction(1, 2)) if of else 1000

    def may(self, mentee: str, mentor: str) -> bool:
        """Whether the two may be a pair."""
        one, other = self.mentees[mentee], self.mentors[mentor]
        near = one.site == other.site or (one.video and other.video)
        near = near or min(each.minutes if each.minutes is not None else WAY for each in (one, other)) >= WAY
        return other.trained and mentor not in one.supervisors and near

    def best(self) -> tuple[dict[str, str], tuple[int, int, int]]:
        """The one best answer by trying every answer: its pairs, and how many, the weakest unlocked, all together."""
        places = {name: each.places for name, each in self.mentors.items()}
        scores = {
            (one, other): self.score(one, other)
            for one in self.mentees
            for other in self.mentors
            if self.may(one, other)
        }
        answers = list(_answers(sorted(self.mentees), places, scores, self.locks))
        figures = [self._figures(pairs, scores) for pairs in answers]
        (only,) = [pairs for pairs, found in zip(answers, figures, strict=True) if found == max(figures)]
        return only, max(figures)

    def _figures(self, pairs: Mapping[str, str], scores: Mapping[tuple[str, str], int]) -> tuple[int, int, int]:
        free = [scores[each] for each in pairs.items() if each[0] not in self.locks]
        return len(pairs), min(free, default=0), sum(scores[each] for each in pairs.items())

    def without(self, mentor: str) -> "Cohort":
        """The cohort when a mentor is gone, and their locks with them."""
        kept = {name: each for name, each in self.mentors.items() if name != mentor}
        return replace(self, mentors=kept, locks={one: other for one, other in self.locks.items() if other != mentor})

    def with_one_more(self, mentor: str) -> "Cohort":
        """The cohort when a mentor takes one more."""
        more = replace(self.mentors[mentor], places=self.mentors[mentor].places + 1)
        return replace(self, mentors={**self.mentors, mentor: more})

    def told_anew(self, who: str, **facts: object) -> "Cohort":
        """The cohort when somebody says something else."""
        if who in self.mentees:
            return replace(self, mentees={**self.mentees, who: replace(self.mentees[who], **facts)})
        return replace(self, mentors={**self.mentors, who: replace(self.mentors[who], **facts)})

    def locked(self, mentee: str, mentor: str) -> "Cohort":
        """The cohort with one more pair locked."""
        return replace(self, locks={**self.locks, mentee: mentor})

    def unlocked(self, mentee: str) -> "Cohort":
        """The cohort with a mentee's lock given up."""
        return replace(self, locks={one: other for one, other in self.locks.items() if one != mentee})


NOW = Cohort(MENTORS, MENTEES, WEIGHTS, {})


def _answers(mentees, places, scores, locks):
    if not mentees:
        yield {}
        return
    first, rest = mentees[0], mentees[1:]
    wanted = [locks[first]] if first in locks else [name for name in places if (first, name) in scores]
    for mentor in wanted:
        if places[mentor]:
            left = {**places, mentor: places[mentor] - 1}
            yield from ({first: mentor, **others} for others in _answers(rest, left, scores, locks))
    if first not in locks:
        yield from _answers(rest, places, scores, locks)


def _shares(name: str, mentee: Facts, mentor_name: str, mentor: Facts, mentors: People) -> dict[str, int | None]:
    """What each criterion gives in thousandths; None where it says nothing about this mentee."""
    named = mentee.ranked or any(name in each.ranked for each in mentors.values())
    met = sum(each in {f"site:{mentor.site}", f"specialty:{mentor.specialty}"} for each in mentee.prefers)
    return {
        "Travel between sites": _travel(mentee, mentor),
        "Same previous post": 1000 * (mentee.post == mentor.post) if mentee.post else None,
        "Specialty and career interests": 1000 * (mentee.specialty == mentor.specialty),
        "Topics wanted and offered": _some(mentee.topics, mentor.topics, 3),
        "Ranked wishes": _wishes(name, mentee, mentor_name, mentor) if named else None,
        "Shared experience the mentee asked for": _some(mentee.experience, mentor.experience, 3),
        "Exam": 1000 * (mentee.exam == mentor.exam) if mentee.exam else None,
        "Availability": _some(mentee.times, mentor.times, 2),
        "Stated preferences": _rounded(1000 * met, len(mentee.prefers)) if mentee.prefers else None,
    }


def _some(wanted, offered, enough: int) -> int | None:
    both = len(set(wanted) & set(offered))
    return min(1000, _rounded(1000 * both, min(len(wanted), enough))) if wanted else None


def _rounded(part: int, of: int) -> int:
    return floor(Fraction(part, of) + Fraction(1, 2))


def _travel(mentee: Facts, mentor: Facts) -> int:
    if mentee.site == mentor.site:
        return 1000
    reach = mentee.minutes or USUAL_REACH
    return max(800 * max(reach - WAY, 0) // reach, 200 * (mentee.video and mentor.video))


def _wishes(mentee: str, told: Facts, mentor: str, asked: Facts) -> int:
    own = 1000 - 200 * told.ranked.index(mentor) if mentor in told.ranked else 0
    theirs = 1000 - 200 * asked.ranked.index(mentee) if mentee in asked.ranked else 0
    return min(1000, own + theirs // 5) if told.ranked else theirs
