"""One's own account: name, addresses, this device."""

from uuid import uuid4

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.ground.letters.actions import queue
from pares.ground.people.actions import AddressTaken, add_personal_address, end_sessions, move_address, rename
from pares.pages.account import codes, sessions
from pares.pages.account.forms import Details, NewAddress, TypeCode, posted
from pares.pages.account.next_page import carrying
from pares.pages.account.session_store import OWN_DEVICE
from pares.pages.actors.account import Account
from pares.pages.actors.visitor import somebody_at
from pares.pages.rendering import long_date

PURPOSE = "address"


def details(request: HttpRequest, account: Account) -> HttpResponse:
    """Show and change what a person is called and the address that outlives a post."""
    person = account.person
    form = Details(posted(request), initial={"name": person.name, "personal_email": person.personal_email})
    if request.method == "POST" and form.is_valid():
        rename(person=person, name=form.cleaned_data["name"], by=person, at=clock.now())
        personal = form.cleaned_data["personal_email"]
        add_personal_address(person=person, email=personal, by=person, at=clock.now())
        messages.success(request, "Your details are saved.")
        return redirect("account.details.details")
    shown = {
        "form": form,
        "person": person,
        "own_device": bool(request.session.get(OWN_DEVICE)),
        "until": request.session.get_expiry_date(),
    }
    return render(request, "account/details/details.html", shown)


def end_others(request: HttpRequest, account: Account) -> HttpResponse:
    """Sign a person out everywhere but here."""
    update_session_auth_hash(request, end_sessions(person=account.person, by=account.person, at=clock.now()))
    messages.success(request, "You are signed out on all other devices.")
    return redirect("account.details.details")


@never_cache
def address(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask for the new address to sign in with, and send a code there. Whether it is taken is not said here."""
    if not _fresh(request, account):
        return _prove_first(account)
    form = NewAddress(posted(request), initial={"email": _lasting(account)})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["email"]
        try:
            codes.send(request, PURPOSE, wanted, None if somebody_at(wanted) else wanted)
        except codes.TooManyCodes as refused:
            form.refuse(refused)
        else:
            return redirect("account.details.address_code")
    return render(request, "account/details/address.html", {"form": form, "person": account.person})


@never_cache
def address_code(request: HttpRequest, account: Account) -> HttpResponse:
    """Ask for the code sent to the new address; typed, it becomes the address to sign in with."""
    sent = codes.Codes(request.session, PURPOSE)
    if not sent.address or not _fresh(request, account):
        return redirect("account.details.address")
    form = TypeCode(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            sent.check(request, form.cleaned_data["code"], clock.now())
            return _move(request, account, sent)
        except (codes.WrongCode, AddressTaken) as refused:
            form.refuse(refused)
    return render(request, "account/details/address_code.html", {"form": form, "address": sent.address})


def _move(request: HttpRequest, account: Account, sent: codes.Codes) -> HttpResponse:
    """Change the address, tell the earlier one, and end all other sessions. Raises AddressTaken."""
    person, earlier, at = account.person, account.person.email, clock.now()
    with transaction.atomic():
        moved = move_address(person=person, email=sent.address, by=person, at=at)
        key, said = f"address_changed:{uuid4()}", {"changed_on": long_date(at)}
        queue(kind="address_changed", key=key, to=earlier, values=said, at=at)
        end_sessions(person=moved, by=person, at=at)
    sent.forget()
    update_session_auth_hash(request, moved)
    messages.success(request, "You now sign in with your new address. You are signed out on all other devices.")
    return redirect("account.details.details")


def _lasting(account: Account) -> str:
    """Return the address that outlives a post, where somebody gave one and does not use it yet."""
    personal = account.person.personal_email
    return "" if personal == account.person.email else personal


def _fresh(request: HttpRequest, account: Account) -> bool:
    return sessions.is_fresh(request, account.person, second_step=is_mfa_enabled(account.person))


def _prove_first(account: Account) -> HttpResponse:
    view = "mfa_reauthenticate" if is_mfa_enabled(account.person) else "account_reauthenticate"
    return redirect(carrying(reverse(view), reverse("account.details.address")))
