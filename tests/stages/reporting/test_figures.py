from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import SurveyKind
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended, Pair
from pares.stages.recognition import actions as recognition
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.models import Part, Source
from pares.stages.reporting.figures import report
from pares.stages.reporting.sponsors import shown
from tests import world as worlds

END = date(2027, 8, 4)
OPENS = datetime(2027, 7, 21, 9, tzinfo=UTC)


def figures(world: worlds.World, on: date = END) -> dict[str, str]:
    return {f"{chapter}: {line.label}": str(line.ratio) for chapter, line in report(world.spring, on).lines}


def test_an_empty_cohort_has_figures_too(world: worlds.World) -> None:
    assert set(figures(worlds.World(world.northgate, world.southmere, world.other, world.other)).values()) == {"0 of 0"}


def test_each_figure_has_its_denominator(
    world: worlds.World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    listed = [
        recruitment.apply(
            cohort=world.spring,
            person=worlds.person(name),
            part=Part.MENTEE,
            given=worlds.given(world.northgate, grade="F1"),
            terms="",
            by=None,
            at=worlds.SIGNED_UP,
            source=Source.LIST,
        )
        for name in ("No", "Silent")
    ]
    for each in listed:
        recruitment.give_notice(
            application=each, address_from="HR", answer_by=date(2027, 8, 20), by=None, at=worlds.SIGNED_UP
        )
    recruitment.opt_out(application=listed[0], by=None, at=worlds.SIGNED_UP)
    worlds.mentor(world.spring, "Untrained")
    recruitment.apply(
        cohort=world.spring,
        person=worlds.person("Unproved"),
        part=Part.MENTOR,
        given=worlds.given(world.northgate, grade="CT2"),
        terms="1",
        by=None,
        at=worlds.SIGNED_UP,
    )
    pairs = {pair.mentor.person.name: pair for pair in worlds.match(world.spring)}
    worlds.meet(pairs["Max"], date(2027, 4, 20), date(2027, 5, 20), END - timedelta(weeks=8))
    worlds.meet(pairs["Mina"], date(2027, 4, 20), date(2027, 5, 20), END - timedelta(weeks=8, days=1))
    for kind in (SurveyKind.MENTOR_PRE, SurveyKind.MENTEE_END):
        evaluation.launch(cohort=world.spring, kind=kind, closes_on=date(2027, 8, 10), by=None, at=OPENS)
    recognition.state(mentor=world.mentors["Mo"], by=None, at=OPENS)
    assert figures(world) == {
        "Mentors: Invited or signed up": "4 of 4 (100%)",
        "Mentors: Applied": "4 of 4 (100%)",
        "Mentors: Trained": "3 of 4 (75%)",
        "Mentors: Matched": "3 of 4 (75%)",
        "Mentors: Given a certificate": "0 of 3 (0%)",
        "Mentees: Invited or signed up": "5 of 5 (100%)",
        "Mentees: Joined": "3 of 5 (60%)",
        "Mentees: Matched": "3 of 3 (100%)",
        "Mentees: Met at least once": "2 of 3 (67%)",
        "Mentees: Met at least 3 times": "2 of 3 (67%)",
        "Mentees: Sustained": "1 of 3 (33%)",
        "Surveys: Survey: Mentors, before the start": "0 of 4 (0%)",
        "Surveys: Survey: Mentees, at the end (anonymous)": "0 of 3 (0%)",
    }
    with django_assert_num_queries(4):
        report(world.spring, END)
    assert report(world.spring, date(2027, 8, 21)).mentees_applied == 4
    assert report(world.spring, END).statements == 1


def test_a_rematch_hides_no_meeting_and_adds_nobody(world: worlds.World) -> None:
    pair = worlds.match(world.spring)[0]
    worlds.meet(pair, date(2027, 4, 20), date(2027, 5, 20))
    matching.close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=datetime(2027, 6, 1, 9, tzinfo=UTC))
    again = matching.rematch(mentee=pair.mentee, mentor=pair.mentor, by=None, at=datetime(2027, 6, 2, 9, tzinfo=UTC))
    worlds.meet(Pair.objects.in_words().get(pk=again.pk), date(2027, 7, 20))
    now = report(world.spring, END)
    assert (now.mentees_matched, now.met, now.met_often, now.sustained) == (3, 1, 1, 1)


def test_a_pair_its_mentor_said_no_to_was_never_matched(world: worlds.World) -> None:
    pair = worlds.match(world.spring, tell=False)[0]
    matching.mark_told(pair=pair, side="mentor", at=worlds.CONFIRMED)
    matching.say_no(pair=pair, by=pair.mentor.person, at=worlds.CONFIRMED)
    now = report(world.spring, END)
    assert (now.mentors_matched, now.mentees_matched) == (2, 2)


@pytest.mark.parametrize(
    ("way", "seen"),
    [
        ([4, 4], []),
        ([40, 40, 0], ["40", "40", "0"]),
        ([40, 35, 30], ["40", "35", "30"]),
        ([40, 38, 30], ["40", "at least 36", "30"]),
        ([40, 38, 37, 36], ["40", "at least 36", "at least 36", "at least 36"]),
        ([40, 36, 32], ["40", "at least 36", "32"]),
        ([40, 35, 33, 3], ["40", "35", "at least 31", "fewer than 5"]),
        ([5, 4, 1], ["5", "fewer than 5", "fewer than 5"]),
        ([8, 6], ["8", "at least 4"]),
    ],
)
def test_a_sponsor_cannot_work_out_a_few_people(way: list[int], seen: list[str]) -> None:
    assert [str(total) for total in shown([""] * len(way), way)] == seen
