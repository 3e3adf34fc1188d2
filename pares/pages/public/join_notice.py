"""One press to say no, from the letter to people on an opt-out list: no sign-in, no names, GET changes nothing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.pages.actors.visitor import listed_at
from pares.pages.fields import PagesForm, TickField
from pares.stages.recruitment.actions import come_back, opt_out
from pares.stages.recruitment.models import State
from pares.stages.recruitment.rules import Matched


class SayNo(PagesForm):
    """The one choice, not ticked."""

    no = TickField("I do not want to take part", missing="Tick “I do not want to take part”, or close this page")


class SayYes(PagesForm):
    """The way back, not ticked."""

    yes = TickField("I want to take part after all", missing="Tick “I want to take part after all”, or close this page")


@never_cache
def notice(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody on an opt-out list say no, and take it back."""
    listed = listed_at(token)
    out = listed.state == State.OPTED_OUT
    asked: type[PagesForm] = SayYes if out else SayNo
    form = asked(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            (come_back if out else opt_out)(application=listed, by=listed.person, at=clock.now())
        except Matched as refused:
            form.refuse(refused)
        else:
            done = "You are back on the list." if out else "You do not take part. Nothing more is sent to you."
            messages.success(request, done)
            return redirect("public.join_notice.notice", token)
    elsewhere = listed.state not in {State.NOTICED, State.RECEIVED, State.ACCEPTED, State.OPTED_OUT}
    shown = {"form": form, "listed": listed, "scheme": listed.cohort.scheme, "out": out, "elsewhere": elsewhere}
    return render(request, "public/join_notice/notice.html", shown)
