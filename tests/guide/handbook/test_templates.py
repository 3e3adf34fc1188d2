import re
from datetime import date

import pytest

from pares.ground.wording.shipped import BadWordsError
from pares.guide.handbook.templates import For, Template, read, templates

ON_TOP = {
    "title": "Activity log",
    "summary": "Days and no words.",
    "order": "70",
    "changed": "2026-11-23",
    "for": "mentor",
}


def file(text: str = "Words.\n", **on_top: str) -> str:
    facts = {
        key: value
        for key, value in (ON_TOP | {key.removesuffix("_"): value for key, value in on_top.items()}).items()
        if value
    }
    return "\n".join(["---", *(f"{key}: {value}" for key, value in facts.items()), "---", "", text])


def test_a_file_is_a_template() -> None:
    assert read(file("Words.\n"), "activity-log") == Template(
        "activity-log", "Activity log", "Days and no words.", 70, date(2026, 11, 23), For.MENTOR, "Words.\n"
    )


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (file(for_=""), "line 6: for is missing"),
        (file(colour="red"), "line 7: colour is not known here"),
        (file(for_="dean"), "line 6: for is 'dean'; it is one of lead, mentee, mentor, sponsor"),
        (file(order="first"), "line 4: order is 'first'; it is a number"),
        (file(changed="soon"), "line 5: changed is 'soon'; it is a day such as 2026-11-23"),
        (file(" "), "line 9: there are no words"),
        (file("One.\n\n{fact:nothing} two"), "line 11: there is no figure nothing in facts.toml"),
        (file("One.\n\n# Two"), "line 11: a heading has two or three number signs"),
        (file("### Two"), "line 9: a heading of three number signs stands below one of two"),
        (file("| a |\n| - |\n| b |\n\n| c |\n| - |\n| d |"), "line 13: a table stands right below another"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(source: str, fault: str) -> None:
    with pytest.raises(BadWordsError, match=f"^{re.escape(f'templates/activity-log.md, {fault}.')}$"):
        read(source, "activity-log")


def test_a_name_that_cannot_be_an_address_is_refused() -> None:
    with pytest.raises(BadWordsError, match=r"templates/Log 2\.md, line 1"):
        read(file(), "Log 2")


def test_those_we_ship_are_in_their_order_and_for_everybody() -> None:
    orders = [each.order for each in templates()]

    assert orders == sorted({*orders})
    assert {each.reader for each in templates()} == {*For}
    assert {"lead-checklist", "agreement-and-ground-rules", "opt-out-notice"} < {each.key for each in templates()}
