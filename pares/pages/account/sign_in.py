"""Signing in: an address, a code, and for those who answer for other people a second step."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.ground.people.models import Person
from pares.pages.account import codes, sessions
from pares.pages.account.forms import AskForCode, TypeSignInCode, posted
from pares.pages.account.next_page import carrying, is_ours, wanted
from pares.pages.actors.visitor import somebody_at

PURPOSE = "sign_in"


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send a code to it; say the same whether or not anybody is known there."""
    form = AskForCode(posted(request))
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            codes.send(request, PURPOSE, address, somebody_at(address))
        except codes.TooManyCodes as refused:
            form.refuse(refused)
        else:
            return redirect(carrying(reverse("account.sign_in.code"), wanted(request)))
    return render(request, "account/sign_in/ask.html", {"form": form, "then": wanted(request)})


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and sign in whoever types it into the browser that asked for it."""
    sent = codes.Codes(request.session, PURPOSE)
    if not sent.address:
        return redirect("/home/" if request.user.is_authenticated else "account_login")
    if request.method == "POST" and "again" in request.POST:
        return _again(request, sent.address)
    form = TypeSignInCode(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _arrive(request, sent, form)
        except codes.WrongCode as refused:
            form.refuse(refused)
    return render(
        request, "account/sign_in/code.html", {"form": form, "address": sent.address, "then": wanted(request)}
    )


def start_confirmation(request: HttpRequest, person: Person, then: str = "") -> HttpResponse:
    """Send a code to somebody who has just told us their address, and lead to the page where it is typed.

    `then` is the page of this site opened once the code is typed; the person is signed in by then. Somebody who is
    signed in as this person already is led there at once.
    """
    if request.user == person:
        return redirect(then if is_ours(then) else "/home/")
    try:
        codes.send(request, PURPOSE, person.email.lower(), person)
    except codes.TooManyCodes as refused:
        messages.warning(request, f"{refused}.")
    return redirect(carrying(reverse("account.sign_in.code"), then))


def _again(request: HttpRequest, address: str) -> HttpResponse:
    try:
        codes.send(request, PURPOSE, address, somebody_at(address))
        messages.info(request, "Another code is on its way. Earlier codes stay good for their 10 minutes.")
    except codes.TooManyCodes as refused:
        messages.warning(request, f"{refused}.")
    return redirect(carrying(reverse("account.sign_in.code"), wanted(request)))


def _arrive(request: HttpRequest, sent: codes.Codes, form: TypeSignInCode) -> HttpResponse:
    """Sign in the person the code was sent to, by way of the second step where there is one. Raises WrongCode."""
    address = sent.address
    sent.check(request, form.cleaned_data["code"], clock.now())
    person = somebody_at(address)
    if person is None:
        raise codes.WrongCode(field="code")
    sent.forget()
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, person, method="code", email=address)
    sessions.prove(request, person, second_step=False)
    sessions.ask_to_stay(request, own_device=form.cleaned_data["own_device"])
    response: HttpResponse = perform_login(request, Login(user=person, email=address, redirect_url=wanted(request)))
    return response
