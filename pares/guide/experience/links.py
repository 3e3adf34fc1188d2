"""The link by which the author of an account finds it again, without an account on this site."""

from uuid import UUID

from django.core.signing import BadSignature, Signer


def token(account: UUID) -> str:
    """Return what stands in the link: which account, and our signature on it."""
    return _signer().sign(account.hex)


def account(token: str) -> UUID | None:
    """Return which account a link is about, or None where we did not write it."""
    try:
        return UUID(hex=_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(sep=".", salt="pares.experience.account")
