"""Telling of a new post while a pair stands: site, team, supervisors, and the address that letters go to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.account.moved_forms import OTHER, Moved
from pares.pages.actors.account import Account
from pares.stages.mentoring.changeover.actions import tell_post


def moved(request: HttpRequest, account: Account, application: UUID) -> HttpResponse:
    """Ask what is new, take it down, and lead on to another address where that is wanted."""
    who = account.application(application)
    if not account.has_been_matched(who):
        return redirect("account.status.status", who.pk)
    form = Moved(posted(request), application=who)
    if request.method == "POST" and form.is_valid():
        try:
            tell_post(application=who, by=account.person, at=clock.now(), **form.post())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Thank you. What you told us is saved.")
            wants_other = form.cleaned_data["address"] == OTHER
            return redirect("account.details.address" if wants_other else f"{who.part}.home.home")
    back = ("Your mentoring", reverse(f"{who.part}.home.home"))
    return render(request, "account/moved/moved.html", {"form": form, "who": who, "back": back})
