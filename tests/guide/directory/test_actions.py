from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from pares.ground.ledger.models import Entry
from pares.guide.directory import actions, listing, rules
from pares.guide.directory.models import RowVersion, State, Suggestion
from pares.guide.directory.rules import Check
from pares.guide.directory.schemes import directory
from tests.guide.directory.sending import AT, KEY, LATER, READER, corrected, editor, facts, sent, shipped

pytestmark = pytest.mark.django_db

TODAY = AT.date()
CHECK = Check(TODAY, "Its lead wrote to me.")


def keys() -> list[str]:
    return [row.key for row in listing.current()]


def test_what_a_reader_sends_in_changes_nothing_until_it_is_taken() -> None:
    sent(facts=facts(name="Canary Scheme"))
    corrected(name="Canary Name", year="2026")

    assert listing.current() == directory().schemes
    assert (listing.row("canary-scheme"), listing.row(KEY)) == (None, listing.shipped_row(KEY))


def test_a_new_scheme_is_taken_as_the_editor_leaves_it_and_says_whose_words_it_is() -> None:
    taken = actions.take(suggestion=sent(), facts=facts(mentors="CT2"), by=editor(), at=AT)
    again = actions.take(suggestion=Suggestion.objects.get(), facts=facts(mentors="other"), by=editor(), at=LATER)
    row = listing.row("northgate-mentoring")

    assert again == taken
    assert row == taken.scheme
    assert (row.mentors, row.origin, row.thanks) == ("CT2", "Suggested by a reader under CC BY 4.0", "Kim Canary")
    assert (row.checked_on, row.checked) == (None, "Year of the report not known, not verified by us")
    assert len(listing.current()) == 49


def test_a_reader_who_gives_no_name_stays_a_reader_and_a_check_has_a_name_and_a_way() -> None:
    unnamed = sent(credit="", licence="cc0-1.0")
    made = actions.take(suggestion=unnamed, facts=facts(), check=CHECK, by=editor(), at=AT)
    row = made.scheme

    assert (row.origin, row.thanks) == ("Suggested by a reader under CC0 1.0", "")
    assert (row.checked_on, row.checked_by, row.checked_how) == (TODAY, "Edie", "Its lead wrote to me.")


def test_a_correction_holds_only_what_it_changes() -> None:
    correction = corrected(year="2026", mentees="F1")

    assert (correction.fields_changed, correction.name) == (("mentees", "year"), "PsychStart")
    made = actions.take(suggestion=correction, facts=shipped(year="2026"), by=editor(), at=AT)
    assert (made.key, made.scheme.year, made.scheme.mentees) == (KEY, "2026", "medical students")
    assert sorted(keys()) == sorted(scheme.key for scheme in directory().schemes)


def test_the_same_sent_twice_is_one() -> None:
    assert sent() == sent()
    assert sent(words="Something else.") != sent()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"region": "Narnia"}, "region"),
        ({"kind": "club"}, "kind"),
        ({"year": "soon"}, "year"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "https://example.org/\x1b]0;owned"}, "link"),
        ({"link": "https://a\x9b2J.example.org/"}, "link"),
    ],
)
def test_no_row_comes_in_that_the_list_could_not_hold(changed: dict[str, str], field: str) -> None:
    for act in (
        lambda: sent(facts=facts(**changed)),
        lambda: actions.add_row(facts=facts(**changed), why="x", by=editor(), at=AT),
    ):
        with pytest.raises(rules.BadRow) as refused:
            act()
        assert refused.value.field == field
    assert (Suggestion.objects.count(), RowVersion.objects.count()) == (0, 0)


def test_declining_says_why_and_stands() -> None:
    edie, suggestion = editor(), sent()
    with pytest.raises(rules.NoWhy):
        actions.decline(suggestion=suggestion, why="  ", by=edie, at=AT)
    declined = actions.decline(suggestion=suggestion, why="No such scheme", by=edie, at=AT)

    assert (declined.state, declined.answer) == (State.DECLINED, "No such scheme")
    assert actions.decline(suggestion=suggestion, why="Again", by=edie, at=LATER).answer == "No such scheme"
    with pytest.raises(rules.Decided):
        actions.take(suggestion=suggestion, facts=facts(), by=edie, at=LATER)
    assert len(listing.current()) == 48


def test_a_name_stands_on_the_list_once() -> None:
    with pytest.raises(rules.Listed):
        actions.add_row(facts=facts(name="  PSYCHSTART "), why="New", by=editor(), at=AT)
    with pytest.raises(rules.Listed):
        actions.edit_row(
            key=KEY, facts=shipped(name="NI psychiatry mentoring scheme"), why="x", seen=0, by=editor(), at=AT
        )


def test_who_looked_at_an_older_row_is_told_so() -> None:
    edie, suggestion = editor(), corrected(year="2026")
    actions.edit_row(key=KEY, facts=shipped(since="2010"), why="Its page says so", seen=0, by=edie, at=AT)

    for act in (
        lambda: actions.edit_row(key=KEY, facts=shipped(since="2011"), why="x", seen=0, by=edie, at=AT),
        lambda: actions.record_check(key=KEY, check=CHECK, seen=0, by=edie, at=AT),
        lambda: actions.take_off(key=KEY, why="x", seen=0, by=edie, at=AT),
        lambda: actions.take(suggestion=suggestion, facts=shipped(year="2026"), seen=0, by=edie, at=AT),
    ):
        with pytest.raises(rules.ChangedMeanwhile):
            act()
    assert RowVersion.objects.count() == 1


def test_a_check_is_of_the_row_as_it_stands_and_goes_with_the_facts() -> None:
    edie = editor()
    actions.record_check(key=KEY, check=CHECK, seen=0, by=edie, at=AT)
    assert listing.row(KEY).checked_on == TODAY

    actions.edit_row(key=KEY, facts=shipped(), why="Nothing", seen=1, by=editor("Finn"), at=LATER)
    assert (listing.row(KEY).checked_on, listing.row(KEY).checked_by) == (TODAY, "Edie")
    actions.edit_row(key=KEY, facts=shipped(year="2026"), why="Newer", seen=2, by=edie, at=LATER)
    assert (listing.row(KEY).checked_on, listing.row(KEY).checked_how) == (None, "")


def test_a_check_is_not_of_tomorrow_and_says_how() -> None:
    for check in (Check(TODAY + timedelta(days=1), "By telephone"), Check(TODAY, " ")):
        with pytest.raises(rules.NotChecked):
            actions.record_check(key=KEY, check=check, seen=0, by=editor(), at=AT)


def test_a_row_is_taken_off_and_put_back() -> None:
    edie = editor()
    actions.take_off(key=KEY, why="It asked us to", seen=0, by=edie, at=AT)

    assert (KEY in keys(), listing.row(KEY), len(keys())) == (False, None, 47)
    with pytest.raises(rules.NoSuchRow):
        sent(key=KEY, facts=shipped())
    actions.edit_row(key=KEY, facts=shipped(), why="It asked us again", seen=1, by=edie, at=LATER)
    assert KEY in keys()


def test_no_two_rows_share_a_key_even_one_that_is_gone() -> None:
    edie = editor()
    first = actions.add_row(facts=facts(), why="New", by=edie, at=AT)
    actions.take_off(key=first.key, why="Gone", seen=1, by=edie, at=AT)
    second = actions.add_row(facts=facts(), why="Back", by=edie, at=AT)
    third = actions.add_row(facts=facts(name="Suggest!"), why="A name that is an address", by=edie, at=AT)

    assert (first.key, second.key, third.key) == ("northgate-mentoring", "northgate-mentoring-2", "suggest-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        RowVersion.objects.create(key=first.key, number=1, by=edie, at=AT, why="x", **facts())


def test_every_act_stands_in_the_ledger_without_the_reader() -> None:
    edie, suggestion = editor(), sent()
    actions.take(suggestion=suggestion, facts=facts(), by=edie, at=AT)
    lines = Entry.objects.filter(verb__startswith="directory.").order_by("verb")

    assert [(line.verb, line.actor) for line in lines] == [
        ("directory.leave_row", edie.pk),
        ("directory.suggest", None),
        ("directory.taken", edie.pk),
    ]


def test_an_edition_stays_as_it_was_whatever_happens_later() -> None:
    edie, first = editor(), date(2027, 3, 3)
    actions.add_row(facts=facts(), why="New", by=edie, at=AT)
    actions.record_check(key=KEY, check=CHECK, seen=0, by=edie, at=AT)
    actions.issue(on=first, by=edie, at=AT)
    issued = listing.edition(first)
    actions.edit_row(key=KEY, facts=shipped(year="2099"), why="Later", seen=1, by=edie, at=LATER)
    actions.take_off(key="northgate-mentoring", why="Later", seen=1, by=edie, at=LATER)

    assert listing.edition(first) == issued
    assert len(issued.directory.schemes) == 49
    kept = next(row for row in issued.directory.schemes if row.key == KEY)
    assert (kept.year, kept.checked_on, kept.checked_by) == ("2020", TODAY, "")
    assert listing.edition(date(2026, 11, 23)).directory == directory()
    assert listing.dates() == [first, date(2026, 11, 23)]
    assert listing.latest() == issued


def test_an_edition_is_issued_once_a_day_and_only_with_news() -> None:
    edie = editor()
    with pytest.raises(rules.NothingNew):
        actions.issue(on=TODAY, by=edie, at=AT)
    actions.add_row(facts=facts(), why="New", by=edie, at=AT)
    with pytest.raises(rules.TooSoon):
        actions.issue(on=date(2026, 11, 23), by=edie, at=AT)

    issued = actions.issue(on=TODAY, by=edie, at=AT)
    assert actions.issue(on=TODAY, by=edie, at=AT) == issued
    actions.take_off(key=KEY, why="Gone", seen=0, by=edie, at=AT)
    with pytest.raises(rules.TooSoon):
        actions.issue(on=TODAY, by=edie, at=AT)


def test_who_sent_something_in_is_forgotten_3_months_after_the_decision() -> None:
    edie = editor()
    taken, declined, waiting = sent(), sent(facts=facts(name="B")), sent(facts=facts(name="C"))
    actions.take(suggestion=taken, facts=facts(), by=edie, at=AT)
    actions.decline(suggestion=declined, why="No", by=edie, at=AT)
    due = AT + rules.KEPT_AFTER_DECISION

    assert actions.forget_contributors(at=due - timedelta(seconds=1)) == 0
    assert actions.forget_contributors(at=due) == 2
    assert actions.forget_contributors(at=due) == 0
    left = {each.name: (each.email, each.credit, each.words) for each in Suggestion.objects.all()}
    assert left == {
        "Northgate mentoring": ("", "", ""),
        "B": ("", "", ""),
        "C": (READER, "Kim Canary", "I lead it."),
    }
    assert actions.forget_contributors(at=waiting.sent_at + rules.KEPT_UNDECIDED) == 1
    assert set(Suggestion.objects.values_list("name", flat=True)) == {"Northgate mentoring", "B"}
    assert listing.row("northgate-mentoring").thanks == "Kim Canary"


def test_a_reader_who_was_thanked_can_have_the_name_taken_out_everywhere() -> None:
    edie = editor()
    actions.take(suggestion=sent(), facts=facts(), by=edie, at=AT)
    second = sent(key="northgate-mentoring", facts=facts(year="2026"), credit="Lee")
    actions.take(suggestion=second, facts=facts(year="2026"), seen=1, by=edie, at=AT)
    actions.issue(on=TODAY, by=edie, at=AT)
    assert listing.row("northgate-mentoring").thanks == "Kim Canary, Lee"
    issued = listing.edition(TODAY)

    assert actions.take_out_names(key="northgate-mentoring", by=edie, at=LATER) == 4
    assert actions.take_out_names(key="northgate-mentoring", by=edie, at=LATER) == 0
    assert set(RowVersion.objects.values_list("thanks", flat=True)) == {""}
    assert set(Suggestion.objects.values_list("credit", flat=True)) == {""}
    assert listing.edition(TODAY) == issued
    assert {row.thanks for row in issued.directory.schemes} == {""}
