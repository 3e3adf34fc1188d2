"""The words in force: a scheme's own before the site's, the site's before those shipped.

An edit that no longer fits what is shipped now (a letter whose placeholder is gone, a chapter that quotes a figure no
longer there) gives way until somebody looks at it, so that no page and no letter ever fails for it.
"""

from collections.abc import Collection, Iterable

from pares.ground import clock
from pares.ground.schemes.models import Scheme
from pares.ground.wording import draft
from pares.ground.wording.kinds import fits
from pares.ground.wording.models import Revision, Text
from pares.ground.wording.rules import OtherWords
from pares.ground.wording.shipped import Words, shipped


class Edits:
    """The newest edits of some texts, read once: `words` costs no further query."""

    def __init__(self, newest: Iterable[Revision]) -> None:
        """Take the newest revision of each text; a scheme's own come before the site's."""
        self._by_text: dict[Text, list[Revision]] = {}
        for each in sorted(newest, key=lambda each: each.scheme_id is None):
            self._by_text.setdefault((each.kind, each.key), []).append(each)

    def in_force(self, kind: str, key: str) -> Revision | None:
        """Return the edit in force, or None where the text is as shipped."""
        words = shipped(kind, key)
        standing = (each for each in self._by_text.get((kind, key), ()) if not each.withdrawn)
        return next((each for each in standing if fits(words, each.draft)), None)

    def words(self, kind: str, key: str) -> Words:
        """Return the words in force; raises NotShippedError."""
        found = self.in_force(kind, key)
        return as_edited(found) if found else shipped(kind, key)


def edits(*, texts: Iterable[Text] = (), kinds: Collection[str] = (), scheme: Scheme | None = None) -> Edits:
    """Return the edits of these texts, or of all texts of these kinds, in one query."""
    found = Revision.objects.for_readers(scheme)
    found = found.filter(kind__in=kinds) if kinds else found.about(texts)
    return Edits(found.newest())


def current(kind: str, key: str, scheme: Scheme | None = None) -> Words:
    """Return the words in force of one text, in one query; raises NotShippedError."""
    shipped(kind, key)
    return edits(texts=[(kind, key)], scheme=scheme).words(kind, key)


def agreement() -> Words:
    """Return the agreement with the limits of confidence; `facts["version"]` is what an acceptance records.

    Edited here, it has a version of its own: whoever accepted other words is asked again.
    """
    return current("handbook", "agreement")


def accepted(version: str) -> str:
    """Return the version of the agreement somebody accepts, which is the one they read; raises OtherWords."""
    if version != agreement().facts["version"]:
        raise OtherWords
    return version


def as_edited(revision: Revision) -> Words:
    """Return the text as the revision has it, dated, and with a version that is the same for the same words."""
    words = shipped(revision.kind, revision.key)
    facts = {"changed": clock.local(revision.at).date().isoformat()} if words.kind != "letters" else {}
    if "version" in words.facts and revision.draft != draft.of(words):
        facts["version"] = f"edited-{revision.draft.fingerprint[:8]}"
    return draft.over(words, revision.draft, revision.number, **facts)
