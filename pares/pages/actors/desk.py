"""One text as somebody who may change it has it before them: the site's words, or a scheme's own letter."""

from dataclasses import dataclass

from django.urls import reverse

from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.ground.wording import draft as drafts
from pares.ground.wording.current import current
from pares.ground.wording.draft import Draft
from pares.ground.wording.kinds import TextKind, fits, text_kind, text_kinds
from pares.ground.wording.models import Review, Reviews, Revision, Revisions
from pares.ground.wording.shipped import NotShippedError, Words, shipped
from pares.pages.actors.reach import NobodyHere, one


@dataclass(frozen=True)
class Desk:
    """A text before somebody who may change it."""

    person: Person
    kind: TextKind
    key: str
    scheme: Scheme | None = None

    @property
    def shipped(self) -> Words:
        """The words as they come with Pares."""
        return shipped(self.kind.name, self.key)

    @property
    def title(self) -> str:
        """What the text is called among all others."""
        return self.shipped.title

    def revisions(self) -> Revisions:
        """Return every change made to it, the newest first, in one query."""
        return Revision.objects.of(self.kind.name, self.key, self.scheme).in_words()

    def newest(self) -> Revision | None:
        """Return the newest change, or None."""
        return self.revisions().first()

    def revision(self, number: int) -> Revision:
        """Return one change."""
        return one(self.revisions(), number=number)

    def before(self, revision: Revision) -> Draft:
        """Return the words a change was made to: those of the change before, or those it was made from."""
        earlier = self.revisions().filter(number__lt=revision.number).first()
        return earlier.draft if earlier else revision.made_from

    def below(self) -> Words:
        """Return the words that hold where nothing is changed here: shipped, or for a scheme the site's."""
        return current(self.kind.name, self.key) if self.scheme else self.shipped

    def start(self, newest: Revision | None) -> Draft:
        """Return what somebody begins with who changes the text: the newest words, even such as no longer fit."""
        return newest.draft if newest and not newest.withdrawn else drafts.of(self.below())

    def has_own(self, newest: Revision | None) -> bool:
        """Tell whether words of our own stand over those below."""
        return newest is not None and not newest.withdrawn

    def fits(self, newest: Revision) -> bool:
        """Tell whether the newest words may still stand in place of what is shipped."""
        return fits(self.shipped, newest.draft)

    def overtaken(self, newest: Revision | None) -> bool:
        """Tell whether the shipped words have changed since the newest words were made from them."""
        if newest is None or newest.withdrawn:
            return False
        return newest.shipped_hash != drafts.of(self.shipped).fingerprint

    def reviews(self) -> Reviews:
        """Return the reviews of the site's words, the latest first."""
        return Review.objects.of(self.kind.name, self.key)

    def in_force(self) -> Words:
        """Return the words in force here, in one query."""
        return current(self.kind.name, self.key, self.scheme)

    def page(self, view: str, **more: object) -> str:
        """Return the address of one of the text's pages, such as `edit` or `history`."""
        if self.scheme:
            return reverse(f"editor.letters.{view}", kwargs={"scheme": self.scheme.slug, "key": self.key, **more})
        return reverse(f"editor.words.{view}", kwargs={"kind": self.kind.name, "key": self.key, **more})

    @property
    def list_page(self) -> tuple[str, str]:
        """Where the text is listed: the words of a link there, and its address."""
        if self.scheme:
            return "Wording of letters", reverse("editor.letters.contents", kwargs={"scheme": self.scheme.slug})
        return "Words of this site", reverse("editor.words.contents")


def desk(person: Person, kind: str, key: str, scheme: Scheme | None = None) -> Desk:
    """Return a text for somebody who may change it; raises NobodyHere where there is none, or none for a scheme."""
    if kind not in text_kinds():
        raise NobodyHere
    try:
        shipped(kind, key)
    except NotShippedError:
        raise NobodyHere from None
    if scheme and not text_kind(kind).of_schemes(key):
        raise NobodyHere
    return Desk(person, text_kind(kind), key, scheme)
