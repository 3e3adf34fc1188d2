"""Templates, parts of the course and the handbook as papers, slides and one book, from the Markdown of their pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pares.ground.files.blocks import (
    Block,
    Book,
    Division,
    Heading,
    Item,
    Listing,
    Paper,
    Paragraph,
    Run,
    Show,
    Slide,
    places,
    texts,
)
from pares.ground.files.blocks import Chapter as BookChapter
from pares.ground.wording.markdown import escape
from pares.ground.wording.papers import Part, blocks, runs, sound
from pares.guide.handbook import showing
from pares.guide.handbook.chapters import Chapter, Note, quoted
from pares.guide.handbook.course import CoursePart
from pares.guide.handbook.facts import Basis
from pares.guide.handbook.templates import Template

AUTHOR = "The Pares contributors"
LICENCE = "CC BY 4.0"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
CREDIT = (
    f"From Pares, by the Pares contributors, under the licence [{LICENCE}]({LICENCE_ADDRESS}): you may use and change "
    "it if you say where it comes from. Pares is not an NHS service."
)
ABOUT = f"""
How to start and run a scheme in which doctors in training mentor each other, with Pares or by hand. It is the handbook
of the site, in one piece. The site has the newest words, and everything else to take away: timelines with dates,
templates, a training course and a workbook.

## How to read it

A number in brackets behind a figure leads to its source at the end of the chapter. There we say whether the source
states it, whether we infer it, or whether it is ours. Where somebody only found two things side by side, we do not say
that one caused the other.

## Whose work it stands on

Pares began with a handbook: [southlondonpeers.com](https://southlondonpeers.com/), published in 2016 by leaders of the
peer mentoring scheme at the South London and Maudsley NHS Foundation Trust. We thank its authors. They have not checked
these words, and we do not claim that they endorse them.

## What it is not

**This is not an NHS service.** Pares is not run, paid for or checked by the NHS, the GMC or a royal college. The site
shows beside each page whether a clinician has reviewed its words.

## Licence

The words are ours, under [Creative Commons Attribution 4.0]({LICENCE_ADDRESS}) ({LICENCE}): you may use and change them
if you say where they come from. A line that does this: "From the Pares handbook, by the Pares contributors, {LICENCE}.
Changed by [your name or organisation]." Words quoted from others name their source where they stand.
"""
BASES = {
    Basis.STATED: "Stated by the source.",
    Basis.INFERRED: "We infer it from the source.",
    Basis.OURS: "Our own work: nobody has tested it.",
}
SOURCES, LETTERS = "Sources", "Letters"
TO_A_SLIDE = 2
"""How many sources of figures one slide holds."""
_CHAPTERS = "/handbook/"


@dataclass(frozen=True)
class Letter:
    """A letter as the book shows it: its title, its subject, and its Markdown with samples."""

    key: str
    title: str
    subject: str
    text: str

    @property
    def place(self) -> str:
        """What links in the book call it."""
        return f"letter-{self.key}"


@dataclass(frozen=True)
class Site:
    """Where a paper comes from: the site's address without a stroke at its end."""

    address: str

    def leads(self, link: str) -> str:
        """Return a link of our words as it stands outside the site."""
        return self.address + link if link.startswith("/") else link

    def source(self, path: str) -> str:
        """Return a page's address as it is printed."""
        return f"{self.address}{path}".split("://", 1)[-1].rstrip("/")


def paper(of: Template | CoursePart, path: str, site: Site) -> Paper:
    """Return a template or a part of the course as a paper; `path` is its page's."""
    part = Part(site.leads)
    text, notes = quoted(of.text)
    return Paper(
        title=of.title,
        summary=of.summary,
        blocks=sound((*blocks(text, part), *sources(notes, part, 2)), top=2),
        changed=of.changed,
        author=AUTHOR,
        licence=LICENCE,
        source=site.source(path),
        credit=runs(CREDIT, part),
    )


def show(of: CoursePart, path: str, site: Site) -> Show:
    """Return a part of the course as slides; sources of figures stand on the last ones."""
    part = Part(site.leads)
    text, notes = quoted(of.text)
    opening, slides = showing.split(sound(blocks(text, part), top=2))
    slides += [
        Slide(SOURCES, blocks("\n".join(f"- {_source(note)}" for note in few), part))
        for few in (notes[at : at + TO_A_SLIDE] for at in range(0, len(notes), TO_A_SLIDE))
    ]
    return Show(
        title=of.title,
        summary=of.summary,
        slides=tuple(slides or [Slide(of.title, ())]),
        notes=tuple(texts(opening)),
        changed=of.changed,
        author=AUTHOR,
        licence=LICENCE,
        source=site.source(path),
    )


def sources(notes: Sequence[Note], part: Part, level: int) -> tuple[Block, ...]:
    """Return the notes at the end of a text as blocks: a heading, and a numbered list that its figures lead to."""
    if not notes:
        return ()
    items = tuple(Item(blocks(_source(note), part), place=part.prefix + note.id) for note in notes)
    return (Heading(level, (Run(SOURCES),), f"{part.prefix}sources"), Listing(items, 1))


def book(
    parts: Iterable[tuple[str, Sequence[Chapter]]],
    letters: Sequence[Letter],
    site: Site,
) -> Book:
    """Return the whole handbook: each reader's chapters, then the letters that go with them."""
    given = [(title, [*chapters]) for title, chapters in parts]
    every = [chapter for _, chapters in given for chapter in chapters]
    keys = {chapter.key for chapter in every}

    def leads(link: str) -> str:
        name, _, place = link.removeprefix(_CHAPTERS).partition("#")
        if link.startswith(_CHAPTERS) and name.strip("/") in keys:
            return f"#{name.strip('/')}" + (f"--{place}" if place else "")
        return site.leads(link)

    drawn = [Division(title, tuple(_chapter(each, letters, leads) for each in chapters)) for title, chapters in given]
    written = tuple(map(_letter, letters))
    return Book(
        title="The Pares handbook",
        summary="How to start and run a peer or near-peer mentoring scheme for doctors in training",
        parts=_joined([*drawn, Division(LETTERS, written, short=True)]),
        about=sound(blocks(ABOUT, Part(site.leads, "about--")), top=2),
        changed=max(each.changed for each in every),
        author=AUTHOR,
        licence=LICENCE,
        source=site.source(_CHAPTERS),
    )


def _joined(parts: Sequence[Division]) -> tuple[Division, ...]:
    """Return the parts that hold anything, with every link between them that leads somewhere."""
    every = [chapter for part in parts for chapter in part.chapters]
    known = {each.place for each in every}.union(*(places(each.blocks) for each in every))

    def joined(chapter: BookChapter) -> BookChapter:
        return replace(chapter, blocks=sound(chapter.blocks, top=3, known=known))

    return tuple(replace(part, chapters=tuple(map(joined, part.chapters))) for part in parts if part.chapters)


def _source(note: Note) -> str:
    """Return a source as Markdown: who, where and when, on what basis, and the figures taken from it."""
    source = note.source
    said = f"{escape(source.author)}. *{escape(source.place)}*, {escape(source.year)}. {BASES[note.basis]}"
    figures = [f"{fact.words}: {fact.counts}{f' ({fact.out_of})' if fact.out_of else ''}" for fact in note.facts]
    return "\\\n".join([said, *map(escape, figures)])


def _chapter(chapter: Chapter, letters: Sequence[Letter], leads: Callable[[str], str]) -> BookChapter:
    prefix = f"{chapter.key}--"
    part = Part(lambda link: f"#{prefix}{link[1:]}" if link.startswith("#") else leads(link), prefix, deeper=1)
    text, notes = quoted(chapter.text)
    named = [f"- [{escape(each.title)}](#{each.place})" for each in letters if each.key in chapter.letters]
    ours = Part(str, prefix, deeper=1)
    more = blocks("## The letters of this step\n\n" + "\n".join(named), ours) if named else ()
    found = (*blocks(text, part), *more, *sources(notes, part, 3))
    return BookChapter(chapter.title, chapter.summary, found, chapter.key)


def _letter(letter: Letter) -> BookChapter:
    """Return a letter as it stands in the book; its link would lead nowhere and is left out."""
    part = Part(lambda _: "", f"{letter.place}--", deeper=1)
    subject = Paragraph((Run(f"Subject: {letter.subject}", strong=True),))
    return BookChapter(letter.title, "", (subject, *blocks(letter.text, part)), letter.place)
