"""Sealing wishes, so that whoever reads the database or a backup reads none of them; only the matching opens them."""

import base64
import json
import os
from collections import defaultdict
from dataclasses import asdict
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from pares.ground.cohorts.models import Cohort
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, Wish, WishKind

NONCE = 12
# One size for every wish, so that its length says nothing.
SIZE = 1024


def seal(wish: GivenWish, application: UUID) -> bytes:
    """Return a wish as bytes of one size that only this application's wishes can be opened from."""
    words = json.dumps(asdict(wish), ensure_ascii=False).encode()
    if len(words) > SIZE:
        raise ValueError("A wish is too long to be sealed.")
    return seal_words(words.ljust(SIZE), application)


def unseal(sealed: bytes, application: UUID) -> GivenWish:
    """Return the wish; raises ValueError where it was sealed for another application or with another key."""
    told = json.loads(unseal_words(sealed, application))
    return GivenWish(WishKind(told["kind"]), told["whom"], told["rank"])


def seal_words(words: bytes, of: UUID) -> bytes:
    """Return words that only the row with this id can be opened from; as long as they are, so make them of one size."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, words, of.bytes)


def unseal_words(sealed: bytes, of: UUID) -> bytes:
    """Return the words; raises ValueError where they were sealed for another row or with another key."""
    try:
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], of.bytes)
    except InvalidTag as error:
        raise ValueError("This wish cannot be opened: the key has changed.") from error


def of(application: Application) -> list[GivenWish]:
    """Return one application's wishes: for its owner before the match, and for the matching."""
    return [unseal(bytes(wish.sealed), application.pk) for wish in application.wishes.all()]


def sealed_in(cohort: Cohort) -> dict[UUID, list[bytes]]:
    """Return all wishes of a cohort as they are kept, by application: for the matching, which opens those it needs."""
    found: dict[UUID, list[bytes]] = defaultdict(list)
    for application, sealed in Wish.objects.filter(application__cohort=cohort).values_list("application", "sealed"):
        found[application].append(bytes(sealed))
    return found


def sealed_wish(wish: GivenWish, application: Application) -> Wish:
    """Return the row for a wish, not saved."""
    return Wish(application=application, sealed=seal(wish, application.pk))


def _cipher() -> AESGCM:
    return _cipher_of(settings.WISHES_KEY)


@lru_cache(maxsize=1)
def _cipher_of(key: str) -> AESGCM:
    return AESGCM(base64.b64decode(key))
