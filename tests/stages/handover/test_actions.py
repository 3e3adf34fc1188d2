from datetime import UTC, date, datetime

import pytest

from pares.ground.cohorts import actions as cohorts
from pares.ground.cohorts.models import Cohort
from pares.ground.cohorts.rules import NameTaken, SchemeEnded
from pares.ground.ledger.models import Entry
from pares.ground.letters.models import Letter
from pares.ground.schemes import actions as schemes
from pares.stages.evaluation.models import SurveyKind
from pares.stages.handover.actions import proposed_name, proposed_start, retire, start_next
from pares.stages.handover.rules import PairsStillMeet, SurveyStillOpen
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended
from tests import endings
from tests import world as worlds

NOW = datetime(2027, 5, 10, 9, tzinfo=UTC)


def days(cohort: Cohort) -> dict[str, date]:
    return dict(cohort.milestones.kept().values_list("key", "on"))


def test_the_next_cohort_starts_where_this_one_ends(world: worlds.World) -> None:
    following = start_next(cohort=world.spring, by=None, at=NOW)
    assert (following.name, following.previous) == ("August to December 2027", world.spring)
    assert (following.starts_on, following.changeover_on) == (date(2027, 8, 4), date(2027, 12, 1))
    assert (following.timeline, following.months) == (world.spring.timeline, world.spring.months)
    assert (following.sessions.count(), following.applications.count()) == (0, 0)
    assert days(following).keys() == days(world.spring).keys()
    assert start_next(cohort=world.spring, by=None, at=NOW) == following
    assert Cohort.objects.filter(scheme=world.northgate).count() == 2


def test_the_timeline_is_copied_as_its_leads_changed_it(world: worlds.World) -> None:
    steps = {milestone.key: milestone for milestone in world.spring.milestones.all()}
    cohorts.skip_milestone(milestone=steps["workshop"], by=None, at=NOW)
    cohorts.move_milestone(milestone=steps["check_in_1"], to=date(2027, 6, 16), by=None, at=NOW)
    cohorts.move_milestone(milestone=steps["report_due"], to=date(2027, 9, 1), by=None, at=NOW)
    following = start_next(cohort=world.spring, by=None, at=NOW)
    assert "workshop" not in days(following)
    assert days(following)["check_in_1"] == date(2027, 10, 13)
    assert days(following)["report_due"] == date(2027, 12, 29)
    assert following.milestones.get(key="workshop").skipped


def test_name_and_start_may_be_chosen(world: worlds.World) -> None:
    following = start_next(cohort=world.spring, name=" Autumn ", starts_on=date(2027, 9, 1), by=None, at=NOW)
    assert (following.name, following.starts_on, following.changeover_on) == (
        "Autumn",
        date(2027, 9, 1),
        date(2028, 1, 5),
    )


def test_a_name_taken_is_refused_and_nothing_is_begun(world: worlds.World) -> None:
    with pytest.raises(NameTaken):
        start_next(cohort=world.spring, name="Spring 2027", by=None, at=NOW)
    assert Cohort.objects.filter(scheme=world.northgate).count() == 1


@pytest.mark.parametrize(
    ("start", "months", "name"),
    [
        (date(2027, 8, 4), 4, "August to December 2027"),
        (date(2027, 8, 4), 6, "August 2027 to February 2028"),
    ],
)
def test_a_cohort_is_named_after_its_months(start: date, months: int, name: str) -> None:
    assert proposed_name(start, months) == name


def test_a_changeover_that_is_over_is_not_proposed(world: worlds.World) -> None:
    proposed = [proposed_start(world.spring, date(2027, 8, day)) for day in (4, 5)]
    assert proposed == [date(2027, 8, 4), date(2027, 12, 1)]


def test_a_scheme_ends_with_its_cohorts_and_nothing_else_is_touched(world: worlds.World) -> None:
    asha = worlds.person("Asha")
    pairs = worlds.match(world.spring, tell=False)
    waiting, others = Letter.objects.held().count(), Letter.objects.exclude(scheme=world.northgate).count()
    assert waiting > 0
    with pytest.raises(PairsStillMeet, match=r"^Pairs of Spring 2027 still meet until Wednesday 4 August 2027\. "):
        retire(scheme=world.northgate, by=asha, at=NOW)
    for pair in pairs:
        matching.close_pair(pair=pair, ended=Ended.LEFT, by=asha, at=NOW)
    survey = endings.send(world, SurveyKind.MENTOR_END)
    with pytest.raises(SurveyStillOpen, match=r"^A survey of Spring 2027 is still open\."):
        retire(scheme=world.northgate, by=asha, at=NOW)
    endings.close(survey)

    for _ in range(2):
        ended = retire(scheme=world.northgate, by=asha, at=endings.AFTER)
    assert ended.retired_at == endings.AFTER
    assert (Cohort.objects.get(pk=world.spring.pk).closed_at, Letter.objects.held().count()) == (endings.AFTER, 0)
    assert Cohort.objects.get(pk=world.other.pk).closed_at is None
    assert Letter.objects.exclude(scheme=world.northgate).count() == others
    assert [letter.person.name for letter in worlds.letters("scheme_retired")] == ["Bola"]
    assert Entry.objects.filter(verb="schemes.retire").count() == 1
    with pytest.raises(SchemeEnded):
        start_next(cohort=world.spring, by=asha, at=endings.AFTER)

    schemes.begin_again(scheme=ended, by=asha, at=endings.AFTER)
    assert start_next(cohort=world.spring, by=asha, at=endings.AFTER).scheme == world.northgate
