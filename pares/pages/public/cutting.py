"""Our words cut into sections for search: one at each heading, as plain text."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from markdown_it.token import Token

from pares.ground.finding.documents import Section
from pares.ground.wording import markdown

TO_FILL_IN = re.compile(r"\[ \]|_{2,}")
ENDS = (".", "!", "?", ":", ";", ",")
Questions = Mapping[str, Sequence[str]]
"""What readers ask, by the anchor of the section that answers; "" is the page as a whole."""


def sections(text: str, questions: Questions) -> tuple[Section, ...]:
    """Return the sections of a Markdown text; its first words, before any heading, lead to the page itself."""
    headings = iter(markdown.headings(text))
    here: list[Token] = []
    cut = [("", "", here)]
    for token in markdown.parse(text):
        if token.type == "heading_open":
            heading = next(headings)
            here = []
            cut.append((heading.words, heading.id, here))
        else:
            here.append(token)
    return tuple(
        Section(heading, _plain(tokens, heading=heading), anchor, asked=tuple(questions.get(anchor, ())))
        for heading, anchor, tokens in cut
        if heading or tokens or anchor in questions
    )


def _plain(tokens: Iterable[Token], *, heading: str) -> str:
    """Return what the tokens say in one line; the words of the heading itself, which come first, are left out."""
    said = [_words(token.children or []) for token in tokens if token.type == "inline"]
    kept = [each for each in said[bool(heading) :] if each]
    return " ".join(_ended(each, after) for each, after in zip_longest(kept, kept[1:], fillvalue=""))


def _words(children: Iterable[Token]) -> str:
    said = "".join(" " if child.type.endswith("break") else child.content for child in children)
    return " ".join(TO_FILL_IN.sub(" ", said).split())


def _ended(words: str, after: str) -> str:
    """Return the words of a line with a sign behind them; a list in small letters is one sentence."""
    if words.endswith(ENDS):
        return words
    return words + (";" if after[:1].islower() else ".")
