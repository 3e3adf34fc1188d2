"""Choosing between up to three mentors. What is chosen is sealed as it arrives; only its owner sees it again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.partner import Partner
from pares.pages.fields import PagesForm, RadiosField, SelectField
from pares.pages.partnership import render_partner
from pares.stages.matching.shortlists import actions
from pares.stages.matching.shortlists.answering import Answer, Way, answered
from pares.stages.matching.shortlists.models import Shortlisted
from pares.stages.recruitment import wishes
from pares.stages.recruitment.models import Application

PLACES = {"first": "First choice", "second": "Second choice", "third": "Third choice"}
_ELSE = "We try. If nobody else is free it may still be one of them, and you can ask for a change at any time."


class ChooseForm(PagesForm):
    """Which mentor somebody would like: some of them in order, any of them, or somebody else."""

    def __init__(self, lines: Sequence[Shortlisted], told: Answer | None, *args: Any, **kwargs: Any) -> None:
        """Take the mentors who can be chosen, and what was answered before."""
        super().__init__(*args, initial=_as_told(lines, told), **kwargs)
        self.accounts = {str(line.place): str(line.mentor.person_id) for line in lines}
        places = list(PLACES)[: len(lines)] if len(lines) > 1 else []
        self.fields["way"] = _way(places)
        for name in places:
            needed = {"missing": "Choose whom you would like most"} if name == "first" else {"required": False}
            self.fields[name] = SelectField(
                PLACES[name],
                choices=[(str(line.place), _called(line.mentor)) for line in lines],
                empty="Choose one" if name == "first" else "Nobody",
                **needed,
            )

    def clean(self) -> dict[str, Any] | None:
        """Refuse a mentor chosen twice; a place left empty is closed up."""
        told = super().clean() or {}
        chosen = [(name, told.get(name)) for name in PLACES if told.get(name)]
        for number, (name, mentor) in enumerate(chosen):
            if mentor in [each for _, each in chosen[:number]]:
                self.add_error(name, "You have chosen this mentor already: choose another, or nobody")
        return told

    def answer(self) -> Answer:
        """Return what was answered."""
        chosen = [self.cleaned_data.get(name) for name in PLACES]
        return Answer(Way(self.cleaned_data["way"]), tuple(self.accounts[each] for each in chosen if each))


def choose(request: HttpRequest, mentee: Partner, application: UUID) -> HttpResponse:
    """Show the mentors to choose between and keep what is chosen, until the last day is over."""
    who = mentee.part_in(application)
    listed = mentee.shortlist(who)
    shown: dict[str, Any] = {"who": who, "back": ("Your mentoring", reverse("mentee.home.home"))}
    if listed is None or not listed.choosing.is_open(clock.today()) or not who.is_in:
        return render_partner(request, "shortlist/over.html", mentee, shown | {"listed": listed})
    lines = list(listed.lines.in_words())
    told = answered(wishes.of(who)) if listed.answered_at else None
    form = ChooseForm(lines, told, posted(request))
    if request.method == "POST" and lines and form.is_valid():
        try:
            actions.answer(shortlist=listed, given=form.answer(), at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your answer is kept, and sealed. You can change it until choosing ends.")
            return redirect("mentee.shortlist.choose", who.pk)
    shown |= {"listed": listed, "lines": lines, "gone": listed.lines.count() - len(lines), "form": form}
    return render_partner(request, "shortlist/choose.html", mentee, shown)


def _way(places: Sequence[str]) -> RadiosField:
    """Return the question: with one mentor it is yes or no."""
    several = [
        (Way.ORDER, "I would like one of them most"),
        (Way.ANY, "Any of them is fine"),
        (Way.OTHERS, "None of these: please find me somebody else"),
    ]
    only = [(Way.ANY, "I would like this mentor"), (Way.OTHERS, "Please find me somebody else")]
    return RadiosField(
        "What would you like?",
        choices=several if places else only,
        hints={Way.OTHERS: _ELSE},
        reveals={Way.ORDER: places} if places else {},
        size="m",
    )


def _called(mentor: Application) -> str:
    """Return a name with what tells two of one name apart."""
    return ", ".join(str(each) for each in (mentor.person, mentor.grade, mentor.site) if each)


def _as_told(lines: Sequence[Shortlisted], told: Answer | None) -> dict[str, str]:
    """Return an answer as the form shows it; mentors who are gone leave no gap."""
    if told is None:
        return {}
    places = {str(line.mentor.person_id): str(line.place) for line in lines}
    chosen = [places[each] for each in told.order if each in places]
    return {"way": told.way, **dict(zip(PLACES, chosen, strict=False))}
