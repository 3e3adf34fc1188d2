"""Where one's own sign-up stands: received, waiting, matched or not this time; change it, step back, come back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.people.actions import add_personal_address
from pares.ground.refusal import Refused
from pares.pages.account.status_forms import ChangeWishes
from pares.pages.actors.account import Account
from pares.pages.actors.visitor import open_cohort
from pares.pages.public.join import APPLIED
from pares.stages.mentoring.actions import leave
from pares.stages.recruitment import actions
from pares.stages.recruitment.models import Application, State
from pares.stages.recruitment.rules import AlreadyApplied, TooLate, hears_on

BEING_TOLD = "A match has been made, and not everybody has heard yet. Until then nobody can change wishes."
COLOURS = {
    "Not counted yet": "orange",
    "You have a place": "yellow",
    "Received": "blue",
    "Waiting": "purple",
    "Matched": "green",
}


def confirm(request: HttpRequest, account: Account, scheme: str, cohort: str) -> HttpResponse:
    """Count the sign-up this browser has just made: its address is proved by the code typed to come here."""
    application = account.application_in(open_cohort(scheme, cohort))
    applied = request.session.pop(APPLIED, None) or {}
    if applied.get("application") == str(application.pk):
        _count(application, account)
        if applied.get("personal"):
            personal = applied["personal"]
            add_personal_address(person=account.person, email=personal, by=account.person, at=clock.now())
        messages.success(request, "You are signed up. A letter that says so is on its way.")
    elif application.state != State.UNCONFIRMED:
        messages.info(request, AlreadyApplied.sentence)
    return redirect("account.status.status", application.pk)


def count_me_in(request: HttpRequest, account: Account, application: UUID) -> HttpResponse:
    """Count a sign-up whose owner came by another way than the code of the sign-up."""
    who = account.application(application)
    _count(who, account)
    messages.success(request, "You are signed up. A letter that says so is on its way.")
    return redirect("account.status.status", who.pk)


def _count(application: Application, account: Account) -> None:
    actions.confirm_address(application=application, by=account.person, at=clock.now())


def status(request: HttpRequest, account: Account, application: UUID) -> HttpResponse:
    """Show where the sign-up stands and what can be done about it."""
    who = account.application(application)
    matched = account.has_been_matched(who)
    stands = _stands(who, matched=matched)
    shown = {
        "who": who,
        "scheme": who.cohort.scheme,
        "stands": stands,
        "colour": COLOURS.get(stands, "grey"),
        "hears_on": hears_on(who.cohort),
        "matched": matched,
        "state": State,
    }
    return render(request, "account/status/status.html", shown)


def _stands(application: Application, *, matched: bool) -> str:
    if application.state in {State.RECEIVED, State.ACCEPTED}:
        late = clock.today() > hears_on(application.cohort)
        return "Matched" if matched else "Waiting" if late else "Received"
    return {
        State.UNCONFIRMED: "Not counted yet",
        State.NOTICED: "Matched" if matched else "You have a place",
        State.DECLINED: "Not this time",
        State.WITHDRAWN: "You have withdrawn",
        State.OPTED_OUT: "You have said no",
    }[State(application.state)]


def wishes(request: HttpRequest, account: Account, application: UUID) -> HttpResponse:
    """Change what somebody wants of the match, until it is made; from then on nobody reads it, its owner included."""
    who = account.application(application)
    if not account.may_change_wishes(who):
        messages.info(request, TooLate.sentence if account.has_heard(who) else BEING_TOLD)
        return redirect("account.status.status", who.pk)
    form = ChangeWishes(who, request.POST) if request.method == "POST" else ChangeWishes(who)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_wishes(application=who, given=form.given(), by=account.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your wishes are changed.")
            return redirect("account.status.status", who.pk)
    back = ("Your sign-up", reverse("account.status.status", args=[who.pk]))
    return render(
        request, "account/status/wishes.html", {"form": form, "who": who, "scheme": who.cohort.scheme, "back": back}
    )


def withdraw(request: HttpRequest, account: Account, application: UUID) -> HttpResponse:
    """Ask whether somebody is sure, then let them step back; who has a partner stops on the pair's page."""
    who = account.application(application)
    if account.has_been_matched(who) or not (who.is_in or who.state == State.UNCONFIRMED):
        return redirect("account.status.status", who.pk)
    if request.method == "POST":
        leave(application=who, by=account.person, at=clock.now())
        messages.success(request, "You have withdrawn. Nothing more is sent to you.")
        return redirect("account.status.status", who.pk)
    return render(request, "account/status/withdraw.html", {"who": who, "scheme": who.cohort.scheme})


def come_back(request: HttpRequest, account: Account, application: UUID) -> HttpResponse:
    """Take part after all."""
    who = account.application(application)
    actions.come_back(application=who, by=account.person, at=clock.now())
    messages.success(request, "You take part again.")
    return redirect("account.status.status", who.pk)
