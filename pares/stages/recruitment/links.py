"""The link in a letter that lets somebody on an opt-out list say no without signing in."""

from uuid import UUID

from django.core.signing import BadSignature, Signer


def token(application: UUID) -> str:
    """Return what stands in the link: which application, and our signature on it."""
    return _signer().sign(application.hex)


def application(token: str) -> UUID | None:
    """Return which application a link is about, or None where we did not write it."""
    try:
        return UUID(hex=_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt="pares.recruitment.notice")
