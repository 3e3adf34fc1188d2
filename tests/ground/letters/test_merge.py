import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pares.ground.letters import merge
from pares.ground.letters.address import NotOneAddress, single
from pares.ground.wording.markdown import html
from pares.ground.wording.plain import plain

ODD = [
    *("O'Neill", "van der Berg", "Nguyễn", "محمد", "👩🏽‍⚕️", "=HYPERLINK(1)", "{{7*7}}", "{mentor_name}", "{}", "a\\"),
    *("<b>x</b>", "**x**", "[x](https://evil.org)", "https://evil.org", "`x`", "# x", "1. x", "- x", "&amp;", "a|b"),
    *("x\r\nBcc: evil@e.org", "x\u2028y", "a\x00b", "\u202egpj.exe", "\u2066x\u2069", "\ufeffx", " "),
]
texts = st.text(max_size=80) | st.sampled_from(ODD)


def body_of(text: str) -> BeautifulSoup:
    return BeautifulSoup(html(text), "html.parser")


@given(texts)
def test_a_value_is_shown_and_means_nothing(value: str) -> None:
    shown = merge.clean(value)
    merged = merge.merge("Hello {name}, welcome.", {"name": value})

    assert plain(merged) == f"Hello {shown}, welcome."
    assert body_of(merged).get_text() == f"Hello {shown}, welcome.\n"
    assert [tag.name for tag in body_of(merged).find_all()] == ["p"]


@given(texts)
def test_a_value_on_a_line_of_its_own_stays_a_paragraph(value: str) -> None:
    shown = merge.clean(value)

    assert plain(merge.merge("Hello,\n\n{name}\n\nGoodbye.", {"name": value})).split("\n\n") == [
        "Hello,",
        *([shown] if shown else []),
        "Goodbye.",
    ]


@given(texts, texts)
def test_a_subject_is_one_line_without_commands(scheme: str, cohort: str) -> None:
    subject = merge.merge_subject("{scheme_name}: {cohort_name}", {"scheme_name": scheme, "cohort_name": cohort})

    assert len(subject) <= 200
    assert subject == merge.clean(subject)
    assert subject.isprintable() or "\u200c" in subject or "\u200d" in subject


def test_lines_become_a_list() -> None:
    assert merge.merge("{digest_lines}", {"digest_lines": "one *\n\ntwo\n"}) == "- one \\*\n- two"


def test_a_link_keeps_its_address() -> None:
    address = "https://a.example/b_(c)?d=1&copy=2;x#e"
    merged = merge.merge("[Open]({link})", {"link": address})

    assert plain(merged) == "Open: https://a.example/b_%28c%29?d=1&copy=2%3Bx#e"
    assert [tag["href"] for tag in body_of(merged).find_all("a")] == ["https://a.example/b_%28c%29?d=1&copy=2%3Bx#e"]


@pytest.mark.parametrize("value", ["javascript:alert(1)", "/path", "//evil.org", "https://a b", "", "https://a\n"])
def test_what_is_no_web_address_is_no_link(value: str) -> None:
    with pytest.raises(merge.BadLinkError):
        merge.merge("[Open]({link})", {"link": value})


def test_an_unknown_placeholder_is_refused_with_those_there_are() -> None:
    with pytest.raises(merge.UnknownPlaceholder) as refused:
        merge.check("Hello {nmae}, {x y}, {name}", {"name", "link"})

    assert str(refused.value) == "There is nothing to put in for {nmae} and {x y}. Here you can use: {link}, {name}."


@pytest.mark.parametrize("name", ["name", "mentor_name", "link", "place"])
def test_a_subject_cannot_say_who(name: str) -> None:
    with pytest.raises(merge.UnknownPlaceholder):
        merge.check_subject(f"About {{{name}}}", {name, "scheme_name", "closes_on"})


def test_a_missing_value_stops_the_letter() -> None:
    with pytest.raises(merge.MissingValueError, match="needs a value for code; it was given name"):
        merge.merge("{code}", {"name": "x"})


@pytest.mark.parametrize("address", ["a@b.org", "o'neill+x@nhs.net", "a.b@münchen.example", "A@B.CO.UK", " a@b.org "])
def test_one_address_is_one(address: str) -> None:
    assert single(address) == address.strip()


@pytest.mark.parametrize(
    "address",
    [
        *("a@b.org, evil@e.org", "a@b.org,evil@e.org", "a@b.org;evil@e.org", "a@b.org evil@e.org", "Ann <a@b.org>"),
        *("a@b.org\nBcc: e@e.org", "a@b.org\r", "a@b.org\x00", "a\u202e@b.org", '"a b"@c.org', "a@b@c.org", "a@b"),
        *("@b.org", "a@", "", "a@b.org.", ".a@b.org", "a..b@c.org", "a@-b.org", "a@b_.org", "é@b.org", "a@[127.0.0.1]"),
        *("undisclosed:a@b.org;", "a@b.org(comment)", f"{'a' * 65}@b.org", f"a@{'b' * 250}.org", "a@b.o\u2028rg"),
    ],
)
def test_what_may_be_read_as_two_is_none(address: str) -> None:
    with pytest.raises(NotOneAddress):
        single(address)
