"""What search is told of: pages cut into sections. Pure: no Django."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

FORMAT = "1"
"""Changes whenever the same documents would be kept differently."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: where it stands (an anchor, or another address), its heading and its words, as plain text."""

    heading: str
    text: str
    anchor: str = ""
    address: str = ""
    """The section's own address below the site's root, where an anchor on the page is not enough."""
    asked: tuple[str, ...] = ()
    """Questions it answers, in a reader's words."""


@dataclass(frozen=True, slots=True)
class Document:
    """A page anybody may read: its address below the site's root, such as `handbook/match/`, and its words."""

    kind: str
    address: str
    title: str
    summary: str = ""
    sections: tuple[Section, ...] = field(default=())
    changed: date | None = None
    weight: float = 1.0
    """What a hit here counts against others: less than 1 for lists in which a word may stand by chance."""

    @property
    def parts(self) -> tuple[Section, ...]:
        """The page as a whole, with its summary and what stands before its first heading, then its sections."""
        opening = [section for section in self.sections if not section.heading]
        text = " ".join(filter(None, (self.summary, *(section.text for section in opening))))
        asked = tuple(question for section in opening for question in section.asked)
        return (Section("", text, asked=asked), *(section for section in self.sections if section.heading))

    def address_of(self, section: Section) -> str:
        """Return the section's address below the site's root."""
        return section.address or self.address + (f"#{section.anchor}" if section.anchor else "")


def signature(documents: Iterable[Document]) -> str:
    """Return what tells these documents from any others: 64 characters."""
    made = sha256(FORMAT.encode())
    for document in documents:
        made.update(repr(document).encode())
    return made.hexdigest()
