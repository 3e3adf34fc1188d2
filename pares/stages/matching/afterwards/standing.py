"""A confirmed cohort as it stands on a day: who has whom, who waits, which places are free, and who could have whom."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import Count, Q

from pares.ground.cohorts.models import Cohort
from pares.stages.matching import pool
from pares.stages.matching.framing import Frame
from pares.stages.matching.keeping import columns_of
from pares.stages.matching.models import Pair
from pares.stages.matching.table import NOBODY, Ints, Table
from pares.stages.recruitment.models import Application
from pares.stages.training.models import with_training


@dataclass(frozen=True)
class Standing:
    """What there is to go by; people are told apart by the id of their application.

    `pairs` are the pairs that stand by mentee, but for those whose mentor no longer counts: nobody there moves.
    """

    cohort: Cohort
    seed: int
    frame: Frame
    pairs: Mapping[str, Pair]
    free: Mapping[str, int]
    closed: frozenset[str]
    still_open: frozenset[str]
    ever: int

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """The mentees who may be matched and have no mentor."""
        return tuple(sorted(self.frame.rows.keys() - self.pairs.keys()))

    @cached_property
    def columns(self) -> Ints:
        """The column of the problem each mentee stands with, -1 for who waits."""
        return columns_of(self.table, [(who, str(pair.mentor_id)) for who, pair in self.pairs.items()])

    @cached_property
    def table(self) -> Table:
        """The whole cohort as a problem.

        A pair that stands may stay whatever its facts are by now. Nobody new goes to a mentor who has too many or is
        left out, and a mentee who could not be matched today keeps their mentor or has none.
        """
        locked = [(who, str(pair.mentor_id)) for who, pair in self.pairs.items() if pair.locked]
        table = self.frame.table(locked=locked, seed=self.seed)
        row = {name: place for place, name in enumerate(table.mentees)}
        column = {name: place for place, name in enumerate(table.mentors)}
        score, places = table.score.copy(), table.places.copy()
        score[:, [column[mentor] for mentor in self.closed]] = NOBODY
        score[[row[who] for who in self.pairs if who not in self.still_open]] = NOBODY
        for who, pair in self.pairs.items():
            mentor = str(pair.mentor_id)
            score[row[who], column[mentor]] = self.frame.scores.decides[
                self.frame.rows[who], self.frame.columns[mentor]
            ]
        taken = Counter(column[str(pair.mentor_id)] for pair in self.pairs.values())
        for place, number in taken.items():
            places[place] = max(places[place], number)
        return replace(table, score=score, places=places)

    @property
    def free_places(self) -> int:
        """How many places mentors who can take somebody have left."""
        return sum(self.free.values())


def standing_of(cohort: Cohort, on: date) -> Standing:
    """Return how a confirmed cohort stands on a day."""
    seed = cohort.proposals.confirmed().values_list("seed", flat=True).first() or 0
    aside = pool.set_aside(cohort)
    all_pairs = {str(pair.mentee_id): pair for pair in Pair.objects.standing().filter(cohort=cohort).order_by("pk")}
    open_now = frozenset(str(each) for each in _matchable(cohort, on))
    found = pool.frame_of_all(cohort, on, without=aside - all_pairs.keys())
    gone = frozenset(who for who, pair in all_pairs.items() if str(pair.mentor_id) not in found.columns)
    if gone:
        found = pool.frame_of_all(cohort, on, without=gone | (aside - all_pairs.keys()))
    pairs = {who: pair for who, pair in all_pairs.items() if who not in gone}
    taken = Counter(str(pair.mentor_id) for pair in pairs.values())
    ready = [each for each in found.mentors if each.trained and not each.on_leave and each.id not in aside]
    return Standing(
        cohort=cohort,
        seed=seed,
        frame=found,
        pairs=pairs,
        free={each.id: each.capacity - taken[each.id] for each in ready if each.capacity > taken[each.id]},
        closed=frozenset(each.id for each in found.mentors if each.id in aside or taken[each.id] > each.capacity),
        still_open=open_now,
        ever=Pair.objects.filter(cohort=cohort).count(),
    )


def free_places(cohort: Cohort) -> int:
    """Return how many places a cohort's trained mentors have left, without those on leave or left out."""
    counted = Application.objects.filter(cohort=cohort, on_leave=False, aside=None).mentors().counted()
    taken = Count("pairs_as_mentor", filter=Q(pairs_as_mentor__ended_at=None), distinct=True)
    places = with_training(counted).annotate(taken=taken).values_list("capacity", "taken", "trained")
    return sum(max(0, capacity - used) for capacity, used, trained in places if trained)


def left_out(cohort: Cohort, on: date) -> list[Application]:
    """Return whom leads left out before the match who could be matched on a day but for that, in order of name."""
    asides = Application.objects.filter(cohort=cohort).exclude(aside=None).matchable(on)
    paired = Pair.objects.standing().filter(cohort=cohort).values("mentee")
    return list(asides.exclude(pk__in=paired).in_words().order_by("person__name", "pk"))


def _matchable(cohort: Cohort, on: date) -> list[object]:
    return list(Application.objects.filter(cohort=cohort).mentees().matchable(on).values_list("pk", flat=True))
