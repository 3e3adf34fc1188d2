"""A text as its page or its letter will show it."""

from dataclasses import dataclass

from markupsafe import Markup

from pares.ground.letters import kinds as letters
from pares.ground.wording import draft as drafts
from pares.ground.wording import markdown
from pares.ground.wording.draft import Draft
from pares.guide.handbook.chapters import quoted
from pares.guide.handbook.edited import PAGES
from pares.pages.actors.desk import Desk
from pares.pages.lead.inert import inert
from pares.pages.public.stacking import stacking
from pares.pages.public.words import filled


@dataclass(frozen=True)
class Preview:
    """What will be read: title or subject, summary, and the words as safe HTML."""

    title: str
    summary: str
    html: Markup


def preview(desk: Desk, draft: Draft) -> Preview:
    """Return how a draft that stands the text's check will look; a letter with its samples, links led nowhere."""
    if desk.kind.name == "letters":
        written = letters.write(draft.title, draft.text, letters.kind(desk.key).samples)
        return Preview(written.subject, "", inert(written.html))
    words = drafts.over(desk.shipped, draft, 0)
    text = filled(words).text if desk.kind is PAGES else draft.text
    return Preview(draft.title, draft.summary, stacking(markdown.html(quoted(text)[0])))
