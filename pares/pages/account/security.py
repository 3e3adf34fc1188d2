"""The second step of one's own account, and proving by code who one is before changing it."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.pages.account import codes, sessions
from pares.pages.account.forms import TypeCode, posted
from pares.pages.account.next_page import carrying, wanted
from pares.pages.actors.account import Account

PURPOSE = "prove"


@never_cache
def security(request: HttpRequest, account: Account) -> HttpResponse:
    """Show what stands between somebody who reads a person's mail and this account."""
    kinds = Authenticator.Type
    shown = {
        "app": is_mfa_enabled(account.person, [kinds.TOTP]),
        "passkeys": [(kept.pk, str(kept), kept.created_at) for kept in account.passkeys()],
        "recovery": is_mfa_enabled(account.person, [kinds.RECOVERY_CODES]),
        "needed": settings.SECOND_STEP and account.has_duties(),
    }
    return render(request, "account/security/security.html", shown)


@never_cache
def code(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask somebody signed in without a second step for a code from their mailbox, then lead on to what they wanted."""
    if is_mfa_enabled(account.person):
        return redirect(carrying(reverse("mfa_reauthenticate"), wanted(request)))
    sent = codes.Codes(request.session, PURPOSE)
    if request.method == "POST" and "send" in request.POST:
        return _send(request, account)
    form = TypeCode(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            sent.check(request, form.cleaned_data["code"], clock.now())
        except codes.WrongCode as refused:
            form.refuse(refused)
        else:
            return _proved(request, account, sent)
    return render(
        request, "account/security/code.html", {"form": form, "sent": bool(sent.address), "then": wanted(request)}
    )


def _send(request: HttpRequest, account: Account) -> HttpResponse:
    try:
        codes.send(request, PURPOSE, account.person.email.lower(), account.person)
    except codes.TooManyCodes as refused:
        messages.warning(request, f"{refused}.")
    return redirect(carrying(reverse("account.security.code"), wanted(request)))


def _proved(request: HttpRequest, account: Account, sent: codes.Codes) -> HttpResponse:
    sent.forget()
    record_authentication(request, account.person, method="code", email=account.person.email, reauthenticated=True)
    sessions.prove(request, account.person, second_step=False)
    return resume_request(request) or redirect("account.security.security")
