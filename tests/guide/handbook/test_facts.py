from textwrap import dedent

import pytest

from pares.guide.handbook.facts import BadFactsError, Basis, Fact, NoSuchFactError, Source, fact, facts, read

SOURCES = """
    [source.pairs]
    author = "Adams"
    place = "A journal 1:2"
    year = "2020"
"""
FIGURE = """
    [fact.met]
    words = "34%"
    counts = "pairs that met"
    n = 32
    of = 95
    source = "pairs"
    basis = "stated"
"""


def test_a_figure_has_its_words_its_numbers_and_its_source() -> None:
    found = read(dedent(SOURCES + FIGURE))

    source = Source("pairs", "Adams", "A journal 1:2", "2020")
    assert found == {"met": Fact("met", "34%", "pairs that met", source, Basis.STATED, 32, 95)}
    assert found["met"].out_of == "32 of 95"


def test_a_figure_without_n_says_nothing_of_it() -> None:
    found = read(dedent(SOURCES + FIGURE.replace("n = 32", "").replace("of = 95", "")))

    assert found["met"].out_of == ""


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("n = 32", "n ="), "facts.toml is not TOML: Invalid value (at line 10, column 4)."),
        (("[fact.met]", "[figure.met]"), "facts.toml has unknown parts: figure."),
        (
            ("[fact.met]", '[fact."the met"]'),
            "The figure 'the met' needs a key of small letters, digits and underlines.",
        ),
        (('words = "34%"', ""), "The figure met lacks or should not have: words."),
        (('words = "34%"', 'words = "34%"\nword = "x"'), "The figure met lacks or should not have: word."),
        (('"pairs that met"', '" "'), "The figure met needs its words and what it counts."),
        (("n = 32", ""), "The figure met gives only one of n and of."),
        (("n = 32", "n = 96"), "The figure met says 96 of 95."),
        (("34%", "64%"), "The figure met says 64%, but 32 of 95 is another share."),
        (('basis = "stated"', 'basis = "said"'), "The figure met has the basis 'said'; it is stated, inferred, ours."),
        (('basis = "stated"', 'basis = "ours"'), "The figure met is ours if and only if its source is pares."),
        (('source = "pairs"', 'source = "x"'), "The figure met names a source that is not there: x."),
        (('year = "2020"', ""), "The source pairs lacks or should not have: year."),
        (('year = "2020"', 'year = ""'), "The source pairs says nothing for: year."),
        (("[source.pairs]", '[source.x]\nauthor="a"\nplace="b"\nyear="c"\n[source.pairs]'), "No figure comes from: x."),
    ],
)
def test_what_cannot_be_printed_is_refused_by_name(change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(BadFactsError) as refused:
        read(dedent(SOURCES + FIGURE).replace(*change))

    assert str(refused.value) == sentence


def test_every_figure_we_ship_is_quoted_by_its_key() -> None:
    assert fact("lothian_f1_answers").out_of == "32 of 95"
    assert {key for key, said in facts().items() if said.key != key} == set()
    with pytest.raises(NoSuchFactError):
        fact("nobody_counted")
