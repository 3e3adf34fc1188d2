"""Answering a letter in one press, without sign-in: names nobody, and nothing changes unless a choice is made.

Mail scanners open links and send forms as they find them. So opening changes nothing, no answer is chosen in advance,
and a form sent as it stands is refused in words; whoever holds the link can do no more than answer one question.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.visitor import reply_at
from pares.pages.fields import PagesForm, RadiosField
from pares.stages.mentoring.actions import answer as record
from pares.stages.mentoring.models import Asks, Choice, Reply

YES = {Asks.CONTACT: "We have been in touch", Asks.MEETING: "We have met"}
HINTS: dict[str, str] = {
    Choice.CALL: "A lead of the scheme will call or write to you. You do not have to say why here.",
    Choice.STOP: "No more reminders about this match. Letters about the match itself still come.",
}
TAKE_BACK = "take_back"
# Not "no-referrer": browsers then send the form without an origin, and it is refused. The site's own "same-origin"
# keeps the link from everybody else.
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class OneChoice(PagesForm):
    """One question, nothing chosen yet."""

    choice = RadiosField("", choices=(), hints=HINTS, missing="Select one of the answers")

    def __init__(self, *args: object, reply: Reply, **kwargs: object) -> None:
        """Put a letter's question; an answer already given can be changed or taken back."""
        super().__init__(*args, **kwargs)
        said = [(choice.value, in_words(choice, reply)) for choice in Choice if choice != reply.choice]
        back = [(TAKE_BACK, "Take my answer back")] if reply.choice else []
        field = self.fields["choice"]
        field.choices = said + back  # type: ignore[attr-defined]
        field.label = "Change your answer" if reply.choice else reply.get_asks_display()
        # The question is the page's heading until it has been answered.
        field.heading, field.size = not reply.choice, "m" if reply.choice else "l"  # type: ignore[attr-defined]


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Put the question, take the answer, and show it with a way to change it."""
    reply = reply_at(token)
    form = OneChoice(posted(request), reply=reply)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["choice"]
        try:
            record(reply=reply, choice=None if chosen == TAKE_BACK else Choice(chosen), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public.answer.answer", token=token)
    return _page(request, reply, form)


def in_words(choice: str, reply: Reply) -> str:
    """Return an answer as the page says it."""
    return YES[Asks(reply.asks)] if choice == Choice.YES else Choice(choice).label


def _page(request: HttpRequest, reply: Reply, form: OneChoice) -> HttpResponse:
    shown = {
        "form": form,
        "question": reply.get_asks_display(),
        "said": in_words(reply.choice, reply) if reply.choice else "",
        "choice": reply.choice,
        "meeting": reply.asks == Asks.MEETING,
        "over": reply.pair.ended_at is not None or reply.pair.cohort.closed_at is not None,
    }
    page = render(request, "public/answer/answer.html", shown)
    for name, value in HEADERS.items():
        page.headers[name] = value
    return page
