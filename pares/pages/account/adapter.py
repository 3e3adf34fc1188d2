"""What django-allauth asks of us about accounts: our words, our outbox, our idea of a fresh proof."""

# ruff: noqa: ARG002 - the signatures are allauth's

from typing import Any, cast
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.letters.actions import queue
from pares.ground.people.models import Person
from pares.pages.account import sessions
from pares.pages.account.next_page import is_ours

WAIT = "That was tried too often. Wait a few minutes, then try again"

SAID = {
    "mfa/messages/totp_activated.txt": "Your authenticator app is set up.",
    "mfa/messages/totp_deactivated.txt": "Your authenticator app is no longer used here.",
    "mfa/messages/webauthn_added.txt": "Your passkey is set up.",
    "mfa/messages/webauthn_removed.txt": "That passkey is no longer used here.",
    "mfa/messages/recovery_codes_generated.txt": "You have new recovery codes. Keep them away from your phone.",
}
"""allauth's messages that we pass on, in our words."""

CHANGED = {
    "mfa/email/totp_activated": "an authenticator app was added",
    "mfa/email/totp_deactivated": "the authenticator app was removed",
    "mfa/email/webauthn_added": "a passkey was added",
    "mfa/email/webauthn_removed": "a passkey was removed",
    "mfa/email/recovery_codes_generated": "new recovery codes were made",
}
"""allauth's notices, as the letter about a changed account words them."""


class AccountAdapter(DefaultAccountAdapter):
    """Our account adapter."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "rate_limited": WAIT,
        "too_many_login_attempts": WAIT,
    }

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session of somebody who has passed every step."""
        super().login(request, user)
        sessions.begin(request, cast("Person", user))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Lead somebody whose account was closed on the way back to the start, as if there were none."""
        return redirect("account_login")

    def is_safe_url(self, url: str | None) -> bool:
        """Tell whether a page may be opened afterwards."""
        return bool(url) and is_ours(str(url))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account here: accounts come from sign-up, lists and invitations."""
        return False

    def add_message(  # noqa: PLR0913, PLR0917 - allauth's signature
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Pass a message on in our words, or not at all."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: every letter of this site is queued in the outbox."""
        raise RuntimeError(f"{template_prefix} is not a letter of this site.")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Queue the letter that says what changed about an account."""
        queue(
            kind="account_changed",
            key=f"account_changed:{uuid4()}",
            to=cast("Person", user),
            values={"change": CHANGED[template_prefix]},
            at=clock.now(),
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how somebody may prove again who they are: by their second step, or without one by a code."""
        if not isinstance(user, Person):
            return []
        if not is_mfa_enabled(user):
            return [_way("code", "Use a code sent by email", "account_reauthenticate")]
        kinds = Authenticator.Type
        ways = []
        if is_mfa_enabled(user, [kinds.WEBAUTHN]):
            ways.append(_way("passkey", "Use a passkey", "mfa_reauthenticate_webauthn"))
        if is_mfa_enabled(user, [kinds.TOTP, kinds.RECOVERY_CODES]):
            ways.append(_way("second_code", "Use a code from your app, or a recovery code", "mfa_reauthenticate"))
        return ways

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Raise ReauthenticationRequired unless the person proved in the last ten minutes who they are.

        allauth itself asks nothing of people who have neither password nor second step.
        """
        request = context.request
        if not sessions.is_fresh(request, request.user, second_step=is_mfa_enabled(request.user)):
            raise ReauthenticationRequired
        return False


def _way(name: str, description: str, view: str) -> dict[str, Any]:
    return {"id": name, "description": description, "url": reverse(view)}
