"""Certificates and statements as PDF: the figures kept at the issue, in words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings

from pares.ground.cohorts.calendar import in_words
from pares.ground.files import pdf
from pares.stages.recognition.models import Certificate, CertificateKind

_CERTIFIES = "was a mentor in this scheme and has fulfilled what it asks of its mentors for a certificate."
_STATES = "took part in this scheme as a mentor. The figures below are those the scheme has on record."
_MINUTES = 60


def paper(certificate: Certificate) -> bytes:
    """Return the document as a tagged PDF of one page; raises pdf.Undrawable for a name in letters we have not."""
    facts: Mapping[str, Any] = certificate.facts
    values: dict[str, pdf.Json] = {
        "organisation": facts["organisation"],
        "scheme": facts["scheme"],
        "title": certificate.get_kind_display(),
        "holder": certificate.name,
        "certifies": _CERTIFIES,
        "states": _STATES,
        "facts": figures(facts),
        "issued": in_words(certificate.issued_on),
        "code": certificate.code,
        "address": verify_address(),
        "signed_by": [{"name": name, "role": "Scheme lead"} for name in facts["leads"]],
    }
    template = "certificate" if certificate.kind == CertificateKind.CERTIFICATE else "statement"
    return pdf.render(template, values)


def verify_address() -> str:
    """Return where anybody can check a code, without the part before the host."""
    return f"{settings.URL.split('://', 1)[-1]}/verify/"


def figures(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the lines on a document, as (what, how much); nothing is said of what did not happen."""
    first, last = date.fromisoformat(facts["starts_on"]), date.fromisoformat(facts["ends_on"])
    lines = [
        ("Cohort", f"{_day(first)} to {_day(last)}"),
        ("Training attended", _training(facts)),
        ("Training accepted", facts["equivalent"]),
        ("Workshops attended", str(facts["workshops"] or "")),
        ("Mentoring sessions", str(facts["sessions"] or "")),
    ]
    return [(label, fact) for label, fact in lines if fact]


def _training(facts: Mapping[str, Any]) -> str:
    if not facts["trainings"]:
        return ""
    many = "1 session" if facts["trainings"] == 1 else f"{facts['trainings']} sessions"
    return f"{_length(facts['training_minutes'])} in {many}"


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, _MINUTES)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    parts += [f"{rest} minutes"] if rest else []
    return " ".join(parts)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
