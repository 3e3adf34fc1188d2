"""What somebody may change of a text: its title (of a letter, its subject), its summary and its words. No Django."""

from dataclasses import dataclass, replace
from hashlib import sha256
from types import MappingProxyType

from pares.ground.wording.shipped import Words

HEADLINES = {"letters": "subject"}
"""Which of the facts on top of a file is changed as its title, kind by kind, where it is not `title`."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A title, a summary (letters have none) and words in Markdown."""

    title: str
    summary: str
    text: str

    @property
    def fingerprint(self) -> str:
        """A short name for exactly these words."""
        return sha256(f"{self.title}\0{self.summary}\0{self.text}".encode()).hexdigest()


def tidy(draft: Draft) -> Draft:
    """Return the draft with its title and summary on one line, and one line's end at the end of its words."""
    lines = draft.text.replace("\r\n", "\n").splitlines()
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return Draft(" ".join(draft.title.split()), " ".join(draft.summary.split()), f"{text}\n" if text else "")


def of(words: Words) -> Draft:
    """Return what may be changed of these words."""
    return Draft(words.facts.get(headline(words.kind), ""), words.facts.get("summary", ""), words.text)


def over(words: Words, draft: Draft, number: int, **facts: str) -> Words:
    """Return the words with the draft's in their place; `facts` replace those of the file."""
    told = {headline(words.kind): draft.title, **facts}
    told |= {"summary": draft.summary} if "summary" in words.facts else {}
    return replace(words, facts=MappingProxyType({**words.facts, **told}), text=draft.text, number=number)


def headline(kind: str) -> str:
    """Return which fact on top of a file of that kind is its title for those who change it."""
    return HEADLINES.get(kind, "title")
