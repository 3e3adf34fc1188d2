import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client

from pares.ground.wording.markdown import html
from pares.pages.public.declared import GROUPS, groups, in_words
from pares.pages.public.stacking import stacking


def shown(client: Client, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/about/", "About Pares"),
        ("/accessibility/", "Accessibility statement"),
        ("/agreement/", "The agreement between mentor and mentee"),
        ("/cookies/", "Cookies"),
        ("/help/", "Help"),
        ("/privacy/", "Privacy"),
    ],
)
def test_each_page_of_words_stands_whole(client: Client, address: str, heading: str) -> None:
    found = shown(client, address)

    assert [each.get_text() for each in found.select("h1")] == [heading]
    assert "{" not in found.select_one("main").get_text()


@pytest.mark.django_db
def test_the_privacy_notice_says_what_the_tables_declare(client: Client) -> None:
    table = shown(client, "/privacy/").select_one(".pares-words table")
    cells = [[cell.get_text() for cell in row.select(".pares-cell")] for row in table.select("tbody tr")]
    rows = {what: [readers, until] for what, _, readers, until in cells}

    assert rows["Wishes about your match"] == [
        "You and, where a wish speaks for a proposed pair, the scheme's leads, until the match; then nobody",
        "The cohort's last day",
    ]
    assert rows["That you met: the day, the length, the way"] == ["Both partners", "3 months after the pair ended"]


def test_every_field_of_every_table_is_on_the_notice() -> None:
    declared = sorted(
        f"{name.replace('_', ' ')}: {held.why}"
        for model in apps.get_app_config("pares").get_models()
        for name, held in model.held.items()
    )

    assert sorted(what for group in groups() for line in group.lines for what in line.what) == declared
    assert [group.title for group in groups()] == [*GROUPS]


def test_words_about_a_field_nobody_declares_are_a_mistake() -> None:
    with pytest.raises(KeyError):
        in_words("| x | {Person.shoe_size} |")


@pytest.mark.django_db
def test_the_source_is_named_where_the_operator_says_it_is(client: Client, settings: object) -> None:
    settings.SOURCE = "https://example.org/pares_(ours)?a=1&b=2"
    link = shown(client, "/about/").select_one("a[href*=example]")
    assert (link["href"], link.get_text()) == (settings.SOURCE, settings.SOURCE)

    settings.SOURCE = ""
    assert "Ask whoever runs this site where its source code is" in shown(client, "/about/").get_text()


def test_tables_of_our_words_stack_on_a_narrow_screen(client: Client) -> None:
    table = stacking(
        '<p>1</p><table class="nhsuk-table"><thead class="nhsuk-table__head"><tr class="nhsuk-table__row">'
        '<th class="nhsuk-table__header" scope="col">A <em>b</em></th></tr></thead>'
        '<tbody class="nhsuk-table__body"><tr class="nhsuk-table__row"><td class="nhsuk-table__cell">c</td></tr>'
        "</tbody></table>"
    )

    assert table == (
        '<p>1</p><table class="nhsuk-table-responsive" role="table"><thead role="rowgroup" class="nhsuk-table__head">'
        '<tr role="row" class="nhsuk-table__row"><th role="columnheader" class="nhsuk-table__header" scope="col">'
        'A <em>b</em></th></tr></thead><tbody role="rowgroup" class="nhsuk-table__body">'
        '<tr role="row" class="nhsuk-table__row"><td role="cell" class="nhsuk-table__cell">'
        '<span class="nhsuk-table-responsive__heading" aria-hidden="true">A <em>b</em> </span>'
        '<span class="pares-cell">c</span></td></tr></tbody></table>'
    )


@pytest.mark.parametrize(("second", "corners"), [("B", 1), ("", 0)])
def test_a_first_column_without_a_heading_holds_headings(second: str, corners: int) -> None:
    table = BeautifulSoup(stacking(html(f"| | {second} |\n| - | - |\n| a | b |\n| c | |\n")), "html.parser")

    assert [each.get_text() for each in table.select("tbody th[role=rowheader][scope=row]")] == ["a", "c"]
    assert [each.get_text() for each in table.select("td .pares-cell")] == ["b", ""]
    assert len(table.select("thead td")) == corners
    assert [each for each in table.select("th") if not each.get_text()] == []
