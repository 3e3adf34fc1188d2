"""The demo's proposed cohort shows what a proposal is for: a pair that could be better, and two who have nobody."""

from datetime import date, timedelta

import pytest

from pares.ground import clock
from pares.management.demo.coming import coming
from pares.management.demo.days import Diary
from pares.stages.matching.models import Proposal
from pares.stages.recruitment.models import Part
from tests import world as worlds


@pytest.mark.django_db
def test_two_have_nobody_for_different_reasons_and_one_pair_could_be_better() -> None:
    today, diary = date(2026, 11, 23), Diary()
    lead = worlds.person("Asha", at=clock.morning(date(2026, 8, 1)))
    coming(diary, lead, today)
    for back in range(100, 0, -1):
        diary.live(today - timedelta(days=back))
    proposal = Proposal.objects.get()
    pairs = {str(pair.mentee.person): pair for pair in proposal.pairs.weak_first()}
    assert len(pairs) == 9
    weakest = pairs.pop("Jon Rattray")
    assert (str(weakest.mentor.person), weakest.score, weakest.better, weakest.possible) == (
        "Viv Greenhalgh",
        591,
        1,
        6,
    )
    assert {pair.better for pair in pairs.values()} == {0}
    left = {str(each.application.person): each for each in proposal.unmatched.of(Part.MENTEE)}
    assert list(left) == ["Eryn Maddox", "Kit Sorley"]
    assert left["Eryn Maddox"].why.startswith(
        "3 mentees, this one among them, can only have mentors who together have 2"
    )
    assert len(left["Eryn Maddox"].about["fixes"]) == 2
    assert left["Kit Sorley"].why.startswith("No mentor is possible.")
    assert left["Kit Sorley"].about["fixes"] == []
