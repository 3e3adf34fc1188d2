import pytest

from pares.guide.handbook.citing import bibtex, line, ris
from pares.guide.handbook.evidence import Reference

ARTICLE = Reference(
    key="okafor-2027",
    type="article",
    title="Mentors & mentees: a 50% rise",
    authors=("Okafor, Sam", "van der Berg, Jo Lee"),
    year=2027,
    journal="Example Journal",
    volume="9",
    number="2",
    pages="14-18",
    doi="10.1234/ex_1",
    url="https://example.org/a_b?c=%20",
)
ABSTRACT = Reference(key="nobody", type="abstract", title="", year=2019, journal="Example", url="https://example.org/x")
PAGE = Reference(
    key="office", type="page", title="A page", office="School of Surgery and Unit", url="https://example.org/"
)


def test_bibtex_to_the_letter() -> None:
    assert bibtex([ARTICLE, ABSTRACT, PAGE]) == (
        "@article{okafor-2027,\n"
        "  author = {Okafor, Sam and van der Berg, Jo Lee},\n"
        "  title = {{Mentors \\& mentees: a 50\\% rise}},\n"
        "  journal = {Example Journal},\n"
        "  year = {2027},\n"
        "  volume = {9},\n"
        "  number = {2},\n"
        "  pages = {14--18},\n"
        "  doi = {10.1234/ex_1},\n"
        "  url = {https://example.org/a_b?c=%20},\n"
        "}\n"
        "\n"
        "@article{nobody,\n"
        "  journal = {Example},\n"
        "  year = {2019},\n"
        "  url = {https://example.org/x},\n"
        "  note = {Abstract. Title not known to us},\n"
        "}\n"
        "\n"
        "@misc{office,\n"
        "  author = {{School of Surgery and Unit}},\n"
        "  title = {{A page}},\n"
        "  url = {https://example.org/},\n"
        "}\n"
    )


def test_ris_to_the_letter() -> None:
    assert ris([ARTICLE, ABSTRACT, PAGE]) == (
        "TY  - JOUR\r\n"
        "ID  - okafor-2027\r\n"
        "AU  - Okafor, Sam\r\n"
        "AU  - van der Berg, Jo Lee\r\n"
        "TI  - Mentors & mentees: a 50% rise\r\n"
        "T2  - Example Journal\r\n"
        "PY  - 2027\r\n"
        "VL  - 9\r\n"
        "IS  - 2\r\n"
        "SP  - 14\r\n"
        "EP  - 18\r\n"
        "DO  - 10.1234/ex_1\r\n"
        "UR  - https://example.org/a_b?c=%20\r\n"
        "ER  - \r\n"
        "TY  - JOUR\r\n"
        "ID  - nobody\r\n"
        "T2  - Example\r\n"
        "PY  - 2019\r\n"
        "UR  - https://example.org/x\r\n"
        "N1  - Abstract. Title not known to us\r\n"
        "ER  - \r\n"
        "TY  - ELEC\r\n"
        "ID  - office\r\n"
        "AU  - School of Surgery and Unit\r\n"
        "TI  - A page\r\n"
        "UR  - https://example.org/\r\n"
        "ER  - \r\n"
    )


@pytest.mark.parametrize(
    ("title", "in_tex"),
    [
        ("} @misc{x, {", r"\textbraceright{} @misc\textbraceleft{}x, \textbraceleft{}"),
        ("a\\input{b}", r"a\textbackslash{}input\textbraceleft{}b\textbraceright{}"),
        ("$x^2_3$ #1 ~", r"\$x\textasciicircum{}2\_3\$ \#1 \textasciitilde{}"),
        ("Two\r\nlines\u2028and more", "Two lines and more"),
    ],
)
def test_no_sign_in_a_title_means_anything_to_tex(title: str, in_tex: str) -> None:
    written = bibtex([Reference("k", "page", title, url="https://example.org/")])

    assert written == f"@misc{{k,\n  title = {{{{{in_tex}}}}},\n  url = {{https://example.org/}},\n}}\n"


def test_a_title_cannot_begin_a_line_of_its_own_in_ris() -> None:
    written = ris([Reference("k", "page", "One\r\nER  - \nTY  - JOUR", url="https://example.org/")])

    assert written.split("\r\n") == [
        "TY  - ELEC",
        "ID  - k",
        "TI  - One ER - TY - JOUR",
        "UR  - https://example.org/",
        "ER  - ",
        "",
    ]


def test_a_line_leaves_out_what_is_not_known() -> None:
    assert line(ARTICLE) == (
        "Okafor S, van der Berg JL. Mentors & mentees: a 50% rise. Example Journal 2027;9(2):14-18."
    )
    assert line(ABSTRACT) == "[Title not known to us]. Example 2019."
    assert line(PAGE) == "School of Surgery and Unit. A page."
    many = Reference("k", "page", "T", tuple(f"A{number}, B" for number in range(4)), url="https://example.org/")
    assert line(many) == "A0 B, A1 B, A2 B and others. T."
