"""Accounts that leaders of schemes sent in: signed, dated, and public only once an editor has published them."""

import uuid
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from django.db import models
from django.db.models import Q

from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person

_ACCOUNT = "until you withdraw it; 3 months after it was declined; 12 months if nobody decides"
_CONTACT = "3 months after it was published or declined, or as soon as you withdraw it"
_THEN_PUBLIC = "the site’s editors; everybody, once an editor has published it"
_EDITORS = "the site’s editors"
_YOU_TOO = "you, by your own link; the site’s editors"
_THEIRS = "as long as that person’s account, then nobody’s"


class State(models.TextChoices):
    """Where an account stands."""

    NEW = "new", "New"
    ASKED = "asked", "Asked for a change"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Declined"


class Licence(models.TextChoices):
    """How its author lets others use it."""

    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC0 = "cc0-1.0", "CC0 1.0"


class LeadersAccounts(models.QuerySet["LeadersAccount"]):
    """Reading accounts."""

    def published(self) -> "LeadersAccounts":
        """Return what everybody may read, the latest first."""
        return self.filter(state=State.PUBLISHED).order_by("-published_on", "name", "pk")

    def waiting(self) -> "LeadersAccounts":
        """Return what an editor or its author has still to act on, the oldest first."""
        return self.filter(state__in=[State.NEW, State.ASKED]).order_by("sent_at", "pk")

    def decided(self) -> "LeadersAccounts":
        """Return what was published or declined, the latest first."""
        return self.filter(state__in=[State.PUBLISHED, State.DECLINED]).order_by("-decided_at", "pk")

    def declined_before(self, moment: datetime) -> "LeadersAccounts":
        """Return those declined by then."""
        return self.filter(state=State.DECLINED, decided_at__lte=moment)

    def left_since(self, moment: datetime) -> "LeadersAccounts":
        """Return those that have waited since before then."""
        return self.waiting().filter(sent_at__lte=moment)

    def with_address_from(self, moment: datetime) -> "LeadersAccounts":
        """Return those decided by then that still hold their author's address."""
        return self.filter(decided_at__lte=moment).exclude(email="")


class LeadersAccount(models.Model):
    """What somebody who led a scheme tells of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120)
    scheme = models.CharField(max_length=200)
    place = models.CharField(max_length=120)
    written_on = models.DateField()
    text = models.TextField()
    email = models.EmailField(max_length=254, blank=True)
    licence = models.CharField(max_length=10, choices=Licence)
    state = models.CharField(max_length=9, choices=State, default=State.NEW)
    sent_at = models.DateTimeField()
    question = models.CharField(max_length=500, blank=True)
    known_by = models.CharField(max_length=300, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = LeadersAccounts.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells accounts apart", _ACCOUNT, "the software"),
        "name": Held(Kind.CONTACT, "who signs it", _ACCOUNT, _THEN_PUBLIC),
        "role": Held(Kind.CONTACT, "what its author is or was in the scheme", _ACCOUNT, _THEN_PUBLIC),
        "scheme": Held(Kind.PUBLIC, "which scheme it is about", _ACCOUNT, _THEN_PUBLIC),
        "place": Held(Kind.PUBLIC, "where that is", _ACCOUNT, _THEN_PUBLIC),
        "written_on": Held(Kind.PUBLIC, "on which day you wrote it", _ACCOUNT, _THEN_PUBLIC),
        "text": Held(Kind.CONFIDENTIAL, "what you tell of your scheme", _ACCOUNT, _THEN_PUBLIC),
        "email": Held(Kind.CONTACT, "so that an editor can ask you back", _CONTACT, _EDITORS),
        "licence": Held(Kind.PUBLIC, "how you let others use it", _ACCOUNT, _THEN_PUBLIC),
        "state": Held(Kind.SCHEME, "where it stands", _ACCOUNT, _YOU_TOO),
        "sent_at": Held(Kind.SCHEME, "when you sent it in", _ACCOUNT, _EDITORS),
        "question": Held(Kind.CONFIDENTIAL, "what an editor asks you to change", _ACCOUNT, _YOU_TOO),
        "known_by": Held(Kind.CONFIDENTIAL, "how an editor made sure that you wrote it", _ACCOUNT, _EDITORS),
        "answer": Held(Kind.CONFIDENTIAL, "why it was declined", _ACCOUNT, _YOU_TOO),
        "published_on": Held(Kind.PUBLIC, "when it was published", _ACCOUNT, "everybody"),
        "decided_at": Held(Kind.SCHEME, "when an editor decided", _ACCOUNT, _EDITORS),
        "decided_by": Held(Kind.CONTACT, "which editor decided", _THEIRS, _EDITORS),
    }

    class Meta:
        app_label = "pares"
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "published_on"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="published", published_on__isnull=False) & ~Q(known_by="")
                | (~Q(state="published") & Q(published_on=None)),
                name="a_published_account_is_known_and_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.scheme}"

    @property
    def fingerprint(self) -> str:
        """What tells these words from any others the author may write in their place."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def paragraphs(self) -> list[str]:
        """The text as its author parted it: nothing in it is markup."""
        return [" ".join(part.split()) for part in self.text.split("\n\n") if part.strip()]
