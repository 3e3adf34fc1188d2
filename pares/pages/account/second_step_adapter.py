"""What django-allauth asks of us about the second step: our words, and secrets that a backup does not give away."""

import base64
from functools import cache
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from pares.pages.actors.account import Account

_PURPOSE = b"pares second step "


class SecondStepAdapter(DefaultMFAAdapter):
    """Our adapter for second steps."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code does not fit. Wait for the next one and type it at once",
        "cannot_generate_recovery_codes": "Set up an authenticator app or a passkey first",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept in the database."""
        return _box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a kept secret."""
        return _box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002, ARG002
        """Return what a passkey is called until its owner names it."""
        made = Account(user).passkeys().count()  # type: ignore[arg-type]
        return f"Passkey {made + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return who passkeys are made for: this host under the site's name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.SITE_NAME}


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    digests = [sha256(_PURPOSE + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
