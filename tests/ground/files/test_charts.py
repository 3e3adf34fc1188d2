import datetime as dt
import re
import xml.etree.ElementTree as ET

import pytest

from pares.ground.files.charts import funnel, gantt

SVG = "{http://www.w3.org/2000/svg}"
FEB, MAR = dt.date(2027, 2, 1), dt.date(2027, 3, 1)


def drawn(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314 - our own chart


def said(chart: ET.Element) -> list[str]:
    return [" ".join(line.text or "" for line in words) or words.text or "" for words in chart.iter(f"{SVG}text")]


def test_a_funnel_says_and_draws_each_row() -> None:
    chart = drawn(
        funnel("The way", [("Invited", 1212, 1212), ("Met", 9, 36), ("Few", None, 36), ("None", 0, 0)], key="A b")
    )
    bars = [bar.get("width") for bar in chart.iter(f"{SVG}rect") if bar.get("class") == "app-chart__bar"]
    assert bars == ["100%", "25%", "0%", "0%"]
    assert said(chart) == ["Invited: 1,212 of 1,212", "Met: 9 of 36", "Few: not shown", "None: 0 of 0"]
    assert (chart.get("role"), chart.get("aria-labelledby")) == ("img", "a-b-title a-b-summary")
    assert [(chart[at].get("id"), chart[at].text) for at in (0, 1)] == [
        ("a-b-title", "The way"),
        ("a-b-summary", "Invited: 1,212 of 1,212. Met: 9 of 36. Few: not shown. None: 0 of 0."),
    ]


def test_words_are_escaped_and_nothing_needs_an_inline_style() -> None:
    chart = funnel('<script>"&', [("</svg><b onload='x'>", 1, 2)], key='"><script>')
    assert drawn(chart)[0].text == '<script>"&'
    assert not re.search(r"<script|<b |\sstyle=|<style", chart)


def test_long_labels_wrap_for_a_narrow_screen() -> None:
    lines = list(drawn(funnel("t", [("Pairs that met three times or more in the cohort", 1, 2)])).iter(f"{SVG}tspan"))
    assert [line.text for line in lines] == ["Pairs that met three times or more", "in the cohort: 1 of 2"]


def test_a_timeline_places_bars_dots_and_today() -> None:
    rows = [
        ("Call", FEB, dt.date(2027, 2, 10), "Recruit ment"),
        ("Match", MAR, MAR, "matching"),
        ("End", MAR, dt.date(2027, 3, 12), ""),
    ]
    chart = drawn(gantt("Plan", rows, dt.date(2027, 2, 21)))
    bars = [bar for bar in chart.iter(f"{SVG}rect") if bar.get("class") != "app-chart__track"]
    assert [(bar.get("class"), bar.get("x"), bar.get("width")) for bar in bars] == [
        ("app-chart__bar app-chart__bar--recruit-ment", "0%", "25%"),
        ("app-chart__bar", "70%", "30%"),
    ]
    assert [dot.get("cx") for dot in chart.iter(f"{SVG}circle")] == ["70%"]
    assert {line.get("x1") for line in chart.iter(f"{SVG}line")} == {"50%"}
    assert said(chart) == [
        "Call: 1 February to 10 February 2027",
        "Match: 1 March 2027",
        "End: 1 March to 12 March 2027",
        "Feb",
        "Mar",
        "The upright line is today, 21 February 2027.",
    ]


def test_today_outside_the_timeline_is_not_drawn() -> None:
    chart = drawn(gantt("Plan", [("Call", FEB, MAR, "")], dt.date(2028, 1, 1)))
    assert list(chart.iter(f"{SVG}line")) == []


def test_an_empty_chart_and_a_year_long_one_can_be_drawn() -> None:
    assert said(drawn(funnel("t", []))) == []
    months = said(drawn(gantt("t", [("Long", dt.date(2026, 8, 5), dt.date(2027, 8, 3), "")], FEB)))[1:-1]
    assert months == ["Sep", "Dec", "Mar", "Jun"]


def test_a_row_that_ends_before_it_starts_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        gantt("t", [("x", MAR, FEB, "")], FEB)
