"""Groups through actions: who joins one, what the letters say, and who is kept out without a word."""

from datetime import timedelta

import pytest

from pares.ground import clock
from pares.stages.matching import actions as matching
from pares.stages.matching import pool
from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.models import Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.actions import Met
from pares.stages.mentoring.models import Band, Mode, SessionFact
from pares.stages.mentoring.rules import NotTheirs, WrongDay
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds

AT = worlds.CONFIRMED
TODAY = AT.date()


def wish(application, whom, kind=WishKind.NOT_WITH):
    told = worlds.given(application.cohort.scheme, grade="F1", group=True, wishes=(GivenWish(kind, whom),))
    recruitment.change_wishes(application=application, given=told, by=application.person, at=worlds.SIGNED_UP)


@pytest.fixture
def summer(world):
    """A cohort with one mentor, who meets a group of four; Ann and Ben said yes to it, Cem did not."""
    run = worlds.cohort(world.northgate, "Summer 2027")
    gus = worlds.mentor(run, "Gus", capacity=4, group=True)
    worlds.train(run, gus)
    people = {name: worlds.mentee(run, name, group=name != "Cem") for name in ("Ann", "Ben", "Cem")}
    return run, people | {"Gus": gus}


def excluded(run, mentee, mentor):
    return pool.frame_of(run, TODAY).excluded(str(mentee.pk), str(mentor.pk))


def letter(kind, to):
    return next(each for each in worlds.letters(kind) if each.to == f"{to.lower()}@example.org")


def test_a_group_is_joined_only_by_who_said_yes_and_the_letters_say_so(summer):
    run, people = summer
    assert excluded(run, people["Cem"], people["Gus"]) == (Exclusion.GROUP,)
    proposal = matching.propose(cohort=run, by=None, at=AT)
    (left,) = proposal.unmatched.all()
    assert (left.application, left.about["fixes"]) == (
        people["Cem"],
        [{"change": "GROUP", "mentor": None, "given": str(people["Gus"].pk), "moved": 0}],
    )
    matching.confirm(proposal=proposal, by=None, at=AT)
    mentee, mentor = letter("match_mentee", "Ann"), letter("match_mentor", "Gus")
    assert "- You meet your mentor in a group, together with up to 3 other mentees." in mentee.text
    assert "- This mentee joins your group: you meet all your mentees together, up to 4." in mentor.text
    for each in (mentee, mentor):
        assert "- What is said in the group stays in the group. Everybody in it promises that." in each.text
        assert not {"Gus", "Ann", "Ben", "group"} & set(each.subject.split())
        assert {name for name in ("Gus", "Ann", "Ben") if name in each.text} == {each.to.partition("@")[0].title()}


def test_two_alone_read_that_it_stays_between_them(world):
    worlds.match(world.spring)
    for kind, partner in (("match_mentee", "mentor"), ("match_mentor", "mentee")):
        for each in worlds.letters(kind):
            assert f"- You meet your {partner} alone.\n- What you talk about stays between the two of you." in each.text


@pytest.mark.parametrize("kind", [WishKind.NOT_WITH, WishKind.RELATIONSHIP])
@pytest.mark.parametrize("whom", ["Ben", "ben@example.org"])
def test_a_wish_about_another_mentee_keeps_only_its_owner_out(summer, kind, whom):
    """Nothing that the other does shows: not leaving, being left out, or saying no to groups."""
    run, people = summer
    wish(people["Ann"], whom, kind)
    ben = people["Ben"]
    assert excluded(run, people["Ann"], people["Gus"]) == (Exclusion.PRIVATE,)
    assert excluded(run, ben, people["Gus"]) == ()
    without = pool.frame_of(run, TODAY, without=frozenset({str(ben.pk)}))
    assert without.excluded(str(people["Ann"].pk), str(people["Gus"].pk)) == (Exclusion.PRIVATE,)
    no_group = worlds.given(run.scheme, grade="F1")
    recruitment.change_wishes(application=ben, given=no_group, by=None, at=worlds.SIGNED_UP)
    assert excluded(run, people["Ann"], people["Gus"]) == (Exclusion.PRIVATE,)
    recruitment.withdraw(application=ben, by=None, at=AT)
    assert excluded(run, people["Ann"], people["Gus"]) == (Exclusion.PRIVATE,)


def test_who_was_in_the_group_first_is_kept_from_whom_they_named(summer):
    run, people = summer
    wish(people["Ann"], "late@example.org")
    matching.confirm(proposal=matching.propose(cohort=run, by=None, at=AT), by=None, at=AT)
    late, lou = (worlds.mentee(run, name, group=True) for name in ("Late", "Lou"))
    assert excluded(run, late, people["Gus"]) == (Exclusion.PRIVATE,)
    assert excluded(run, lou, people["Gus"]) == ()


def test_a_mentor_declares_a_session_for_all_who_were_there(summer):
    run, people = summer
    matching.confirm(proposal=matching.propose(cohort=run, by=None, at=AT), by=None, at=AT)
    pairs = {str(pair.mentee.person): pair for pair in Pair.objects.filter(cohort=run).in_words()}
    gus, both = people["Gus"].person, [pairs["Ann"], pairs["Ben"]]
    evening = clock.morning(TODAY + timedelta(days=9))
    met = [Met(TODAY + timedelta(days=8), Band.MIDDLE, Mode.VIDEO)]
    for _ in range(2):
        mentoring.declare_together(pairs=both, met=met, by=gus, at=evening)
    assert sorted(SessionFact.objects.values_list("pair__mentee__person__name", "on")) == [
        ("Ann", met[0].on),
        ("Ben", met[0].on),
    ]
    for by in (people["Ann"].person, people["Cem"].person):
        with pytest.raises(NotTheirs):
            mentoring.declare_together(pairs=both, met=met, by=by, at=evening)
    said = worlds.given(run.scheme, grade="F1", group=True)
    cem = recruitment.change_wishes(application=people["Cem"], given=said, by=None, at=AT)
    late = matching.rematch(mentee=cem, mentor=people["Gus"], by=None, at=evening)
    early = [Met(TODAY, Band.SHORT, Mode.PHONE)]
    with pytest.raises(WrongDay):
        mentoring.declare_together(pairs=[pairs["Ann"], late], met=early, by=gus, at=evening)
    assert SessionFact.objects.count() == 2


def test_sessions_of_mentees_met_alone_are_declared_one_by_one(world):
    more = worlds.mentor(world.spring, "Mel", capacity=3)
    worlds.train(world.spring, more)
    for name in ("Max", "Mina", "Mo"):
        recruitment.withdraw(application=world.mentors[name], by=None, at=worlds.SIGNED_UP)
    pairs = worlds.match(world.spring)
    met = [Met(worlds.START, Band.MIDDLE, Mode.VIDEO)]
    with pytest.raises(NotTheirs):
        mentoring.declare_together(pairs=pairs, met=met, by=more.person, at=clock.morning(worlds.START))
