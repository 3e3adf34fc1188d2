"""A proposal as it stands while leads choose by hand: who waits, whom each may have, and what a choice would cost."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pares.stages.matching import pool
from pares.stages.matching.choosing import Barred, barred
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Proposal
from pares.stages.matching.proposing import Couple, fit_in_words, why
from pares.stages.matching.still_possible import costly, most
from pares.stages.matching.table import Table
from pares.stages.recruitment.models import Application

People = Mapping[str, Application]


@dataclass(frozen=True)
class Option:
    """A mentor a mentee may have: how they fit and why, free places, whom they have now, and what it would cost."""

    mentor: Application
    score: int
    reasons: list[dict[str, Any]]
    free: int
    has: list[str]
    warning: str

    @property
    def fit(self) -> str:
        """How they fit, in words."""
        return fit_in_words(self.score)


@dataclass(frozen=True)
class Options:
    """All mentors for one mentee: those with a free place and those with none, the best fit first, and the others."""

    free: list[Option]
    full: list[Option]
    barred: list[Barred]


@dataclass(frozen=True)
class Standing:
    """The people of today with the pairs of a proposal that still stand."""

    frame: Frame
    pairs: Mapping[str, str]

    @cached_property
    def table(self) -> Table:
        """The problem with every pair kept."""
        return self.frame.table(locked=self.pairs.items())

    @cached_property
    def most(self) -> int:
        """How many mentees can have a mentor at most if these pairs stay."""
        return most(self.table)

    @property
    def waiting(self) -> list[tuple[str, int]]:
        """The mentees without a pair, each with how many mentors with a free place there are."""
        possible = ((self.table.score >= 0) & (self.table.free_places > 0)).sum(axis=1)
        those = zip(self.table.mentees, possible.tolist(), strict=True)
        return [(who, number) for who, number in those if who not in self.pairs]

    @property
    def free_places(self) -> int:
        """How many places are free with mentors who are trained and not away."""
        ready = {each.id for each in self.frame.mentors if each.trained and not each.on_leave}
        free = zip(self.table.mentors, self.table.free_places.tolist(), strict=True)
        return sum(max(0, number) for mentor, number in free if mentor in ready)

    def options(self, mentee: Application, people: People) -> Options | None:
        """Return all mentors for a mentee; None where the mentee does not wait any more."""
        who = str(mentee.pk)
        if who not in self.frame.rows:
            return None
        row = self.table.mentees.index(who)
        most_then, dear = costly(self.table, row)
        left = self.table.with_lock(row, -1).free_places
        has = defaultdict(list)
        for other, mentor in self.pairs.items():
            has[mentor].append(str(people[other].person))
        found = [
            Option(
                mentor=people[mentor],
                score=self.frame.score(who, mentor),
                reasons=why(self.frame, who, mentor),
                free=int(left[column]),
                has=sorted(has[mentor]),
                warning=self._warning(people[mentor], most_then - int(dear[column])),
            )
            for column, mentor in enumerate(self.table.mentors)
            if self.table.score[row, column] >= 0
        ]
        found.sort(key=lambda each: (-each.score, str(each.mentor.person), each.mentor.pk))
        return Options(
            [each for each in found if each.free > 0],
            [each for each in found if each.free <= 0],
            barred(self.frame, mentee, dict(people)),
        )

    def _warning(self, mentor: Application, then: int) -> str:
        if then >= self.most:
            return ""
        everybody = len(self.frame.mentees)
        return f"If you choose {mentor.person}, at most {then} of {everybody} can be matched instead of {self.most}."


def standing(proposal: Proposal, on: date) -> Standing:
    """Return a proposal as it stands on a day: pairs of people who have left, or may not be matched now, do not."""
    frame = pool.frame_of(proposal.cohort, on, without=pool.set_aside(proposal.cohort))
    couples = [(str(each.mentee_id), str(each.mentor_id)) for each in proposal.pairs.order_by("pk")]
    free = Counter({mentor.id: mentor.free_places for mentor in frame.mentors})
    kept: list[Couple] = []
    for mentee, mentor in couples:
        if mentee in frame.rows and free[mentor] and not frame.excluded(mentee, mentor):
            kept.append((mentee, mentor))
            free[mentor] -= 1
    return Standing(frame, dict(kept))
