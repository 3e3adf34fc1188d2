"""What the account pages ask."""

import struct
from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from pares.ground.letters.address import NotOneAddress, single
from pares.pages.fields import CodeField, EmailField, PagesForm, TextField, TickField

_SENT = "8 letters and digits, in the newest letter from us"
_APP = "6 digits from your authenticator app, or one of your 8-digit recovery codes"
FAILED = "Your device did not answer. Try again, or use another way"


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what was sent for a form to read, or None where the form is only shown."""
    return request.POST if request.method == "POST" else None


class AskForCode(PagesForm):
    """Which address a code shall go to."""

    email = EmailField(hint="We will send you a code to type here. You do not need a password.")

    def clean_email(self) -> str:
        """Return the address as accounts hold it: one that a letter can be sent to."""
        try:
            return single(str(self.cleaned_data["email"])).lower()
        except NotOneAddress as refused:
            raise ValidationError(str(refused)) from refused


class TypeCode(PagesForm):
    """The code that came by e-mail."""

    code = CodeField("Code", hint=_SENT)


class TypeSignInCode(TypeCode):
    """The code that signs somebody in."""

    own_device = TickField(
        "This is my own device: keep me signed in for 30 days",
        hint="For mentors and mentees. Leads, sponsors and contacts are signed out after 12 hours at most.",
        required=False,
    )


class Details(PagesForm):
    """What a person is called, and an address that outlives a post."""

    name = TextField("Your name", max_length=300, autocomplete="name", hint="As your partner and your leads see it")
    personal_email = EmailField(
        "Personal email address",
        hint="Optional. One that stays yours when you change posts, so that letters still reach you.",
        seen_by="Only you see it.",
        required=False,
    )

    def clean_name(self) -> str:
        """Return the name on one line."""
        return " ".join(str(self.cleaned_data["name"]).split())


class NewAddress(AskForCode):
    """The address to sign in with from now on."""

    email = EmailField("New email address", hint="We will send a code to it, to be sure that it is yours.")


class SecondStep(PagesForm, AuthenticateForm):
    """The code of the second step at sign-in."""

    code = CodeField("Second code", numeric=True, hint=_APP)


class SecondStepAgain(PagesForm, ReauthenticateForm):
    """The code of the second step before something sensitive."""

    code = CodeField("Second code", numeric=True, hint=_APP)


class SetUpApp(PagesForm, ActivateTOTPForm):
    """The first code of a new authenticator app."""

    code = CodeField("Code from the app", numeric=True, hint="6 digits. The app shows a new code every 30 seconds.")


class RemoveApp(PagesForm, DeactivateTOTPForm):
    """One button."""


class NewRecoveryCodes(PagesForm, GenerateRecoveryCodesForm):  # type: ignore[misc]
    """One button."""


class _Answer(PagesForm):
    """What the browser's own dialogue answered, put there by passkeys.js; whatever else arrives is refused in words."""

    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), FAILED)
    )

    def clean_credential(self) -> Any:
        """Return what the answer stands for."""
        given = self.cleaned_data["credential"]
        if not isinstance(given, dict):
            raise ValidationError(FAILED)
        further = getattr(super(), "clean_credential", None)
        return _understood(further) if further else given

    def clean(self) -> Any:
        """Return the answers, checked together."""
        return _understood(super().clean)

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with the hidden answer where people look: above the form."""
        super().add_error(None if field == "credential" else field, error)


def _understood(check: Callable[[], Any]) -> Any:
    """Return what the check returns; an answer it cannot even read is refused like a wrong one."""
    try:
        return check()
    except (
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        AssertionError,
        struct.error,
        InvalidSignature,
    ) as error:
        raise ValidationError(FAILED) from error


class UsePasskey(_Answer, AuthenticateWebAuthnForm):
    """A passkey at sign-in."""


class UsePasskeyAgain(_Answer, ReauthenticateWebAuthnForm):
    """A passkey before something sensitive."""


class AddPasskey(_Answer, AddWebAuthnForm):
    """A new passkey and what to call it."""

    name = TextField("Name of this passkey", max_length=60, hint="Such as: work laptop, my phone", required=False)
