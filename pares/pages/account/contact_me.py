"""Asking a named contact to get in touch: no words, no names of others, nobody but the contact sees it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme
from pares.pages.account.forms import posted
from pares.pages.actors.account import Account
from pares.pages.fields import PagesForm, RadiosField, TextField, TickField
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import Urgency, Way
from pares.stages.supervision.rules import due

Contacts = dict[str, tuple[Scheme, Person]]


class AskForContact(PagesForm):
    """Whom, how soon and how."""

    contact = RadiosField("Who should contact you?", choices=())
    urgency = RadiosField("How soon?", choices=Urgency)
    way = RadiosField("How should they reach you?", choices=Way, reveals={Way.PHONE: ["phone"]})
    phone = TextField("Phone number", max_length=30, width=20, autocomplete="tel", missing="Enter your phone number")
    alone = TickField(
        "Do not pass this on to anybody else",
        hint="Otherwise another contact hears of it if this one has not answered by the next working day.",
        required=False,
    )

    def __init__(self, *args: object, contacts: Contacts, **kwargs: object) -> None:
        """Offer these contacts."""
        super().__init__(*args, **kwargs)
        names = {scheme.name for scheme, _ in contacts.values()}
        for_whom = [
            (key, f"{person}, {scheme.name}" if len(names) > 1 else str(person))
            for key, (scheme, person) in contacts.items()
        ]
        self.fields["contact"].choices = for_whom  # type: ignore[attr-defined]
        if len(contacts) == 1:
            del self.fields["alone"]


@never_cache
def ask(request: HttpRequest, account: Account) -> HttpResponse:
    """Show one's own open requests and take a new one."""
    contacts = _contacts(account)
    form = AskForContact(posted(request), contacts=contacts)
    if request.method == "POST" and form.is_valid():
        try:
            _ask(form, contacts, account)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your request is sent. It says that you ask for contact, and nothing else.")
            return redirect("account.contact_me.ask")
    shown = {
        "form": form,
        "contacts": contacts,
        "back": ("Your start page", reverse("account.home.home")),
        "requests": [(each, due(each)) for each in account.contact_requests()],
    }
    return render(request, "account/contact_me/ask.html", shown)


def call_off(request: HttpRequest, account: Account, asked: UUID) -> HttpResponse:
    """Close one's own request."""
    supervision.call_off(request=account.contact_request(asked), by=account.person, at=clock.now())
    messages.success(request, "Your request is closed.")
    return redirect("account.contact_me.ask")


def _contacts(account: Account) -> Contacts:
    """Return everybody this person may ask, by the answer's value."""
    return {
        f"{scheme.pk}:{person.pk}": (scheme, person)
        for scheme in account.schemes()
        for person in supervision.contacts(scheme, but=account.person)
    }


def _ask(form: AskForContact, contacts: Contacts, account: Account) -> None:
    given = form.cleaned_data
    scheme, contact = contacts[given["contact"]]
    supervision.ask(
        scheme=scheme,
        contact=contact,
        urgency=Urgency(given["urgency"]),
        way=Way(given["way"]),
        phone=given["phone"] or "",
        pass_on=not given.get("alone"),
        by=account.person,
        at=clock.now(),
    )
