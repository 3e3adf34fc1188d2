"""The start page: what peer mentoring is, what a scheme is, when things happen, where to turn, where to go."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground import clock
from pares.ground.people.models import Person
from pares.ground.wording.helplines import helplines
from pares.pages.account.doors import doors
from pares.pages.account.open_scheme import may_open
from pares.pages.actors.account import Account
from pares.pages.public.outlines import outline, shipped, usual_starts

EXAMPLES = ("foundation-4", "core-6")
# The numbers on the start page; the page behind the link has them all.
FIRST_CALLS = 4


def home(request: HttpRequest) -> HttpResponse:
    """Show the start page; whoever is signed in sees their own places first."""
    today = clock.today()
    timelines = [shipped()[key] for key in EXAMPLES]
    examples = [outline(timeline, usual_starts(timeline, today, 1)[0]) for timeline in timelines]
    about = {
        "examples": [(example, example.chart(today)) for example in examples],
        "helplines": helplines()[:FIRST_CALLS],
        "places": doors(Account(request.user)) if isinstance(request.user, Person) else [],
        "may_open": may_open(request.user) if isinstance(request.user, Person) else settings.WHO_MAY_OPEN == "anyone",
    }
    return render(request, "public/home/home.html", about)
