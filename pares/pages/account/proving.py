"""Asking somebody signed in to prove again who they are, before many people's data come in or leave."""

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.pages.account import sessions
from pares.pages.account.next_page import carrying
from pares.pages.actors.account import Account


def ask_again(request: HttpRequest, account: Account, back: str, why: str) -> HttpResponse | None:
    """Return the way to a fresh proof, or None where one was given in the last fifteen minutes.

    `back` is where the person goes on from, `why` the sentence that tells them. A site that asks for no second step
    (PARES_SECOND_STEP) asks for no fresh proof either.
    """
    person = account.person
    if not settings.SECOND_STEP:
        return None
    if sessions.proved_lately(request, person, second_step=is_mfa_enabled(person)):
        return None
    messages.info(request, why)
    way = get_adapter(request).get_reauthentication_methods(person)[0]
    return redirect(carrying(way["url"], back))
