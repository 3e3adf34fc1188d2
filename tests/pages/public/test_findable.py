"""What search knows: every public page at every section, and nothing that is not public."""

from datetime import UTC, datetime
from urllib.parse import urldefrag

import pytest

from pares.ground.finding.actions import refresh, replace_all
from pares.ground.finding.models import Index, Passage
from pares.ground.finding.search import find
from pares.ground.wording import actions as wording
from pares.ground.wording.draft import Draft
from pares.ground.wording.shipped import shipped
from pares.guide.directory import actions as directory
from pares.guide.directory.models import Licence as RowLicence
from pares.guide.experience import actions as experience
from pares.guide.experience.models import Licence
from pares.guide.library import actions as library
from pares.guide.library.rules import Audience, Claim, State
from pares.guide.library.shelf import actions as shelf
from pares.pages.public.findable import KINDS, asked_of
from tests import world as worlds
from tests.handed_on import pdf
from tests.pages.public.conftest import PublicHalf

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 20, 9, tzinfo=UTC)
FACTS = {
    "name": "Blorptown mentoring", "specialty": "Surgery", "group": "", "region": "Wales", "part": "", "since": "",
    "kind": "peer", "mentors": "", "mentees": "", "status": "active", "year": "2026", "link": "",
}  # fmt: skip


def words_of(kind: str, key: str, **changed: str) -> Draft:
    words = shipped(kind, key)
    return Draft(
        **{"title": words.title, "summary": words.facts.get("summary", ""), "text": words.text} | changed,
    )


def test_every_section_stands_where_search_says(public_half: PublicHalf) -> None:
    lost = []
    for document in public_half.documents:
        for section in document.parts:
            page, anchor = urldefrag("/" + document.address_of(section))
            there = public_half.found.get(page)
            if there is None or (anchor and anchor not in there.ids):
                lost.append(f"{page}#{anchor}")

    assert lost == []
    assert {document.kind for document in public_half.documents} == set(KINDS)


def test_every_question_is_answered_somewhere_and_leads_there() -> None:
    refresh()
    known = set(Passage.objects.values_list("address", flat=True))
    asked = [
        (question, f"{page}#{anchor}" if anchor else page)
        for page, anchors in asked_of().items()
        for anchor, questions in anchors.items()
        for question in questions
    ]

    assert [place for _, place in asked if place not in known] == []
    assert [question for question, place in asked if find(question).found[0].address != place] == []


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("training course", "course/"),
        ("opt-out notice", "templates/opt-out-notice/"),
        ("crisis", "worried/"),
        ("suicidal mentee", "worried/#if-you-are-worried-about-a-mentor-or-mentee"),
        ("trianing course", "course/"),
    ],
)
def test_words_lead_to_the_page(words: str, address: str) -> None:
    refresh()
    assert find(words).found[0].address == address


def test_a_name_is_found_wherever_it_stands() -> None:
    refresh()
    assert {found.kind for found in find("Lothian").found} >= {"evidence", "directory", "handbook"}


def test_edited_words_are_found_and_those_they_replaced_are_not() -> None:
    refresh()
    before = Index.objects.get().signature
    edited = words_of("chapters", "equality", text="## Who is missing\n\nAsk the wombats.\n")
    wording.revise(kind="chapters", key="equality", draft=edited, why="Try", started_from=0, by=None, at=AT)

    assert find("wombats").found == ()
    assert refresh() is True
    assert [found.address for found in find("wombats").found] == ["handbook/equality/#who-is-missing"]
    wording.withdraw(kind="chapters", key="equality", why="Enough", started_from=1, by=None, at=AT)
    assert refresh() is True
    assert find("wombats").found == ()
    assert Index.objects.get().signature == before


def plant() -> dict[str, str]:
    """Put a word of its own into everything that is not for everybody; return each by what it is."""
    world = worlds.build()
    editor, scheme = worlds.person("Edie"), world.spring.scheme
    hidden = {"kind": "guide", "audience": "mentors", "owner": "Us", "link": "", "purpose": "To find us."}
    for name, claim in (("refused", Claim(State.REFUSED)), ("own", Claim(State.OWN))):
        row = library.add(title=f"Record {name}", claim=claim, by=editor, at=AT, **hidden)
        library.hold(resource=row, name=f"{name}.pdf", content=pdf(f"zzfile{name}"), by=editor, at=AT)
    gone = library.add(title="Zzwithdrawn record", claim=Claim(State.OWN), by=editor, at=AT, **hidden)
    library.withdraw(resource=gone, by=editor, at=AT)
    shelf.put(
        scheme=scheme, title="Zzshelf title", name="x.pdf", content=pdf("zzshelffile"), owner="Us",
        claim=Claim(State.OWN), audience=Audience.MENTORS, by=editor, at=AT,
    )  # fmt: skip
    letter = words_of("letters", "thanks_mentor_next")
    wording.revise(
        kind="letters", key="thanks_mentor_next", why="Ours",
        draft=Draft(letter.title, letter.summary, letter.text + "\nZzletter.\n"),
        started_from=0, by=editor, at=AT, scheme=scheme,
    )  # fmt: skip
    told = {
        "name": "Zzauthor",
        "role": "Lead",
        "scheme": "Zzscheme",
        "place": "Here",
        "licence": Licence.CC_BY,
        "at": AT,
    }
    experience.send_in(text="Zzaccount, not yet read by an editor. " * 10, **told)
    directory.suggest(facts=FACTS, words="zzsuggested", licence=RowLicence.CC_BY, at=AT, email="zzmail@example.org")
    return {
        "a file not cleared": "zzfilerefused",
        "a cleared file's content": "zzfileown",
        "a withdrawn record": "zzwithdrawn",
        "a shelf's title": "zzshelf",
        "a shelf's file": "zzshelffile",
        "a scheme's own letter": "zzletter",
        "an account not published": "zzaccount",
        "its author": "zzauthor",
        "a suggestion": "blorptown",
        "why it was made": "zzsuggested",
        "a scheme": scheme.name,
        "a cohort": world.spring.name,
        "somebody's address": "asha@",
    }


def test_nothing_that_is_not_public_is_ever_found() -> None:
    canaries = plant()
    refresh()
    everything = " ".join(
        f"{each.title} {each.heading} {each.asked} {each.text} {each.address}" for each in Passage.objects.all()
    ).casefold()
    words = set(Index.objects.get().words)

    assert [what for what, canary in canaries.items() if canary.casefold() in everything] == []
    assert [what for what, canary in canaries.items() if canary.casefold() in words] == []
    assert "record refused" in everything  # the record itself is public, its file is not
    assert [
        what for what, canary in canaries.items() if any(find(canary, exact=True).found) and " " not in canary
    ] == []


def test_a_page_that_changes_nothing_changes_nothing() -> None:
    assert (refresh(), refresh()) == (True, False)
    replace_all(documents=[])
    assert (refresh(), refresh()) == (True, False)
