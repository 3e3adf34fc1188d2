"""What anybody may send in from outside: how often, and what is said to those who do it more often."""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.refusal import Refused
from pares.pages.fields import PagesForm

_ACTION, _AGAIN = "send_in", "change_sent_in"


class TooMany(Refused):
    """So much was sent from one place, or from everywhere, that editors could not read it."""

    sentence = (
        "Too much has been sent in to this site in a short time. Nothing was saved. What you wrote still stands here: "
        "send it again in an hour."
    )


def too_many(request: HttpRequest) -> bool:
    """Count what is sent in, and tell whether it is too much for one network in an hour or for the site in a day."""
    return not ratelimit.consume(request, action=_ACTION, key="site")


def too_often(request: HttpRequest, sent_in: str) -> bool:
    """Count how often something sent in is written anew by its author, and tell whether it is too often in an hour."""
    return not ratelimit.consume(request, action=_AGAIN, key=sent_in)


def refuse_too_many(request: HttpRequest, form: PagesForm, template: str, about: dict[str, Any]) -> HttpResponse:
    """Answer 429 with the form as it was filled in."""
    form.refuse(TooMany())
    return render(request, template, {"form": form, **about}, status=429)
