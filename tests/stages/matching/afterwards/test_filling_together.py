"""Several leads press at once: what was seen is done once, and never to pairs that have changed meanwhile."""

from collections import Counter
from datetime import UTC, datetime

from pares.ground.refusal import Refused
from pares.stages.matching import actions as matching
from pares.stages.matching.afterwards import actions
from pares.stages.matching.afterwards.filling import plans
from pares.stages.matching.afterwards.models import Filling
from pares.stages.matching.afterwards.standing import standing_of
from pares.stages.matching.models import Ended, Pair
from tests import world as worlds

JUNE = datetime(2027, 6, 16, 12, tzinfo=UTC)
LEADS = 8


def test_leads_who_press_at_once_fill_the_places_once(world, together):
    worlds.match(world.spring)
    roomy = worlds.mentor(world.spring, "Mick", capacity=2)
    worlds.train(world.spring, *world.mentors.values(), roomy)
    for number in range(3):
        worlds.mentee(world.spring, f"Late {number}")
    seen = plans(standing_of(world.spring, JUNE.date())).still.seen

    def press() -> str:
        return str(actions.fill(cohort=world.spring, seen=seen, by=None, at=JUNE).pk)

    assert len(set(together(press, LEADS))) == 1
    (taken,) = together(lambda: (Pair.objects.standing().filter(mentor=roomy).count(), Filling.objects.count()), 1)
    assert taken == (2, 1)


def test_a_pair_that_ends_at_the_same_moment_is_not_moved_too(world, together):
    pairs = worlds.match(world.spring)
    nia = worlds.mentor(world.spring, "Nia")
    worlds.train(world.spring, *world.mentors.values(), nia)
    worlds.mentee(world.spring, "Wim", supervisors="Nia")
    plan = plans(standing_of(world.spring, JUNE.date())).moving
    moving = next(pair for pair in pairs if str(pair.mentee_id) == plan.moved[0].mentee)
    acts = [
        lambda: actions.fill(cohort=world.spring, seen=plan.seen, by=None, at=JUNE),
        lambda: matching.close_pair(pair=moving, ended=Ended.LEFT, by=None, at=JUNE),
    ]

    def act() -> str:
        try:
            acts.pop()()
        except Refused as refused:
            return type(refused).__name__
        return "done"

    said = Counter(together(act, 2))
    assert said in ({"done": 1, "PeopleChanged": 1}, {"done": 1, "PairOver": 1})
    (ended,) = together(lambda: Pair.objects.get(pk=moving.pk).ended, 1)
    assert ended == (Ended.LEFT if "PeopleChanged" in said else Ended.MOVED)
