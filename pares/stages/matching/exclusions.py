"""Hard exclusions: pairs that are never made, whatever their score, each with the sentence shown to the lead.

The private kinds (not with, declared relationship, do not re-match, a stated must) are one kind from the
start: nothing that leaves this module tells them apart. Where such a wish names another mentee, it keeps its
owner out of every group, whatever that other mentee has said or done: otherwise a lead who sees somebody say
yes to groups, leave or come back could tell from what changes whom the wish names.

Sources: RCP, RCOG and Peninsula guidance on mentors outside the line of supervision.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from pares.stages.matching.overlap import UNKNOWN, journeys, shared
from pares.stages.matching.people import MenteeFacts, MentorFacts, PersonFacts, SchemeRules
from pares.stages.matching.table import Flags, Ints


class Exclusion(StrEnum):
    """A reason why a pair is not made; its value is the sentence shown."""

    SAME_PERSON = "They are the same person."
    SUPERVISOR = "The mentor is the mentee's educational or clinical supervisor."
    PROGRAMME_DIRECTOR = "The mentor directs the mentee's training programme."
    PANEL_MEMBER = "The mentor sits on the mentee's ARCP panel."
    ROTA_MAKER = "The mentor manages the mentee or makes their rota."
    SAME_TEAM = "They work in the same small team."
    GRADE_TOO_CLOSE = "The mentor's grade is not far enough above the mentee's."
    GRADE_TOO_FAR = "The mentor's grade is further above the mentee's than this scheme allows."
    GROUP = "This mentor meets mentees as a group, and the mentee has not said that a group suits them."
    TRAVEL = "The journey is longer than one of them can make, and they do not both accept video."
    UNTRAINED = "The mentor has not been trained yet."
    NOT_AGREED = "The mentor has not accepted the agreement yet."
    ON_LEAVE = "The mentor is on leave or has paused."
    FULL = "The mentor has no free place."
    PRIVATE = "Kept private."


Mentees = Sequence[MenteeFacts]
Mentors = Sequence[MentorFacts]


@dataclass(frozen=True, slots=True, eq=False)
class Exclusions:
    """Which pairs each kind excludes: rows are the mentees handed in, columns the mentors."""

    kinds: dict[Exclusion, Flags]
    allowed: Flags

    def why(self, row: int, column: int) -> tuple[Exclusion, ...]:
        """Give every reason why this pair is not made, always in the same order; () if it may be made."""
        return tuple(kind for kind, flags in self.kinds.items() if flags[row, column])


def exclude(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Exclusions:
    """Find all exclusions between these people."""
    rules = rules.among(mentees)
    kinds = {kind: find(mentors, mentees, rules) for kind, find in _FINDERS.items()}
    barred = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    for flags in kinds.values():
        barred |= flags
    return Exclusions(kinds, ~barred)


def _same_person(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
    """Ids of a mentor and of a mentee may be alike by chance; only keys make them one person."""
    return shared([one.keys for one in mentees], [one.keys for one in mentors]) > 0


def _supervisor(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
    named = shared([one.supervisors for one in mentees], [one.names for one in mentors])
    return (named + shared([one.names for one in mentees], [one.oversees for one in mentors])) > 0


def _programme_director(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
    return shared([one.programme_directors for one in mentees], [one.names for one in mentors]) > 0


def _panel_member(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
    return shared([one.panel_members for one in mentees], [one.names for one in mentors]) > 0


def _rota_maker(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
    return shared([one.rota_makers for one in mentees], [one.names for one in mentors]) > 0


def _same_team(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Flags:
    if not rules.teams_apart:
        return np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    open_to = [frozenset() if one.waives_team else _teams(one) for one in mentees]
    return shared(open_to, [_teams(one) for one in mentors]) > 0


def _teams(person: PersonFacts) -> frozenset[tuple[str, str]]:
    return frozenset({(person.site, person.team)}) if person.team else frozenset()


def _too_close(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Flags:
    return _gaps(mentors, mentees) < rules.smallest_gap


def _too_far(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Flags:
    flags: Flags = _gaps(mentors, mentees) > (np.inf if rules.largest_gap is None else rules.largest_gap)
    return flags


def _gaps(mentors: Mentors, mentees: Mentees) -> Ints:
    grades = np.array([one.grade for one in mentees], dtype=np.int64)[:, None]
    gaps: Ints = np.array([one.grade for one in mentors], dtype=np.int64) - grades
    return gaps


def _travel(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Flags:
    minutes = journeys(mentees, mentors, rules)
    too_far = (minutes > _limits(mentees)[:, None]) | (minutes > _limits(mentors))
    video = np.array([one.video for one in mentees], dtype=np.bool_)[:, None]
    both_video = video & np.array([one.video for one in mentors], dtype=np.bool_)
    flags: Flags = too_far & (minutes != UNKNOWN) & ~both_video
    return flags


def _group(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
    alone = np.array([not one.group for one in mentees], dtype=np.bool_)[:, None]
    flags: Flags = alone & _groups(mentors)
    return flags


def _groups(mentors: Mentors) -> Flags:
    return np.array([one.group for one in mentors], dtype=np.bool_)


def _limits(people: Sequence[PersonFacts]) -> npt.NDArray[np.float64]:
    longest = [np.inf if one.longest_journey is None else one.longest_journey for one in people]
    return np.array(longest, dtype=np.float64)


def _of_mentor(test: Callable[[MentorFacts], bool]) -> Callable[[Mentors, Mentees, SchemeRules], Flags]:
    """Give a finder for what depends on the mentor alone."""

    def find(mentors: Mentors, mentees: Mentees, _rules: SchemeRules) -> Flags:
        return np.tile(np.array([test(one) for one in mentors], dtype=np.bool_), (len(mentees), 1))

    return find


def _private(mentors: Mentors, mentees: Mentees, rules: SchemeRules) -> Flags:
    """Put the four private kinds, stated by either side or about another mentee, into one."""
    by_mentee = shared([_avoids(one) for one in mentees], [one.names for one in mentors])
    by_mentor = shared([one.names for one in mentees], [_avoids(one) for one in mentors])
    one_to_one = by_mentee + by_mentor + _unmet(mentees, mentors) + _unmet(mentors, mentees).T > 0
    fellow = np.array([bool((_avoids(one) & rules.fellows) - one.names) for one in mentees], dtype=np.bool_)[:, None]
    flags: Flags = one_to_one | fellow & _groups(mentors)
    return flags


def _avoids(person: PersonFacts) -> frozenset[str]:
    return person.not_with | person.related | person.never_again


def _unmet(these: Sequence[PersonFacts], others: Sequence[PersonFacts]) -> Ints:
    """Give how many musts of these people (rows) each of the others (columns) fails."""
    traits = [one.all_traits for one in others]
    wanted = [frozenset(demand.trait for demand in one.musts if demand.present) for one in these]
    unwanted = [frozenset(demand.trait for demand in one.musts if not demand.present) for one in these]
    number = np.array([len(traits) for traits in wanted], dtype=np.int64)
    return number[:, None] - shared(wanted, traits) + shared(unwanted, traits)


_FINDERS: dict[Exclusion, Callable[[Mentors, Mentees, SchemeRules], Flags]] = {
    Exclusion.SAME_PERSON: _same_person,
    Exclusion.SUPERVISOR: _supervisor,
    Exclusion.PROGRAMME_DIRECTOR: _programme_director,
    Exclusion.PANEL_MEMBER: _panel_member,
    Exclusion.ROTA_MAKER: _rota_maker,
    Exclusion.SAME_TEAM: _same_team,
    Exclusion.GRADE_TOO_CLOSE: _too_close,
    Exclusion.GRADE_TOO_FAR: _too_far,
    Exclusion.GROUP: _group,
    Exclusion.TRAVEL: _travel,
    Exclusion.UNTRAINED: _of_mentor(lambda mentor: not mentor.trained),
    Exclusion.NOT_AGREED: _of_mentor(lambda mentor: not mentor.agreed),
    Exclusion.ON_LEAVE: _of_mentor(lambda mentor: mentor.on_leave),
    Exclusion.FULL: _of_mentor(lambda mentor: mentor.free_places == 0),
    Exclusion.PRIVATE: _private,
}
