import re
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ImproperlyConfigured
from django.core.paginator import Paginator
from django.template.loader import get_template
from django.test import override_settings
from jinja2 import UndefinedError
from markupsafe import Markup

from pares.pages import rendering
from pares.pages.colour import checked, contrast_with_white
from pares.pages.site_context import Site

MENU = [("Today", "/", False), ("People", "/people/", True)]


def drawn(source: str, **context: Any) -> str:
    return rendering.environment().from_string(source).render(**context)


def page(source: str, **context: Any) -> BeautifulSoup:
    body = '{% extends "layouts/page.jinja" %}{% block title %}Today{% endblock %}' + source
    return BeautifulSoup(drawn(body, **context), "html.parser")


@pytest.mark.parametrize(
    "source",
    [
        "{{ mentr }}",
        "{{ pair.mentr }}",
        "{{ pair.mentr.name }}",
        "{{ 'Dear ' ~ mentr }}",
        "{{ mentr | upper }}",
        "{% for each in mentrs %}{% endfor %}",
    ],
)
def test_a_misspelt_name_raises_when_it_is_printed(source: str) -> None:
    with pytest.raises(UndefinedError):
        drawn(source, pair={})


def test_a_missing_name_may_be_tested_and_chained() -> None:
    assert drawn("{% if a.b.c %}yes{% else %}no{% endif %}{{ a.b or 'none' }}") == "nonone"


def test_a_misspelt_argument_of_a_part_raises() -> None:
    with pytest.raises(TypeError, match="colur"):
        drawn('{% from "parts/blocks.jinja" import tag %}{{ tag("Late", colur="red") }}')


def test_what_people_type_is_escaped() -> None:
    assert drawn("{{ name }}", name="<b>") == "&lt;b&gt;"
    assert rendering.listed(["<b>", "Bo", "Cy"]) == Markup("&lt;b&gt;, Bo and Cy")


def test_dates_show_their_weekday_and_the_day_it_is_in_the_united_kingdom() -> None:
    assert rendering.long_date(date(2027, 4, 7)) == "Wednesday 7 April 2027"
    late = datetime(2027, 4, 6, 23, 30, tzinfo=UTC)
    assert rendering.long_date(late) == "Wednesday 7 April 2027"
    assert rendering.short_date(late) == "7 April 2027"
    assert rendering.long_moment(late) == "Wednesday 7 April 2027 at 12:30am"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "midnight"), (9, 0, "9am"), (12, 0, "midday"), (12, 5, "12:05pm"), (17, 30, "5:30pm")],
)
def test_times_are_written_as_the_nhs_writes_them(hour: int, minute: int, words: str) -> None:
    assert rendering.hour(datetime(2027, 1, 6, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (12, 40, "12 of 40 (30%)"),
        (0, 0, "0 of 0"),
        (0, 5, "0 of 5 (0%)"),
        (1, 1000, "1 of 1,000 (1%)"),
        (999, 1000, "999 of 1,000 (99%)"),
        (5, 5, "5 of 5 (100%)"),
        (1, 8, "1 of 8 (13%)"),
    ],
)
def test_shares_say_their_whole_and_never_round_to_all_or_nothing(part: int, whole: int, words: str) -> None:
    assert rendering.n_of(part, whole) == words


def test_counted_things_agree_with_their_number() -> None:
    assert [rendering.counted(n, "mentor") for n in (0, 1, 1200)] == ["0 mentors", "1 mentor", "1,200 mentors"]
    assert rendering.counted(2, "person", "people") == "2 people"


def test_a_page_has_one_heading_a_title_and_a_way_past_the_menu() -> None:
    shown = page("{% block content %}<p>Words</p>{% endblock %}", navigation=MENU)
    assert shown.title is not None
    assert shown.title.text == "Today - Pares"
    assert [heading.get_text(strip=True) for heading in shown("h1")] == ["Today"]
    assert shown.select_one("a.nhsuk-skip-link")["href"] == "#" + shown.main["id"]  # type: ignore[index]
    assert [(a.text, a["href"]) for a in shown.select("nav [aria-current=page]")] == [("People", "/people/")]
    assert shown.select("aside") == []


def test_a_title_names_the_scheme_and_warns_of_errors() -> None:
    form = SimpleNamespace(errors={"x": 1}, error_summary=[])
    shown = page("", scheme=SimpleNamespace(name="Mersey <paediatrics>"), form=form)
    assert shown.title is not None
    assert shown.title.text == "Error: Today - Mersey <paediatrics>"


def test_every_page_leads_to_safety_and_nothing_claims_to_be_the_nhs() -> None:
    text = str(page(""))
    assert Site.safety.url in text
    assert "©" not in text
    assert 'aria-label="NHS"' not in text
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*"', text) == []


def test_nothing_on_a_page_is_inline() -> None:
    shown = page("")
    assert [tag for tag in shown("script") if not tag.get("src")] == []
    assert shown("style") == []
    assert [
        tag for tag in shown.select("*") if any(name.startswith("on") or name == "style" for name in tag.attrs)
    ] == []


def test_signing_out_is_a_form() -> None:
    shown = page("", signed_in_as="Amina", csrf_input=Markup('<input name="csrf">'))
    form = shown.select_one("header form")
    assert form is not None
    assert (form["method"], form["action"], len(form("input"))) == ("post", Site.sign_out.url, 1)


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_error_pages_need_neither_a_request_nor_the_database(name: str) -> None:
    assert "<h1" in get_template(name).render()


@override_settings(SITE_NAME="Peer mentoring", ORGANISATION="Invented Trust", LOGO="/media/logo.svg", COLOUR="#330072")
def test_a_trust_brings_its_name_logo_and_colour() -> None:
    shown = page("")
    logo = shown.select_one("header img")
    assert logo is not None
    assert (logo["src"], logo["alt"]) == ("/media/logo.svg", "Invented Trust")
    assert [link["href"] for link in shown.select("link[href*='site.css']")] == [Site().stylesheet]


@pytest.mark.parametrize("setting", [{"LOGO": "https://elsewhere.example/logo.svg"}, {"COLOUR": "#ffee00"}])
def test_a_logo_elsewhere_and_a_colour_too_light_are_refused(setting: dict[str, str]) -> None:
    with override_settings(**setting), pytest.raises(ImproperlyConfigured):
        page("")


def test_contrast_is_measured_as_wcag_does() -> None:
    assert [round(contrast_with_white(colour), 2) for colour in ("#ffffff", "#000000", "#767676")] == [1, 21, 4.54]
    assert contrast_with_white("#12403f") >= 7
    with pytest.raises(ValueError, match="hexadecimal"):
        checked("red; } body { display: none")


def test_pagination_keeps_the_rest_of_the_address() -> None:
    source = '{% from "parts/pagination.jinja" import pagination %}{{ pagination(page, "site=3") }}'
    shown = BeautifulSoup(drawn(source, page=Paginator(range(100), 10).page(5)), "html.parser")
    current = shown.select_one("[aria-current=page]")
    assert current is not None
    assert current["href"] == "?site=3&page=5"
    assert drawn(source, page=Paginator(range(3), 10).page(1)).strip() == ""


@pytest.mark.parametrize(("running", "refreshes"), [(True, 1), (False, 0)])
def test_a_watched_page_stops_asking_when_the_work_is_done(*, running: bool, refreshes: int) -> None:
    source = '{% extends "layouts/progress.jinja" %}{% block title %}Import{% endblock %}'
    text = drawn(source, running=running, done=1, whole=4, words="Reading")
    assert text.count('<noscript><meta http-equiv="refresh"') == refreshes
    assert text.count("data-watch") == refreshes
