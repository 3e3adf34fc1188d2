"""Certificates, statements of participation, and the proofs a lead waived."""

import re
import secrets
import unicodedata
import uuid
from typing import ClassVar

from django.db import models

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.models import Person
from pares.stages.recruitment.models import TAKING_PART, Application

_CERTIFICATE = "7 years"
_HOLDER = "you, the scheme's leads; whoever has its code and your surname sees that it is valid"


class Proof(models.TextChoices):
    """What a certificate rests on."""

    TRAINING = "training", "At least one training session"
    SESSIONS = "sessions", "At least three sessions"
    EVALUATION = "evaluation", "The evaluation returned"


class Why(models.TextChoices):
    """Why a proof is waived; health is never a reason here, and there is no free text."""

    ABSENCE = "absence", "Absence"
    MENTEE_LEFT = "mentee_left", "The mentee left"
    EVALUATION_CLOSED = "evaluation_closed", "The evaluation was closed"


class Waiver(models.Model):
    """A lead let one proof go for one mentor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mentor = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="waivers")
    proof = models.CharField(max_length=10, choices=Proof)
    why = models.CharField(max_length=20, choices=Why)
    at = models.DateTimeField()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells waivers apart", TAKING_PART, "the scheme's leads"),
        "mentor": Held(Kind.SCHEME, "for whom", TAKING_PART, "you, the scheme's leads"),
        "proof": Held(Kind.SCHEME, "which proof", TAKING_PART, "you, the scheme's leads"),
        "why": Held(Kind.SCHEME, "why: absence, mentee left or evaluation closed", TAKING_PART, "leads"),
        "at": Held(Kind.SCHEME, "when", TAKING_PART, "the scheme's leads"),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["mentor", "proof"], name="waived_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_proof_display()} waived"


class CertificateKind(models.TextChoices):
    """What a document says."""

    CERTIFICATE = "certificate", "Certificate of completion"
    STATEMENT = "statement", "Statement of participation"


_DIGITS = 32
_GROUP = 8


def new_code() -> str:
    """Return 128 random bits in groups that can be typed."""
    return _grouped(secrets.token_hex(_DIGITS // 2))


def _grouped(digits: str) -> str:
    return "-".join(digits.upper()[at : at + _GROUP] for at in range(0, len(digits), _GROUP))


class Certificates(models.QuerySet["Certificate"]):
    """Reading certificates and statements."""

    def valid(self) -> "Certificates":
        """Return those not taken back."""
        return self.filter(revoked_at=None)

    def of(self, person: Person) -> "Certificates":
        """Return a person's own, the latest first, those of cohorts long past too."""
        own = models.Q(mentor__person=person) | models.Q(holder=person)
        return self.valid().filter(own).select_related("mentor").order_by("-issued_on", "kind")

    def issued_in(self, cohort: Cohort) -> "Certificates":
        """Return what was issued for a cohort, taken back or not, the latest first."""
        return self.filter(mentor__cohort=cohort).order_by("-issued_on", "kind")

    def verify(self, code: str, surname: str) -> "Certificate | None":
        """Return the valid certificate with that code if the surname is its holder's; None says no more than no.

        The code may be typed with any spaces and dashes; the surname with or without accents, as one or more whole
        words of the name.
        """
        digits = re.sub(r"[\s-]", "", code)
        if not re.fullmatch(rf"[0-9a-fA-F]{{{_DIGITS}}}", digits):
            return None
        found = self.valid().filter(code=_grouped(digits)).first()
        return found if found and found.is_called(surname) else None


class Certificate(models.Model):
    """A document issued to a mentor; `facts` are the figures printed on it, as they were on that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40, unique=True, default=new_code)
    mentor = models.ForeignKey(Application, on_delete=models.SET_NULL, null=True, related_name="certificates")
    holder = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="certificates")
    kind = models.CharField(max_length=12, choices=CertificateKind)
    name = models.CharField(max_length=300)
    facts = models.JSONField()
    issued_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    objects = Certificates.as_manager()

    held: ClassVar[dict[str, Held]] = {
        "id": Held(Kind.SCHEME, "tells certificates apart", _CERTIFICATE, _HOLDER),
        "code": Held(Kind.CONTACT, "lets others check it", _CERTIFICATE, _HOLDER),
        "mentor": Held(Kind.CONTACT, "whose it is, and of which cohort", TAKING_PART, _HOLDER),
        "holder": Held(Kind.CONTACT, "whose it is, once the cohort is forgotten", "as long as your account", "you"),
        "kind": Held(Kind.CONTACT, "certificate or statement", _CERTIFICATE, _HOLDER),
        "name": Held(Kind.CONTACT, "the name on it", _CERTIFICATE, _HOLDER),
        "facts": Held(Kind.CONTACT, "the figures on it", _CERTIFICATE, "you"),
        "issued_on": Held(Kind.CONTACT, "its date", _CERTIFICATE, _HOLDER),
        "revoked_at": Held(Kind.CONTACT, "when it was taken back", _CERTIFICATE, _HOLDER),
    }

    class Meta:
        app_label = "pares"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mentor", "kind"], condition=models.Q(revoked_at=None), name="one_valid_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}"

    @property
    def is_certificate(self) -> bool:
        """Whether it is a certificate, not a statement."""
        return self.kind == CertificateKind.CERTIFICATE

    def is_called(self, surname: str) -> bool:
        """Tell whether the surname is one or more whole words of the name on it."""
        asked, name = _words(surname), _words(self.name)
        return bool(asked) and any(name[at : at + len(asked)] == asked for at in range(len(name)))


def _words(name: str) -> list[str]:
    """Return a name's words without capitals, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(char for char in plain if not unicodedata.combining(char) and char not in "'\u2019")
    return re.findall(r"\w+", letters)
