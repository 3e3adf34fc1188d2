"""Several leads at once: one match, and never more mentees than places."""

from collections import Counter

from pares.ground.refusal import Refused
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.recruitment.models import Application
from tests import world as worlds

AT = worlds.CONFIRMED
LEADS = 20


def test_leads_confirming_at_once_make_the_pairs_once(world, together):
    proposal = matching.propose(cohort=world.spring, by=None, at=AT)

    def confirm() -> list[str]:
        return sorted(str(pair.pk) for pair in matching.confirm(proposal=proposal, by=None, at=AT))

    found = together(confirm, LEADS)
    assert len(found[0]) == 3
    assert found == [found[0]] * LEADS
    (standing,) = together(Pair.objects.count, 1)
    assert standing == 3


def test_leads_who_match_at_once_never_overfill_a_mentor(world, together):
    worlds.match(world.spring)
    roomy = worlds.mentor(world.spring, "Mick", capacity=2)
    worlds.train(world.spring, *world.mentors.values(), roomy)
    waiting = [worlds.mentee(world.spring, f"Late {number}") for number in range(6)]

    def rematch() -> str:
        mentee = waiting.pop()
        try:
            matching.rematch(mentee=mentee, mentor=roomy, by=None, at=AT)
        except Refused as refused:
            return str(refused).removeprefix(str(mentee.person))
        return "matched"

    said = Counter(together(rematch, len(waiting)))
    assert said == {"matched": 2, " and Mick cannot be matched. The mentor has no free place.": 4}
    (taken,) = together(lambda: Pair.objects.standing().filter(mentor=roomy).count(), 1)
    assert taken == Application.objects.get(pk=roomy.pk).capacity
