"""The two questions after a changeover, from a letter and without sign-in: is your post as it was, shall we go on.

As with every answer from a letter: opening changes nothing, no choice is made in advance, nobody is named, and whoever
holds the link can do no more than answer one question.
"""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.visitor import check_at, going_on_at
from pares.pages.fields import PagesForm, RadiosField
from pares.pages.public.answer import HEADERS, TAKE_BACK
from pares.stages.mentoring.changeover.actions import answer_check, answer_going_on
from pares.stages.mentoring.changeover.models import ChangeoverCheck, Said, Wants
from pares.stages.mentoring.changeover.rules import has_partner, is_open

POST = "Is your post as it was?"
GO_ON = "Would you like to go on as the two of you are?"
_HINTS: dict[str, str] = {
    Said.CHANGED: "You sign in next, and tell us what is new.",
    Wants.OTHER: "Nobody asks why, and nobody is told that you said so.",
}


class OneOfTwo(PagesForm):
    """One question with two answers, nothing chosen yet; an answer already given can be changed or taken back."""

    choice = RadiosField("", choices=(), hints=_HINTS, missing="Select one of the answers")

    def __init__(
        self, *args: object, question: str, answers: Iterable[tuple[str, str]], said: str, **kw: object
    ) -> None:
        """Take the question, its two answers, and which of them was given before."""
        super().__init__(*args, **kw)
        others = [(key, words) for key, words in answers if key != said]
        field = self.fields["choice"]
        field.choices = [*others, *([(TAKE_BACK, "Take my answer back")] if said else [])]  # type: ignore[attr-defined]
        field.label = "Change your answer" if said else question
        field.heading, field.size = not said, "m" if said else "l"  # type: ignore[attr-defined]


def check(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether somebody's post is as it was; "something has changed" leads to where they say what."""
    asked = check_at(token)
    form = OneOfTwo(posted(request), question=POST, answers=Said.choices, said=asked.said)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["choice"]
        said = None if chosen == TAKE_BACK else Said(chosen)
        try:
            answer_check(check=asked, said=said, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(_moved(asked)) if said is Said.CHANGED else redirect("public.changeover.check", token)
    shown = {"question": POST, "said": asked.said, "words": asked.get_said_display(), "moved": _moved(asked)}
    over = not has_partner(asked.application)
    return _page(request, "check", form, shown | {"over": over, "confirmed": asked.confirmed_at is not None})


def going_on(request: HttpRequest, token: str) -> HttpResponse:
    """Ask one partner whether they would like to go on; the other's answer changes nothing here."""
    asked = going_on_at(token)
    form = OneOfTwo(posted(request), question=GO_ON, answers=Wants.choices, said=asked.wants)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["choice"]
        try:
            answer_going_on(answer=asked, wants=None if chosen == TAKE_BACK else Wants(chosen), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("public.changeover.going_on", token)
    shown = {"question": GO_ON, "said": asked.wants, "words": Wants(asked.wants).label if asked.wants else ""}
    return _page(request, "going_on", form, shown | {"over": not is_open(asked.question)})


def _moved(asked: ChangeoverCheck) -> str:
    return reverse("account.moved.moved", kwargs={"application": asked.application_id})


def _page(request: HttpRequest, name: str, form: OneOfTwo, shown: dict[str, object]) -> HttpResponse:
    page = render(request, f"public/changeover/{name}.html", {"form": form, **shown})
    for header, value in HEADERS.items():
        page.headers[header] = value
    return page
