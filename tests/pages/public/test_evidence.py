import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from pares.guide.handbook import citing
from pares.guide.handbook.evidence import references, studies

pytestmark = pytest.mark.django_db

ADDRESS = "/evidence/"


def shown(client: Client, **asked: str) -> BeautifulSoup:
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words(found: Tag) -> str:
    return re.sub(r"\s+", " ", found.get_text(" ")).strip()


def told(page: BeautifulSoup, key: str) -> dict[str, str]:
    """Return what a study's summary says, by its headings."""
    rows = page.select(f"[aria-labelledby={key}] .nhsuk-summary-list__row")
    return {words(row.dt): words(row.dd) for row in rows}


def listed(page: BeautifulSoup) -> list[str]:
    return [link["href"].removeprefix("#") for link in page.select("tbody th a")]


def test_every_study_is_told_with_its_figures_and_caveat(client: Client) -> None:
    page = shown(client)

    assert set(listed(page)) == {study.key for study in studies()}
    assert told(page, "south-west-london") == {
        "What was done": (
            "All in their second year were asked to mentor and all in their first to be mentored. Both wrote a "
            "personal statement and were offered the same three training sessions. Questionnaires came at the start "
            "and the end."
        ),
        "How many": "21 pairs for one year, out of 72 doctors asked",
        "What came out": (
            "Sent a personal statement: 31 of 72 (43%) Came to the training: 40 of 72 (56%) Took part: 42 of 72 (58%) "
            "Answered at the end: 23 of 42 (55%) "
            "Ten who stayed away gave their reasons: too little time, no wish to, or that they wanted more."
        ),
        "Keep in mind": "Nearly half of those who took part are missing from the last questionnaire.",
        "Source": (
            "Webb J, Brightwell A, Sarkar P and others. Peer mentoring for core medical trainees: uptake and impact. "
            "Postgraduate Medical Journal 2015;91(1074):188. "
            "Read it at its source : South West London: core medical training"
        ),
    }


def test_a_figure_is_shown_with_what_its_source_gives(client: Client) -> None:
    page = shown(client)

    assert "Opted out: 0 of 18 Answered: 12 of 18 (67%)" in told(page, "core-surgery")["What came out"]
    assert "Engaged: 13 (40%) " in told(page, "birmingham")["What came out"]
    assert (
        told(page, "london-deanery")["What came out"] == "Trained mentors still active in March 2010: 104 of 140 (74%)"
    )
    assert told(page, "kss-paediatrics")["What came out"].startswith("New ST1s who took it up: about 90%")
    assert told(page, "family-project")["What came out"] == "No results in what we read."


def test_an_association_is_flagged_and_told_so(client: Client) -> None:
    page = shown(client)
    flagged = {
        section["aria-labelledby"]
        for section in page.select("section.pares-section")
        if "Association, not effect" in [words(tag) for tag in section.select(".nhsuk-tag")]
    }

    assert flagged == {"northern-ireland-paediatrics", "exam-results", "review"}
    assert flagged == {study.key for study in studies() if "Why this shows no effect" in told(page, study.key)}


def test_studies_are_filtered_and_sorted_by_address(client: Client) -> None:
    assert listed(shown(client, comparison="with")) == ["exam-results", "northern-ireland-paediatrics"]
    assert listed(shown(client, kind="peer", order="oldest")) == [
        "core-surgery",
        "london-paediatrics",
        "south-west-london",
        "maudsley",
    ]
    assert listed(shown(client, design="repeated", order="largest")) == [
        "lothian",
        "south-west-london",
        "northern-ireland-paediatrics",
    ]
    assert words(shown(client, kind="peer", comparison="with").select_one(".pares-empty h3")) == "Nothing fits"


@pytest.mark.parametrize(
    "asked", [{"kind": "<script>pares()</script>"}, {"design": "\x00"}, {"comparison": "maybe"}, {"order": "x" * 5000}]
)
def test_what_cannot_be_asked_shows_everything_and_never_fails(client: Client, asked: dict[str, str]) -> None:
    page = shown(client, **asked)

    assert len(listed(page)) == len(studies())
    assert page.title.get_text().startswith("Error: ")
    assert [script for script in page.select("script") if "pares()" in script.get_text()] == []


def test_references_can_be_taken_away(client: Client) -> None:
    answers = {end: client.get(f"/evidence/references.{end}") for end in ("bib", "ris")}

    assert {end: (answer["Content-Type"], answer["Content-Disposition"]) for end, answer in answers.items()} == {
        "bib": ("application/x-bibtex; charset=utf-8", 'attachment; filename="pares-references.bib"'),
        "ris": ("application/x-research-info-systems; charset=utf-8", 'attachment; filename="pares-references.ris"'),
    }
    assert answers["bib"].content.decode() == citing.bibtex(references())
    assert answers["ris"].content.decode() == citing.ris(references())
    assert re.findall(r"^@\w+\{([^,]+),$", answers["bib"].content.decode(), re.MULTILINE) == sorted(
        reference.key for reference in references()
    )


def test_the_bibtex_file_reads_back_as_what_we_know(client: Client) -> None:
    read = entries(client.get("/evidence/references.bib").content.decode())

    assert {key: fields.get("doi", "") for key, fields in read.items()} == {
        reference.key: reference.doi for reference in references()
    }
    assert {key: fields.get("year", "") for key, fields in read.items()} == {
        reference.key: str(reference.year or "") for reference in references()
    }
    assert [key for key, fields in read.items() if not fields.keys() & {"doi", "url"}] == []


def test_the_ris_file_reads_back_as_what_we_know(client: Client) -> None:
    lines = client.get("/evidence/references.ris").content.decode().split("\r\n")
    assert lines.pop() == ""
    assert [line for line in lines if not re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line)] == []
    records: list[list[tuple[str, str]]] = []
    for tag, value in ((line[:2], line[6:]) for line in lines):
        records += [[]] if tag == "TY" else []
        records[-1].append((tag, value))

    assert {record[-1] for record in records} == {("ER", "")}
    assert sum(tag == "ER" for record in records for tag, _ in record) == len(records)
    assert {dict(record)["ID"]: dict(record).get("DO", "") for record in records} == {
        reference.key: reference.doi for reference in references()
    }
    assert {dict(record)["ID"]: [value for tag, value in record if tag == "AU"] for record in records} == {
        reference.key: [*reference.authors, *filter(None, [reference.office])] for reference in references()
    }


def entries(source: str) -> dict[str, dict[str, str]]:
    """Return the fields of each entry of a BibTeX file, read by counting braces as BibTeX does."""
    found: dict[str, dict[str, str]] = {}
    for entry in re.finditer(r"^@\w+\{([^,\s]+),\n(.*?)^\}$", source, re.MULTILINE | re.DOTALL):
        fields = {}
        for line in entry[2].splitlines():
            name, _, value = line.strip().removesuffix(",").partition(" = ")
            bare = re.sub(r"\\.", "", value)
            assert value.startswith("{")
            assert value.endswith("}")
            assert bare.count("{") == bare.count("}")
            fields[name] = value[1:-1]
        found[entry[1]] = fields
    assert len(found) == source.count("\n@") + 1
    return found
