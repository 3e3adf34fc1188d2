from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from pares.ground.errands import actions as errands
from pares.ground.errands.models import Errand
from pares.ground.errands.models import State as ErrandState
from pares.ground.errands.worker import run_next
from pares.ground.files.tables import Row, Table
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.stages.matching.models import Pair
from pares.stages.recruitment import actions, importing
from pares.stages.recruitment.models import TAKE_IN, Application, Part, State, Upload
from tests import world as worlds
from tests.world import SIGNED_UP, World

assert importing.take_in
HEADINGS = ["Name", "Email", "Grade", "Site", "Topics", "Personal email"]
LIN = ("Lin Wu", "lin@nhs.net", "CT2", "Northgate", "Exams", "lin@home.org")
BEN = ("Ben Adams", "ben@nhs.net", "CT1", "Southmere", "", "")


def upload(world: World, rows: Sequence[Sequence[str]], part: Part = Part.MENTOR, **more: object) -> Upload:
    table = Table(HEADINGS, [Row(number, list(row)) for number, row in enumerate(rows, 2)])
    asha = worlds.person("Asha")
    return actions.keep_list(
        cohort=world.spring, part=part, file_name="list.csv", table=table, by=asha, at=SIGNED_UP, **more
    )


def take_in(kept: Upload) -> Errand:
    asked = errands.ask(kind=TAKE_IN, arguments={"upload": str(kept.pk)}, by=kept.brought_by, at=SIGNED_UP)
    while run_next(SIGNED_UP):
        pass
    asked.refresh_from_db()
    return asked


def test_a_list_is_taken_in_and_a_second_time_changes_nothing(world: World) -> None:
    asked = take_in(upload(world, [LIN, BEN]))
    lin = Application.objects.get(person__email="lin@nhs.net")

    assert (asked.state, asked.result) == (ErrandState.DONE, {"new": 2})
    assert (lin.state, lin.part, str(lin.grade), str(lin.site)) == (State.RECEIVED, "mentor", "CT2", "Northgate")
    assert ([topic.name for topic in lin.topics.all()], lin.person.personal_email) == (["Exams"], "lin@home.org")
    before = list(Application.objects.order_by("pk").values())
    assert take_in(upload(world, [("LIN WU", "Lin@NHS.net", *LIN[2:]), BEN])).result == {"same": 2}
    assert list(Application.objects.order_by("pk").values()) == before


def test_a_taken_list_is_emptied_and_stays_taken(world: World) -> None:
    kept = upload(world, [LIN])
    take_in(kept)
    assert take_in(kept).result == {"new": 1}
    kept.refresh_from_db()
    assert (kept.rows, Application.objects.filter(person__email="lin@nhs.net").count()) == ([], 1)


def test_a_second_list_changes_what_it_says_and_leaves_the_rest(world: World) -> None:
    take_in(upload(world, [LIN]))
    asked = take_in(upload(world, [("Lin Wu", "lin@nhs.net", "ST3", "", "", "")]))
    lin = Application.objects.get(person__email="lin@nhs.net")

    assert asked.result == {"changed": 1}
    assert (str(lin.grade), str(lin.site), lin.topics.count()) == ("ST3", "Northgate", 1)


def test_what_people_said_themselves_stands(world: World) -> None:
    asked = take_in(upload(world, [("Max", "max@example.org", "F2", "Southmere", "Exams", "")]))
    max_ = Application.objects.get(person__email="max@example.org")

    assert asked.result == {"changed": 1}
    assert (str(max_.grade), str(max_.site), max_.topics.count()) == ("CT2", "Northgate", 1)


def test_a_list_says_nobody_into_a_group_who_signed_up(world: World) -> None:
    rows = [("Ella", "ella@example.org", "", "", "yes", ""), ("Lin Wu", "lin@nhs.net", "", "", "yes", "")]
    kept = upload(world, rows, Part.MENTEE)
    columns = {importing.Meaning.NAME: 0, importing.Meaning.EMAIL: 1, importing.Meaning.GROUP: 4}
    take_in(actions.name_columns(upload=kept, columns=columns))
    said = dict(Application.objects.mentees().values_list("person__name", "group"))

    assert (said["Ella"], said["Lin Wu"]) == (False, True)


def test_a_list_makes_no_group_of_a_pair_that_meets_alone(world: World) -> None:
    """Its mentee read in a letter that the two meet alone, and what they talk about stays between them."""
    columns = {importing.Meaning.NAME: 0, importing.Meaning.EMAIL: 1, importing.Meaning.GROUP: 4}
    for says, number in (("no", 1), ("yes", 2)):
        kept = upload(world, [("Lin Wu", "lin@nhs.net", "", "", says, ""), ("Kit", "kit@nhs.net", "", "", says, "")])
        take_in(actions.name_columns(upload=kept, columns=columns))
        lin = Application.objects.get(person__email="lin@nhs.net")
        Pair.objects.get_or_create(
            cohort=world.spring, mentor=lin, mentee=world.mentees["Ella"], defaults={"confirmed_at": SIGNED_UP}
        )
        said = dict(Application.objects.filter(source="list").values_list("person__name", "group"))
        assert said == {"Lin Wu": False, "Kit": number == 2}


def test_who_said_no_stays_out(world: World) -> None:
    actions.withdraw(application=world.mentors["Max"], by=None, at=SIGNED_UP)

    assert take_in(upload(world, [("Max", "max@example.org", "CT2", "", "", "")])).result == {"out": 1}
    world.mentors["Max"].refresh_from_db()
    assert world.mentors["Max"].state == State.WITHDRAWN


def test_one_bad_row_takes_nobody_in(world: World) -> None:
    asked = take_in(upload(world, [LIN, ("Ben", "ben at nhs", "CT1", "", "", "")]))

    assert asked.state == ErrandState.REFUSED
    assert "nobody was taken in" in asked.problem
    assert not Person.objects.filter(email="lin@nhs.net").exists()


def test_a_list_that_was_right_when_looked_at_is_checked_again(world: World) -> None:
    kept = upload(world, [("Ella", "ella@example.org", "CT2", "", "", "")])
    found, _ = importing.checked(kept, date(2027, 2, 17))

    assert [fault.sentence for fault in found.faults] == [
        "ella@example.org takes part in this cohort as a mentee. In one cohort a person is mentor or mentee, not both."
    ]
    assert take_in(kept).state == ErrandState.REFUSED


def test_an_opt_out_list_waits_for_its_letters(world: World) -> None:
    schemes.describe(scheme=world.northgate, by=None, at=SIGNED_UP, joining="opt_out")
    last_day = SIGNED_UP.date() + timedelta(days=14)
    take_in(upload(world, [LIN, BEN], Part.MENTEE, address_from="the list of starters", answer_by=last_day))
    lin = Application.objects.get(person__email="lin@nhs.net")

    assert (lin.state, lin.answer_by, lin.address_from) == (State.NOTICED, last_day, "the list of starters")
    assert [letter.to for letter in worlds.letters("opt_out_notice")] == ["ben@nhs.net", "lin@nhs.net"]


def test_columns_named_once_are_known_again(world: World) -> None:
    kept = upload(world, [LIN])
    actions.name_columns(upload=kept, columns={importing.Meaning.EMAIL: 1, importing.Meaning.NAME: 0})

    assert upload(world, [BEN]).columns == {"email": 1, "name": 0}


@pytest.mark.parametrize("many", [1, 30])
def test_taking_in_takes_as_many_queries_for_one_as_for_thirty(
    world: World, many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    kept = upload(world, [(f"Name {n}", f"n{n}@nhs.net", "CT2", "Northgate", "Exams", "") for n in range(many)])
    found, _ = importing.checked(kept, date(2027, 2, 17))
    plan = importing.planned(kept, found.lines)
    with django_assert_num_queries(12):
        actions.bring_in(upload=kept, planned=plan, by=kept.brought_by, at=SIGNED_UP)
