"""Our own faces of the design system's components, which pages with many of them need, are what the original draws."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.template import engines

from pares.pages import fields

INPUT = """
{% from "nhsuk/components/input/macro.jinja" import input %}
{% set asked = field.field %}
{{ input({
  "label": {"text": field.label, "size": asked.size or "s", "isPageHeading": true if asked.heading else false},
  "hint": field.hint, "errorMessage": field.error, "id": field.auto_id, "name": field.html_name,
  "type": asked.kind or asked.widget.input_type or "text", "value": field.typed, "width": asked.width or 20,
  "autocomplete": asked.autocomplete or none, "inputmode": asked.inputmode or none,
  "spellcheck": false if asked.spellcheck is false else none,
  "prefix": asked.prefix or "", "suffix": asked.suffix or "", "code": asked.code or false
}) }}
"""
SELECT = """
{% from "nhsuk/components/select/macro.jinja" import select %}
{% set asked, chosen = field.field, field.chosen %}
{% set found = namespace(items=[{"value": "", "text": asked.empty}]) %}
{% for value, label in asked.choices if value | string %}
  {% set found.items = found.items + [{"value": value, "text": label, "selected": value | string in chosen}] %}
{% endfor %}
{{ select({
  "label": {"text": field.label, "size": asked.size, "isPageHeading": asked.heading},
  "hint": field.hint, "errorMessage": field.error, "id": field.auto_id, "name": field.html_name,
  "items": found.items
}) }}
"""
TAG = '{% from "nhsuk/components/tag/macro.jinja" import tag %}{{ tag({"text": text, "colour": colour}) }}'
OURS = '{% from "parts/blocks.jinja" import tag %}{{ tag(text, colour) }}'


class PoundsField(fields.TextField):
    prefix = "£"


class Asked(fields.PagesForm):
    """One field of each kind, plain and with everything a field can have."""

    plain = fields.TextField("Your <name>")
    full = fields.TextField(
        "All & more", hint="As “you” & <others>", seen_by="Seen by leads.", heading=True, size="xl", width=5
    )
    number = fields.NumberField("How many?", least=1, most=3, suffix="mentees", size="m")
    email = fields.EmailField()
    pounds = PoundsField("Cost")
    code = fields.CodeField(numeric=True, hint="Six")
    site = fields.SelectField("Site", choices=[(1, "North & <South>"), (2, "West")], hint="Yours", empty="None")
    page = fields.SelectField("Page", choices=[("", "Left out"), ("a", "A")], heading=True, required=False)


class Parts(HTMLParser):
    """A page as its tags, their attributes and their words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[Any, ...]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *sorted(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("/" + tag,))

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self.found.append(("words", words))


def drawn(source: str, **values: object) -> list[tuple[Any, ...]]:
    return Parts(engines["jinja2"].from_string(source).render(values)).found


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"plain": 'a"<b>', "full": "", "number": "x", "email": "no", "code": "", "site": "3", "page": "b"},
        {"plain": "a", "full": "b", "number": "2", "email": "a@b.org", "code": "123", "site": "2", "page": "a"},
    ],
)
def test_lines_and_lists_are_drawn_as_the_design_system_draws_them(answers: dict[str, str]) -> None:
    form = Asked(answers or None)
    for shown in form:
        original = SELECT if shown.name in {"site", "page"} else INPUT
        assert Parts(str(shown)).found == drawn(original, field=shown), shown.name


@pytest.mark.parametrize("colour", ["grey", "orange", "aqua-green"])
def test_a_tag_is_drawn_as_the_design_system_draws_it(colour: str) -> None:
    assert drawn(OURS, text="A & <b>", colour=colour) == drawn(TAG, text="A & <b>", colour=colour)
