"""The second step: an authenticator app, passkeys and recovery codes. allauth's views, in our frame and words."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.views.decorators.cache import never_cache

from pares.pages.account import sessions
from pares.pages.account.forms import (
    AddPasskey,
    NewRecoveryCodes,
    RemoveApp,
    SecondStep,
    SecondStepAgain,
    SetUpApp,
    UsePasskey,
    UsePasskeyAgain,
)
from pares.pages.account.next_page import wanted
from pares.pages.actors.account import Account

SECURITY = reverse_lazy("account.security.security")


class _Authenticate(AuthenticateView):
    form_class = SecondStep
    webauthn_form_class = UsePasskey

    def form_valid(self, form: Form) -> HttpResponse:
        person = self.stage.login.user
        sessions.prove(self.request, person, second_step=True)
        response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        has_passkey = is_mfa_enabled(self.stage.login.user, ["webauthn"])
        return context | {
            "has_passkey": has_passkey,
            "page_has_errors": self.webauthn_form is not None and bool(self.webauthn_form.errors),
        }


class _Proving:
    """Notes a second step passed in a running session."""

    request: HttpRequest

    def form_valid(self, form: Form) -> HttpResponse:
        sessions.prove(self.request, self.request.user, second_step=True)  # type: ignore[arg-type]
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"then": wanted(self.request)}


class _Reauthenticate(_Proving, ReauthenticateView):
    form_class = SecondStepAgain


class _ReauthenticateByPasskey(_Proving, ReauthenticateWebAuthnView):
    form_class = UsePasskeyAgain

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form) | {"form": form})


class _SetUpApp(_Proving, ActivateTOTPView):
    form_class = SetUpApp


class _RemoveApp(DeactivateTOTPView):
    form_class = RemoveApp


class _AddPasskey(_Proving, AddWebAuthnView):
    form_class = AddPasskey

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form) | {"form": form})


class _NewRecoveryCodes(GenerateRecoveryCodesView):
    form_class = NewRecoveryCodes


@never_cache
def authenticate(request: HttpRequest) -> HttpResponseBase:
    """Ask for the second step at sign-in."""
    return _Authenticate.as_view()(request)


@never_cache
def again(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Ask for the second step before something sensitive."""
    return _Reauthenticate.as_view()(request)


@never_cache
def again_by_passkey(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Ask for a passkey before something sensitive."""
    return _ReauthenticateByPasskey.as_view()(request)


@never_cache
def set_up_app(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Set up an authenticator app: its key as a square and typed, and the first code."""
    return _SetUpApp.as_view()(request)


@never_cache
def square(request: HttpRequest, account: Account) -> HttpResponse:
    """Answer the key being set up as a square to scan: a file, because the content policy allows no inline picture."""
    from allauth.mfa.adapter import get_adapter

    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        return HttpResponse(status=404)
    adapter = get_adapter()
    return HttpResponse(
        adapter.build_totp_svg(adapter.build_totp_url(account.person, secret)), content_type="image/svg+xml"
    )


@never_cache
def remove_app(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Stop using the authenticator app."""
    return _RemoveApp.as_view(success_url=SECURITY)(request)


@never_cache
def add_passkey(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Set up a passkey."""
    return _AddPasskey.as_view()(request)


@never_cache
def remove_passkey(request: HttpRequest, _account: Account, pk: int) -> HttpResponseBase:
    """Stop using a passkey."""
    return RemoveWebAuthnView.as_view(success_url=SECURITY)(request, pk=pk)


@never_cache
def recovery_codes(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Show the recovery codes that are left."""
    return ViewRecoveryCodesView.as_view()(request)


@never_cache
def new_recovery_codes(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Make new recovery codes, which end the earlier ones."""
    return _NewRecoveryCodes.as_view()(request)


@never_cache
def download_recovery_codes(request: HttpRequest, _account: Account) -> HttpResponseBase:
    """Give the recovery codes as a text file."""
    return DownloadRecoveryCodesView.as_view()(request)
