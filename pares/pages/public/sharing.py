"""May I share this? Three questions in the address, one answer, and the line of credit or the letter to go with it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground.letters.kinds import Written
from pares.ground.letters.worded import worded
from pares.ground.wording.current import current
from pares.guide.library import sharing as aid
from pares.guide.library.licences import LICENCES
from pares.guide.library.rules import Audience, Use
from pares.guide.library.sharing import Asked, Verdict, What
from pares.pages.fields import PagesForm, RadiosField, SelectField, TextField
from pares.pages.public.stacking import stacking
from pares.pages.public.standing import standing

LICENCE_HINT = "It stands on the owner’s page, often at its foot. If none is named, choose “I do not know”."
IN_THE_LETTER = {
    Use.LINK: "link to it from our pages",
    Use.QUOTE: "quote a short passage from it, with its source",
    Use.ADAPT: "change it to fit our scheme and hand out the changed version, saying that it is changed",
    Use.HAND_ON: "hand out copies, unchanged, with your name and the address of your page",
}
READERS = {
    Audience.MENTEES: "a mentee in our scheme",
    Audience.MENTORS: "the mentors in our scheme",
    Audience.EVERYONE: "everybody, on a public website",
}


class Question(PagesForm):
    """What somebody wants to do with what, for whom; the rest fills in the line of credit."""

    use = RadiosField("What do you want to do?", choices=list(aid.USES.items()), missing="Select what you want to do")
    what = RadiosField(
        "What is it?",
        choices=list(aid.WHATS.items()),
        missing="Select what it is",
        reveals={What.OPEN.value: ["licence"]},
        hints={What.OGL.value: "Much of what government departments and NHS England publish names this licence."},
    )
    licence = SelectField(
        "Which licence?",
        choices=[(key, each.name) for key, each in LICENCES.items()],
        hint=LICENCE_HINT,
        missing="Select which licence it is",
    )
    audience = RadiosField("Who is it for?", choices=list(aid.AUDIENCES.items()), missing="Select who it is for")
    title = TextField("Its title", required=False, max_length=200)
    owner = TextField("Who made it", required=False, max_length=200, hint="A person, a journal or an organisation")
    address = TextField("Where it is", required=False, max_length=500, hint="The address of the owner’s own page")

    @property
    def asked(self) -> Asked:
        """The question, once it is valid."""
        given = self.cleaned_data
        return Asked(Use(given["use"]), What(given["what"]), Audience(given["audience"]), given["licence"] or "")


def ask(request: HttpRequest) -> HttpResponse:
    """Ask the questions; an address that holds answers already, as the way back does, shows them again."""
    return _questions(request, Question(initial=request.GET.dict()))


def answer(request: HttpRequest) -> HttpResponse:
    """Give the one answer to what the address asks, or the questions again with what is missing."""
    if not request.GET:
        return redirect("public.sharing.ask")
    form = Question(request.GET)
    if not form.is_valid():
        return _questions(request, form)
    given, asked = form.cleaned_data, form.asked
    found = aid.answer(asked)
    about = {
        "answer": found,
        "asked": [
            ("What you want to do", aid.USES[asked.use]),
            ("What it is", f"{aid.WHATS[asked.what]}{_named(asked)}"),
            ("Who it is for", aid.AUDIENCES[asked.audience]),
        ],
        "terms": asked.terms if found.conditions else None,
        "credit": aid.credit(asked, title=given["title"], owner=given["owner"], address=given["address"]),
        "letter": _letter(asked, given) if found.verdict is Verdict.ASK else None,
        "change": f"{reverse('public.sharing.ask')}?{request.GET.urlencode()}",
    }
    return render(request, "public/sharing/answer.html", about)


def _questions(request: HttpRequest, form: Question) -> HttpResponse:
    words = current("handbook", "sharing")
    about = {"form": form, "words": words, "text": stacking(words.html), "standing": standing(request, words)}
    return render(request, "public/sharing/ask.html", about)


def _named(asked: Asked) -> str:
    return f": {asked.terms.name}" if asked.what is What.OPEN and asked.terms else ""


def _letter(asked: Asked, given: dict[str, Any]) -> Written:
    """Return the letter to the owner, with room for what only the reader knows."""
    return worded("ask_permission").write(
        {
            "owner_name": given["owner"] or "[the owner]",
            "work_title": given["title"] or "[title]",
            "found_at": given["address"] or "[where you found it]",
            "use_lines": IN_THE_LETTER[asked.use],
            "readers": READERS[asked.audience],
            "sender_name": "[your name]",
            "reply_address": "[your address]",
            "site_name": "[your scheme]",
        }
    )
