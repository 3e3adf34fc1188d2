import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.wording.markdown import Heading, escape, headings, html
from pares.ground.wording.plain import from_plain, plain

ALLOWED = {
    *("a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "strong"),
    *("table", "tbody", "td", "th", "thead", "tr", "ul"),
}
visible = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=60).map(
    lambda text: " ".join(text.split())
)


def test_the_same_heading_many_times_takes_no_longer_than_many_headings() -> None:
    began = time.process_time()
    ids = [heading.id for heading in headings("## a\n" * 24_000)]

    assert len(set(ids)) == 24_000
    assert time.process_time() - began < 10


def test_a_heading_that_is_called_like_the_number_of_another_has_an_id_of_its_own() -> None:
    words = "## a\n\n## a\n\n## a 2\n\n## a\n\n## a 2\n"

    assert [heading.id for heading in headings(words)] == ["a", "a-2", "a-2-2", "a-3", "a-2-3"]


def test_headings_have_ids_that_do_not_repeat() -> None:
    words = "## Après l'été\n\n## Apres l ete\n\n### Maincontent\n\n## …"

    assert headings(words) == [
        Heading(2, "apres-l-ete", "Après l'été"),
        Heading(2, "apres-l-ete-2", "Apres l ete"),
        Heading(3, "maincontent-2", "Maincontent"),
        Heading(2, "section", "…"),
    ]
    assert [tag["id"] for tag in BeautifulSoup(html(words), "html.parser").find_all(["h2", "h3"])] == [
        heading.id for heading in headings(words)
    ]


def test_a_table_has_the_nhs_classes() -> None:
    assert html("| What | Until |\n| --- | --- |\n| Name | always |\n").split("\n") == [
        '<table class="nhsuk-table">',
        '<thead class="nhsuk-table__head">',
        '<tr class="nhsuk-table__row">',
        '<th class="nhsuk-table__header" scope="col">What</th>',
        '<th class="nhsuk-table__header" scope="col">Until</th>',
        "</tr>",
        "</thead>",
        '<tbody class="nhsuk-table__body">',
        '<tr class="nhsuk-table__row">',
        '<td class="nhsuk-table__cell">Name</td>',
        '<td class="nhsuk-table__cell">always</td>',
        "</tr>",
        "</tbody>",
        "</table>",
        "",
    ]


@pytest.mark.parametrize(
    "address",
    ["https://nhs.uk/a?b=c", "http://nhs.uk", "mailto:a@example.org", "tel:0300", "/safety/", "#top"],
)
def test_safe_links_are_links(address: str) -> None:
    assert html(f"[words]({address})") == f'<p><a href="{address}">words</a></p>\n'


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"),
        *("//evil.org", "/\\evil.org", "https:evil.org", "https:///evil.org", "ftp://x", "relative/path"),
        "&#106;avascript:alert(1)",
    ],
)
def test_other_links_are_not(address: str) -> None:
    assert BeautifulSoup(html(f"[words]({address})"), "html.parser").find("a") is None


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b onclick=x>b</b>",
        '<img src=x onerror="alert(1)">',
        "![x](https://evil.org/pixel.png)",
        "<style>p{}</style>\n\nwords",
        "<!-- hidden -->",
        "<svg/onload=alert(1)>",
        "```\n<script>\n```",
    ],
)
def test_html_is_shown_and_never_run(text: str) -> None:
    tags = BeautifulSoup(html(text), "html.parser").find_all()

    assert {tag.name for tag in tags} <= ALLOWED
    assert {name for tag in tags for name in tag.attrs} <= {"class", "id", "href", "scope", "start"}


@given(st.text(max_size=300))
def test_nothing_makes_unsafe_html(text: str) -> None:
    tags = BeautifulSoup(html(text), "html.parser").find_all()

    assert {tag.name for tag in tags} <= ALLOWED


@given(visible)
def test_an_escaped_value_is_shown_as_it_is(value: str) -> None:
    assert plain(f"Hello {escape(value)}.") == f"Hello {value}."
    page = BeautifulSoup(html(f"Hello {escape(value)}."), "html.parser")
    assert ([tag.name for tag in page.find_all()], page.get_text()) == (["p"], f"Hello {value}.\n")


def test_boxes_to_tick_and_lines_to_write_on_have_classes_of_their_own() -> None:
    assert html("- [ ] a **b**\n- c [ ] d\n\n____\n\n---\n") == (
        '<ul class="nhsuk-list nhsuk-list--bullet">\n<li class="pares-tick">a <strong>b</strong></li>\n'
        '<li>c [ ] d</li>\n</ul>\n<hr class="pares-blank">\n'
        '<hr class="nhsuk-section-break nhsuk-section-break--visible nhsuk-section-break--m">\n'
    )


def test_plain_text_of_everything_a_letter_uses() -> None:
    words = (
        "Hello,\n\n- one\n- **two**\n\n3. three\n4. four\n\n[Open it](https://a.example/b)\n\n<https://a.example/c>\n"
    )

    assert plain(words) == (
        "Hello,\n\n- one\n- two\n\n3. three\n4. four\n\nOpen it: https://a.example/b\n\nhttps://a.example/c"
    )


def test_typed_text_keeps_paragraphs_lists_and_addresses() -> None:
    typed = "Dear *Ann*_,\n\n- 1 < 2\n- <b>\n\nSee https://a.example/b_c?d=1.\n# no heading"

    assert plain(from_plain(typed)) == typed
    assert html(from_plain(typed)) == (
        "<p>Dear *Ann*_,</p>\n"
        '<ul class="nhsuk-list nhsuk-list--bullet">\n<li>1 &lt; 2</li>\n<li>&lt;b&gt;</li>\n</ul>\n'
        '<p>See <a href="https://a.example/b_c?d=1">https://a.example/b_c?d=1</a>.\n# no heading</p>\n'
    )


@given(st.lists(visible.filter(bool), min_size=1, max_size=5))
def test_typed_text_comes_back_as_it_was_typed(lines: list[str]) -> None:
    typed = "\n\n".join(line for line in lines if not line.startswith("-"))

    assert plain(from_plain(typed)) == typed
