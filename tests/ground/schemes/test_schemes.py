from datetime import UTC, date, datetime

import pytest

from pares.ground.ledger.models import Entry
from pares.ground.schemes import actions, rules
from pares.ground.schemes.models import Scheme, Travel
from tests import world as worlds

AT = datetime(2027, 1, 14, 9, tzinfo=UTC)


@pytest.fixture
def scheme(db: None) -> Scheme:
    return worlds.scheme()


def names(of: Scheme, kind: str) -> list[str]:
    return [line.name for line in getattr(of, kind).all()]


def test_a_scheme_opens_with_the_usual_lists(scheme: Scheme) -> None:
    assert (scheme.slug, scheme.least_gap, scheme.nation) == ("northgate-mentoring", 1, "england")
    assert scheme.grades.get(name="CT1").position == scheme.grades.get(name="ST1").position == 3
    assert (scheme.specialties.count(), scheme.topics.count()) == (14, 13)


@pytest.mark.parametrize(("name", "refusal"), [("northgate MENTORING", rules.NameTaken), ("。。", rules.NoName)])
def test_a_scheme_needs_a_name_of_its_own(scheme: Scheme, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.open_scheme(
            name=name,
            organisation="Trust",
            specialty="Any",
            closeness="peer",
            joining="opt_in",
            mailbox="a@example.org",
            by=None,
            at=AT,
        )

    assert Scheme.objects.count() == 1


def test_two_schemes_do_not_end_up_with_one_name(scheme: Scheme) -> None:
    other = worlds.scheme("Southmere buddies", lead="Omar")

    with pytest.raises(rules.NameTaken):
        actions.describe(scheme=other, name="Northgate Mentoring", by=None, at=AT)
    assert actions.describe(scheme=scheme, name="Northgate Mentoring", by=None, at=AT).slug == "northgate-mentoring"


def test_a_list_is_what_was_typed_in_its_order(scheme: Scheme) -> None:
    typed = [" Southmere  General ", "", "Eastfield", "northgate"]
    kept = scheme.sites.get(name="Northgate").pk

    actions.set_list(scheme=scheme, kind="sites", names=typed, by=None, at=AT)

    assert names(scheme, "sites") == ["Southmere General", "Eastfield", "northgate"]
    assert scheme.sites.get(name="northgate").pk == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (["", " "], "Enter at least one site."),
        (["A" * 121], f"“{'A' * 40}…” is too long. A site has up to 120 characters."),
        (["East", "EAST"], "“EAST” is on the list twice. Take one of the two lines out."),
    ],
)
def test_a_list_that_cannot_be_is_refused(scheme: Scheme, typed: list[str], sentence: str) -> None:
    with pytest.raises(rules.BadList) as refused:
        actions.set_list(scheme=scheme, kind="sites", names=typed, by=None, at=AT)

    assert str(refused.value) == sentence
    assert names(scheme, "sites") == ["Northgate", "Southmere"]


def test_topics_may_be_none(scheme: Scheme) -> None:
    actions.set_list(scheme=scheme, kind="topics", names=[], by=None, at=AT)

    assert names(scheme, "topics") == []


def test_a_site_in_use_stays_and_so_does_the_rest_of_the_list(world: worlds.World) -> None:
    with pytest.raises(rules.StillUsed) as refused:
        actions.set_list(scheme=world.northgate, kind="sites", names=["Eastfield"], by=None, at=AT)

    assert "“Northgate” and “Southmere” cannot be taken off the list." in str(refused.value)
    assert names(world.northgate, "sites") == ["Northgate", "Southmere"]


def test_grades_carry_their_year(scheme: Scheme) -> None:
    actions.set_grades(scheme=scheme, grades=[("F2", 2), ("Clinical fellow", 4), ("F1", 1)], by=None, at=AT)
    found = [(grade.name, grade.position) for grade in scheme.grades.all()]

    assert found == [("F1", 1), ("F2", 2), ("Clinical fellow", 4)]


@pytest.mark.parametrize("line", ["CT1", "CT1,", ", 3", "CT1, three", "CT1, 0", "CT1, 31", "CT1, 999999999999"])
def test_a_grade_without_a_year_is_refused(line: str) -> None:
    with pytest.raises(rules.BadRank):
        rules.ranked(line)


def test_a_grade_may_hold_a_comma() -> None:
    assert rules.ranked(" Fellow, senior , 6 ") == ("Fellow, senior", 6)


def test_a_way_is_one_for_both_directions_and_can_be_forgotten(scheme: Scheme) -> None:
    north, south = scheme.sites.get(name="Northgate"), scheme.sites.get(name="Southmere")
    actions.set_travel(one=north, other=south, minutes=40, by=None, at=AT)
    actions.set_travel(one=south, other=north, minutes=35, by=None, at=AT)
    assert Travel.objects.between(north) == {south.pk: 35}

    actions.set_travel(one=north, other=south, minutes=None, by=None, at=AT)
    assert list(Travel.objects.of(scheme)) == []
    with pytest.raises(rules.BadWay):
        actions.set_travel(one=north, other=south, minutes=301, by=None, at=AT)


def test_closed_days_are_kept_sorted_once(scheme: Scheme) -> None:
    winter, strike = (date(2027, 12, 20), date(2028, 1, 3)), (date(2027, 2, 8), date(2027, 2, 8))
    actions.set_blackouts(scheme=scheme, days=[winter, strike, winter], by=None, at=AT)
    scheme.refresh_from_db()

    assert scheme.closed_days == [strike, winter]
    with pytest.raises(rules.WrongWayRound) as refused:
        actions.set_blackouts(scheme=scheme, days=[(winter[1], winter[0])], by=None, at=AT)
    assert refused.value.field == "last"


def test_domains_are_read_as_people_write_them() -> None:
    assert rules.domains([" @Example.NHS.uk ", "", "example.nhs.uk"]) == ["example.nhs.uk"]
    for wrong in (["nhs"], ["a@b.uk"], ["exa mple.uk"], []):
        with pytest.raises(rules.BadDomain):
            rules.domains(wrong)


def test_what_is_done_to_a_scheme_stands_in_the_ledger_once(scheme: Scheme) -> None:
    actions.retire(scheme=scheme, by=None, at=AT)
    actions.retire(scheme=scheme, by=None, at=AT)

    verbs = list(Entry.objects.filter(scheme=scheme.pk, at=AT).values_list("verb", flat=True))
    assert verbs == ["schemes.retire"]


def test_nobody_describes_a_scheme_by_what_it_does_not_have(scheme: Scheme) -> None:
    with pytest.raises(TypeError):
        actions.describe(scheme=scheme, slug="other", by=None, at=AT)
