"""Making the index anew."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from pares.ground.finding.documents import Document, Section, signature
from pares.ground.finding.engine import Row, engine, is_there
from pares.ground.finding.models import Index, Passage, made_from
from pares.ground.finding.stems import stems, tokens

# What the table holds; one heading that is longer must not keep the whole index as it was.
_LONGEST_NAME, _LONGEST_ADDRESS, _LONGEST_ASKED = 300, 400, 600


def gathered() -> list[Document]:
    """Return every page anybody may read, from whoever the settings name (FINDABLE): pages know them, we do not."""
    return list(import_string(settings.FINDABLE)())


def refresh() -> bool:
    """Make the index anew if a page has changed since; return whether one had."""
    return replace_all(documents=gathered())


def replace_all(*, documents: Sequence[Document]) -> bool:
    """Keep these documents and no others; return whether anything was written. The same ones again write nothing."""
    told = signature(documents)
    if made_from() == told and is_there():
        return False
    with transaction.atomic():
        engine().lay_out()
        Passage.objects.all().delete()
        passages = Passage.objects.bulk_create(_passages(documents))
        engine().put_in(map(_row, passages))
        Index.objects.update_or_create(pk=1, defaults={"signature": told, "words": _words(passages)})
    return True


def forget(*, address: str) -> bool:
    """Let what stands at an address be found no more from this moment; the next index is made without it anyway."""
    return Passage.objects.filter(address=address).delete()[0] > 0


def _passages(documents: Iterable[Document]) -> Iterator[Passage]:
    numbers = count(1)
    for document in documents:
        for section in document.parts:
            yield Passage(
                id=next(numbers),
                kind=document.kind,
                page=document.address,
                address=_address(document, section),
                title=document.title[:_LONGEST_NAME],
                heading=section.heading[:_LONGEST_NAME],
                asked="\n".join(section.asked)[:_LONGEST_ASKED],
                text=section.text,
                weight=document.weight,
            )


def _address(document: Document, section: Section) -> str:
    """Return where a section stands; the page, where a heading is so long that no address would hold it."""
    address = document.address_of(section)
    return address if len(address) <= _LONGEST_ADDRESS else document.address


def _row(passage: Passage) -> Row:
    title, heading, asked, text = (
        " ".join(stems(words)) for words in (passage.title, passage.heading, passage.asked, passage.text)
    )
    return passage.pk, title, heading, asked, text


def _words(passages: Iterable[Passage]) -> dict[str, int]:
    return Counter(
        token
        for passage in passages
        for words in (passage.title, passage.heading, passage.asked, passage.text)
        for token in tokens(words)
        if token.isalpha()
    )
