"""Leads who press at once, and mentees who answer while a lead confirms: one choosing, and never a half-kept answer."""

from datetime import date, datetime

from pares.ground import clock
from pares.ground.letters.models import Letter
from pares.ground.refusal import Refused
from pares.stages.matching import actions as matching
from pares.stages.matching.shortlists import actions
from pares.stages.matching.shortlists.answering import Answer, Way
from pares.stages.matching.shortlists.models import Choosing, Shortlist
from pares.stages.recruitment.models import Wish

OPENED = datetime(2027, 3, 15, 12, tzinfo=clock.LONDON)
LAST = date(2027, 3, 22)


def test_leads_who_begin_at_once_begin_it_once(world, together):
    def begin() -> str:
        return str(actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED).pk)

    assert len(set(together(begin, 8))) == 1
    made = [Choosing.objects.count, Shortlist.objects.count, Letter.objects.filter(kind="shortlist_invitation").count]
    assert [together(count, 1) for count in made] == [[1], [3], [3]]


def test_answers_while_the_match_is_confirmed_are_kept_or_refused(world, together):
    actions.open_choosing(cohort=world.spring, closes_on=LAST, by=None, at=OPENED)
    proposal = matching.propose(cohort=world.spring, by=None, at=OPENED)
    lists = list(Shortlist.objects.select_related("choosing", "mentee__person"))
    turns = [*lists, None, *lists]

    def act() -> str:
        listed = turns.pop()
        try:
            if listed is None:
                matching.confirm(proposal=proposal, by=None, at=OPENED)
            else:
                actions.answer(shortlist=listed, given=Answer(Way.ANY), at=OPENED)
        except Refused as refused:
            return str(refused)
        return "done"

    said = set(together(act, len(turns)))
    assert "done" in said
    assert said <= {"done", "Choosing has ended. Nothing was changed."}
    assert together(Shortlist.objects.count, 1) == [0]
    (kept,) = together(Wish.objects.count, 1)
    assert kept % 3 == 0
