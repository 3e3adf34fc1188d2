"""How well two people fit: the points of each criterion, and the score made of them.

score = round(1000 x points earned / points of the criteria that apply to this mentee), so that who asks for
little has the same ceiling; who gives nothing to go by has 1000 with everybody. What a mentee chose from a shortlist
is sealed: it stands in what decides, with the weight of a ranked wish, and in no score that is shown. All arithmetic is
in whole numbers, halves are rounded up. Only what a mentee said about themselves or asked for counts; nothing is
inferred from a person's name.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from pares.stages.matching.overlap import UNKNOWN, journeys, shared
from pares.stages.matching.people import LONGEST_RANKING, MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.table import Flags, Ints

FULL_SHARE = 1000
USUAL_REACH = 60
NEXT_SITE_SHARE = 800
VIDEO_SHARE = 200
LARGEST_WEIGHT = 1000


class Criterion(StrEnum):
    """What counts towards a score; the value is its name for the lead."""

    TRAVEL = "Travel between sites"
    POST = "Same previous post"
    INTEREST = "Specialty and career interests"
    TOPICS = "Topics wanted and offered"
    WISHES = "Ranked wishes"
    EXPERIENCE = "Shared experience the mentee asked for"
    EXAM = "Exam"
    AVAILABILITY = "Availability"
    PREFERENCE = "Stated preferences"


# The proportions a scheme starts with; ours, from what published schemes say they matched on.
DEFAULT_WEIGHTS: Mapping[Criterion, int] = MappingProxyType(
    {
        Criterion.TRAVEL: 25,
        Criterion.POST: 20,
        Criterion.INTEREST: 15,
        Criterion.TOPICS: 15,
        Criterion.WISHES: 15,
        Criterion.EXPERIENCE: 10,
        Criterion.EXAM: 5,
        Criterion.AVAILABILITY: 5,
        Criterion.PREFERENCE: 5,
    }
)

Mentees = Sequence[MenteeFacts]
Mentors = Sequence[MentorFacts]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion gave a pair: `share` thousandths of its `weight` points."""

    criterion: Criterion
    weight: int
    share: int

    @property
    def points(self) -> float:
        """The points earned, of `weight` possible."""
        return self.weight * self.share / FULL_SHARE


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """The scores of all pairs and what they are made of; rows are mentees as handed in, columns mentors.

    `score` is what people are shown and told the reasons of; `decides` is what the best answer is sought by.
    """

    score: Ints
    decides: Ints
    shares: Mapping[Criterion, Ints]
    applies: Mapping[Criterion, Flags]
    weights: Mapping[Criterion, int]

    def contributions(self, row: int, column: int) -> tuple[Contribution, ...]:
        """Give what each criterion that applies to this mentee gave this pair."""
        return tuple(
            Contribution(criterion, self.weights[criterion], int(share[row, column]))
            for criterion, share in self.shares.items()
            if self.applies[criterion][row]
        )

    def hiding(self, criteria: Collection[Criterion]) -> "Scores":
        """Give the same with these criteria in no score that is shown and in no reason; they go on deciding."""
        applies = {each: flags & (each not in criteria) for each, flags in self.applies.items()}
        return replace(self, score=_rounded(self.shares, applies, self.weights), applies=applies)


def checked_weights(weights: Mapping[Criterion, int]) -> dict[Criterion, int]:
    """Give a weight for every criterion, 0 where none is named; raises ValueError outside 0 to 1000."""
    for criterion, weight in weights.items():
        if type(weight) is not int or not 0 <= weight <= LARGEST_WEIGHT:
            raise ValueError(f"The weight of “{criterion}” must be a whole number from 0 to {LARGEST_WEIGHT}.")
    return {criterion: weights.get(criterion, 0) for criterion in Criterion}


def score(
    mentors: Mentors, mentees: Mentees, rules: SchemeRules, weights: Mapping[Criterion, int] = DEFAULT_WEIGHTS
) -> Scores:
    """Score every two of these people; all mentors are needed, as any of them may have ranked a mentee."""
    weight = checked_weights(weights)
    shares = {criterion: _SHARES[criterion](mentors, mentees, rules) for criterion in Criterion}
    applies = {
        criterion: np.array([weight[criterion] > 0 and asks(mentee) for mentee in mentees], dtype=np.bool_)
        for criterion, asks in _ASKS.items()
    }
    ranked = (shares[Criterion.WISHES] > 0).any(axis=1) & (weight[Criterion.WISHES] > 0)
    applies[Criterion.WISHES] = applies[Criterion.WISHES] | ranked
    shown = _rounded(shares, applies, weight)
    chose = np.array([bool(one.chosen) or one.rather_others for one in mentees], dtype=np.bool_)
    if not chose.any():
        return Scores(shown, shown, shares, applies, weight)
    wishes = _wishes_and_choices(mentors, mentees)
    counts = applies[Criterion.WISHES] | (chose & (weight[Criterion.WISHES] > 0))
    decides = _rounded(shares | {Criterion.WISHES: wishes}, applies | {Criterion.WISHES: counts}, weight)
    return Scores(shown, decides, shares, applies, weight)


def _rounded(
    shares: Mapping[Criterion, Ints], applies: Mapping[Criterion, Flags], weight: Mapping[Criterion, int]
) -> Ints:
    """Give the points earned of those possible, in thousandths."""
    earned = np.zeros(shares[Criterion.WISHES].shape, dtype=np.int64)
    possible = np.zeros(len(earned), dtype=np.int64)
    for criterion in Criterion:
        earned += weight[criterion] * applies[criterion][:, None] * shares[criterion]
        possible += weight[criterion] * applies[criterion]
    rounded = (2 * earned + possible[:, None]) // np.maximum(2 * possible, 1)[:, None]
    return np.where(possible[:, None] > 0, rounded, FULL_SHARE)


def _part(found: Ints, wanted: Sequence[int], enough: int) -> Ints:
    """Give the share for `found` things of those wanted, where `enough` of them count as all."""
    goal = np.minimum(np.maximum(np.array(wanted, dtype=np.int64), 1), enough)[:, None]
    share: Ints = np.minimum(FULL_SHARE, (2 * FULL_SHARE * found + goal) // (2 * goal))
    return share


def _travel(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Ints:
    """Give all for one site, then less by the minute until the mentee's limit (if not stated, an hour)."""
    minutes = journeys(mentees, mentors, rules)
    limits = [USUAL_REACH if mentee.longest_journey is None else mentee.longest_journey for mentee in mentees]
    reach = np.maximum(np.array(limits, dtype=np.int64), 1)[:, None]
    nearness = NEXT_SITE_SHARE * np.maximum(reach - minutes, 0) // reach
    video = np.array([mentee.video for mentee in mentees], dtype=np.bool_)[:, None]
    by_video = VIDEO_SHARE * (video & np.array([mentor.video for mentor in mentors], dtype=np.bool_))
    share = np.maximum(np.where(minutes == UNKNOWN, 0, nearness), by_video)
    same = shared([_known(one.site) for one in mentees], [_known(one.site) for one in mentors]) > 0
    return np.where(same, FULL_SHARE, share)


def _known(text: str) -> frozenset[str]:
    return frozenset({text} if text else ())


def _post(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    found = shared([one.previous_posts for one in mentees], [one.previous_posts for one in mentors])
    return FULL_SHARE * (found > 0)


def _interest(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    wanted = [interests_of(one) for one in mentees]
    found = shared(wanted, [one.interests | _known(one.specialty) for one in mentors])
    return _part(found, [len(one) for one in wanted], 2)


def interests_of(mentee: MenteeFacts) -> frozenset[str]:
    """Give what a mentee is drawn to: the interests stated, else their own specialty."""
    return mentee.interests or _known(mentee.specialty)


def _topics(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    found = shared([one.topics for one in mentees], [one.topics for one in mentors])
    return _part(found, [len(one.topics) for one in mentees], 3)


def _experience(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    found = shared([one.experience_asked for one in mentees], [one.experience for one in mentors])
    return _part(found, [len(one.experience_asked) for one in mentees], 3)


def _exam(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    return FULL_SHARE * (shared([one.exams for one in mentees], [one.exams for one in mentors]) > 0)


def _availability(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    found = shared([one.availability for one in mentees], [one.availability for one in mentors])
    return _part(found, [len(one.availability) for one in mentees], 2)


def _preference(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    traits = [one.all_traits for one in mentors]
    wanted = [frozenset(demand.trait for demand in one.preferences if demand.present) for one in mentees]
    unwanted = [frozenset(demand.trait for demand in one.preferences if not demand.present) for one in mentees]
    avoided = np.array([len(one) for one in unwanted], dtype=np.int64)[:, None] - shared(unwanted, traits)
    number = [len(one.preferences) for one in mentees]
    return _part(shared(wanted, traits) + avoided, number, max(number, default=1) or 1)


def _wishes(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Ints:
    """Give a fifth less for each place down the mentee's list, and a fifth of the mentor's wish on top.

    Where the mentee ranked nobody, the mentor's wish counts alone.
    """
    own = _places([_singly(one.ranked) for one in mentees], mentors)
    theirs = _places([_singly(one.ranked) for one in mentors], mentees).T
    ranks = np.array([bool(one.ranked) for one in mentees], dtype=np.bool_)[:, None]
    return np.where(ranks, np.minimum(FULL_SHARE, own + theirs // 5), theirs)


def _wishes_and_choices(mentors: Mentors, mentees: Mentees) -> Ints:
    """Give the same with the choices from a shortlist: they stand before all other wishes, and for those on it alone.

    For who would rather have somebody else, everybody else counts as a wish: the last one after those they named, or a
    first one where they named nobody.
    """
    named = np.array([bool(one.ranked) for one in mentees], dtype=np.bool_)[:, None]
    turns_down = np.array([one.rather_others for one in mentees], dtype=np.bool_)[:, None]
    listed = shared([one.shortlisted for one in mentees], [one.names for one in mentors]) > 0
    wished = _places([(frozenset(),) * len(one.chosen) + _singly(one.ranked) for one in mentees], mentors)
    others = np.maximum(wished, turns_down * np.where(named, FULL_SHARE // LONGEST_RANKING, FULL_SHARE))
    own = np.where(listed, _places([one.chosen for one in mentees], mentors), others)
    theirs = _places([_singly(one.ranked) for one in mentors], mentees).T
    ranks = np.array([bool(one.ranked or one.shortlisted) for one in mentees], dtype=np.bool_)[:, None]
    return np.where(ranks, np.minimum(FULL_SHARE, own + theirs // 5), theirs)


def _singly(keys: Iterable[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({key}) for key in keys)


def _places(
    orders: Sequence[tuple[frozenset[str], ...]], others: Sequence[MenteeFacts] | Sequence[MentorFacts]
) -> Ints:
    share = np.zeros((len(orders), len(others)), dtype=np.int64)
    called: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(others):
        for name in one.names:
            called[name].append(number)
    for row, order in enumerate(orders):
        for place, named in enumerate(order[:LONGEST_RANKING]):
            worth = FULL_SHARE * (LONGEST_RANKING - place) // LONGEST_RANKING
            for number in (number for name in named for number in called.get(name, ())):
                share[row, number] = max(share[row, number], worth)
    return share


_SHARES: dict[Criterion, Callable[[Mentors, Mentees, SchemeRules], Ints]] = {
    Criterion.TRAVEL: _travel,
    Criterion.POST: _post,
    Criterion.INTEREST: _interest,
    Criterion.TOPICS: _topics,
    Criterion.WISHES: _wishes,
    Criterion.EXPERIENCE: _experience,
    Criterion.EXAM: _exam,
    Criterion.AVAILABILITY: _availability,
    Criterion.PREFERENCE: _preference,
}

_ASKS: dict[Criterion, Callable[[MenteeFacts], bool]] = {
    Criterion.TRAVEL: lambda mentee: bool(mentee.site),
    Criterion.POST: lambda mentee: bool(mentee.previous_posts),
    Criterion.INTEREST: lambda mentee: bool(interests_of(mentee)),
    Criterion.TOPICS: lambda mentee: bool(mentee.topics),
    Criterion.WISHES: lambda mentee: bool(mentee.ranked),
    Criterion.EXPERIENCE: lambda mentee: bool(mentee.experience_asked),
    Criterion.EXAM: lambda mentee: bool(mentee.exams),
    Criterion.AVAILABILITY: lambda mentee: bool(mentee.availability),
    Criterion.PREFERENCE: lambda mentee: bool(mentee.preferences),
}
