from urllib.parse import urlsplit

import pytest

from pares.guide.handbook.evidence import (
    DESIGNS,
    KINDS,
    BadEvidenceError,
    Finding,
    Reference,
    Study,
    read,
    references,
    studies,
)

REFERENCE = """
[[reference]]
key = "okafor-2027"
type = "article"
authors = ["Okafor, Sam"]
title = "A title"
url = "https://example.org/okafor"
"""
STUDY = """
[[study]]
key = "northgate"
name = "Northgate"
kind = "peer"
design = "survey"
size = "18 pairs"
compared = false
how = "They met."
found = [{ what = "Met", n = 12, of = 18, share = "67%" }]
caveat = "Few."
references = ["okafor-2027"]
"""


def test_what_we_ship_is_whole_and_its_addresses_can_be_followed() -> None:
    assert len(studies()) == 20
    assert len(references()) == 22
    assert {study.kind for study in studies()} == set(KINDS)
    assert {study.design for study in studies()} == set(DESIGNS)
    assert {urlsplit(reference.link).scheme for reference in references()} == {"http", "https"}
    assert [reference.doi for reference in references() if reference.doi] == [
        "10.1136/archdischild-2013-304277",
        "10.1080/14739879.2024.2355933",
        "10.1192/bjo.2021.418",
        "10.1136/bmjopen-2017-020721",
        "10.1007/s00268-014-2774-x",
        "10.3402/meo.v18i0.20825",
    ]


def test_the_figures_of_the_studies_are_the_sources_own() -> None:
    found = {study.key: [(each.n, each.of, each.share) for each in study.found] for study in studies()}

    assert found["london-paediatrics"][:2] == [(76, 84, "90%"), (16, 18, "")]
    assert found["south-west-london"] == [(31, 72, "43%"), (40, 72, "56%"), (42, 72, "58%"), (23, 42, "55%")]
    assert found["core-surgery"][:3] == [(0, 18, ""), (12, 18, "67%"), (12, 12, "")]
    assert found["lothian"] == [
        (32, 95, "34%"),
        (65, 95, "68%"),
        (None, None, "98%"),
        (None, None, "82%"),
        (None, None, "94%"),
        (None, None, "84.4%"),
        (None, None, "99%"),
        (58, 95, "61%"),
    ]
    assert found["birmingham"] == [
        (13, None, "40%"),
        (10, None, "30%"),
        (4, None, "12.5%"),
        (5, None, "16%"),
        (None, None, "92%"),
        (None, None, "94%"),
    ]
    assert [share for _, _, share in found["northern-ireland-paediatrics"]] == ["45%", "10%", "62%", "92%"]
    assert [share for _, _, share in found["exam-results"]] == ["84.0%", "42.4%", "95.8%", "69.9%", "71.4%", "24.0%"]
    assert found["london-deanery"] == [(104, 140, "")]


def test_a_comparison_is_never_left_to_look_like_an_effect() -> None:
    assert {study.key for study in studies() if study.compared} == {"northern-ireland-paediatrics", "exam-results"}
    assert {study.key for study in studies() if study.association} == {
        "northern-ireland-paediatrics",
        "exam-results",
        "review",
    }


def test_a_study_is_read_with_its_figures_and_references() -> None:
    reference = Reference(
        key="okafor-2027",
        type="article",
        title="A title",
        authors=("Okafor, Sam",),
        url="https://example.org/okafor",
    )

    assert read(REFERENCE + STUDY) == (
        Study(
            key="northgate",
            name="Northgate",
            kind="peer",
            design="survey",
            size="18 pairs",
            compared=False,
            how="They met.",
            found=(Finding("Met", 12, 18, "67%"),),
            caveat="Few.",
            references=(reference,),
        ),
    )


@pytest.mark.parametrize(
    ("stands", "instead", "fault"),
    [
        ('share = "67%"', 'share = "66%"', "Study northgate, “Met”: 12 of 18 is 67%, not 66%."),
        ("n = 12", "n = 19", "Study northgate, “Met”: n must be within of."),
        ("n = 12, ", "", "Study northgate, “Met”: of needs n."),
        (', n = 12, of = 18, share = "67%"', "", "Study northgate, “Met”: there is no figure."),
        ('what = "Met", ', "", "Study northgate: a finding has what, n, of and share, not n, of, share."),
        ("compared = false", "compared = true", "Study northgate: a comparison needs its association: why it shows"),
        ('kind = "peer"', 'kind = "club"', "Study northgate: kind must be one of"),
        ('design = "survey"', 'design = "trial"', "Study northgate: design must be one of"),
        ('caveat = "Few."\n', "", "Study northgate: missing: caveat."),
        ('caveat = "Few."', 'caveat = ""', "Study northgate: name, size, how and caveat must say something."),
        ('caveat = "Few."', "caveat = 3", "Study northgate: must be text: caveat."),
        ('["okafor-2027"]', '["okafor"]', "Study northgate: there is no reference okafor."),
        ('["okafor-2027"]', "[]", "Study northgate: there must be a reference."),
        ('"article"', '"book"', "Reference okafor-2027: type must be one of article, abstract, report, page."),
        ("https://example.org/okafor", "example.org", "Reference okafor-2027: url must be a full http(s) address."),
        ('url = "https://example.org/okafor"', "", "Reference okafor-2027: there must be a doi or a url."),
        ("Okafor, Sam", "Sam Okafor", "Reference okafor-2027: authors are Family, Given."),
        ('title = "A title"', 'title = "A title"\ndoi = "doi:10.1/x"', "Reference okafor-2027: doi must begin with"),
        ('title = "A title"', 'title = "A title"\nyear = 27', "Reference okafor-2027: year must be a year."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(stands: str, instead: str, fault: str) -> None:
    source = REFERENCE + STUDY
    assert stands in source

    with pytest.raises(BadEvidenceError) as refused:
        read(source.replace(stands, instead))

    assert str(refused.value).startswith(fault)


def test_nothing_stands_there_twice_or_unused() -> None:
    for source, fault in (
        (REFERENCE + STUDY + STUDY, "northgate stands there twice."),
        (REFERENCE, "No study stands on: okafor-2027."),
    ):
        with pytest.raises(BadEvidenceError) as refused:
            read(source)
        assert str(refused.value) == fault
    with pytest.raises(BadEvidenceError, match="The studies are not TOML"):
        read("[[study]")
