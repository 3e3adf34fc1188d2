"""An account: who somebody is to this site, and nothing they do here."""

import uuid
from collections.abc import Sequence
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from pares.ground.ledger.held import Held, Kind

# Addresses looked for in one query.
_AT_ONCE = 500
_ACCOUNT = "12 months after the person's last cohort"
_NAME_READERS = (
    "you, your partner, those you meet in a group with, your scheme's leads; "
    "a mentor's also mentees who are asked whom they would like"
)


class People(BaseUserManager["Person"]):
    """Finding people."""

    def at(self, address: str) -> "Person | None":
        """Return the person with that address, in any spelling of capitals, or None."""
        return self.filter(email__iexact=address.strip()).first()

    def at_any(self, addresses: Sequence[str]) -> "list[Person]":
        """Return the people with these addresses, given in small letters."""
        spelt = self.annotate(small=Lower("email"))
        parts = (addresses[start : start + _AT_ONCE] for start in range(0, len(addresses), _AT_ONCE))
        return [person for part in parts for person in spelt.filter(small__in=part)]


class Person(AbstractBaseUser):
    """Somebody with an account; signs in by a code sent to `email` and has no password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=300)
    email = models.EmailField(max_length=254, unique=True)
    personal_email = models.EmailField(max_length=254, blank=True)
    former_emails = models.JSONField(default=list)
    is_operator = models.BooleanField(default=False)
    is_editor = models.BooleanField(default=False)
    may_open_schemes = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells people apart", _ACCOUNT, "the software"),
        "name": Held(Kind.CONTACT, "what you are called", _ACCOUNT, _NAME_READERS),
        "email": Held(Kind.CONTACT, "sign-in codes and letters", _ACCOUNT, "you, your partner, your scheme's leads"),
        "personal_email": Held(Kind.CONTACT, "reaches you after a changeover", _ACCOUNT, "you"),
        "former_emails": Held(
            Kind.CONTACT, "keeps wishes about you true after you change your address", _ACCOUNT, "the software"
        ),
        "password": Held(Kind.SECRET, "unused: nobody has a password", _ACCOUNT, "nobody"),
        "is_operator": Held(Kind.SCHEME, "who looks after the server", _ACCOUNT, "operators"),
        "is_editor": Held(Kind.SCHEME, "who edits the words of the site", _ACCOUNT, "operators"),
        "may_open_schemes": Held(Kind.SCHEME, "who may open a scheme", _ACCOUNT, "operators"),
        "is_active": Held(Kind.SCHEME, "whether the account may be used", _ACCOUNT, "operators"),
        "joined_at": Held(Kind.SCHEME, "when the account began", _ACCOUNT, "you"),
        "last_login": Held(Kind.SCHEME, "when you last signed in", _ACCOUNT, "you"),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="one_person_an_address"),
        ]

    def __str__(self) -> str:
        return self.name or self.email
