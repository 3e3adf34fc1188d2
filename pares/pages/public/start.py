"""Opening a scheme without an account yet, on sites where anyone may."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.ground import clock
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.pages.account.forms import posted
from pares.pages.account.sign_in import start_confirmation
from pares.pages.carried_plan import carried, onwards
from pares.pages.fields import EmailField, PagesForm, TextField


class FirstLead(PagesForm):
    """Who opens the scheme."""

    name = TextField("Your name", max_length=300, missing="Enter your name", autocomplete="name")
    email = EmailField(
        "Email address",
        hint="We send a code to it, which you type on the next page. You sign in with it later.",
        missing="Enter your email address",
    )


def start(request: HttpRequest) -> HttpResponse:
    """Ask for name and address, send a code, and go on to the scheme; elsewhere say who to ask.

    A plan in the address (`?steps=core-6&start=2027-02-03&nation=wales`) goes along all the way.
    """
    plan = carried(request.GET)
    then = onwards("account.open_scheme.open_scheme", plan)
    if isinstance(request.user, Person):
        return redirect(then)
    if settings.WHO_MAY_OPEN != "anyone":
        return render(request, "account/open_scheme/ask_first.html", {"then": then})
    form = FirstLead(posted(request))
    if request.method == "POST" and form.is_valid():
        person = meet(email=form.cleaned_data["email"], name=form.cleaned_data["name"], at=clock.now())
        return start_confirmation(request, person, then)
    return render(request, "public/start/start.html", {"form": form, "plan": plan, "then": then})
