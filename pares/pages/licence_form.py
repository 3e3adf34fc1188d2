"""What is asked about a work's licence, wherever somebody says one: the state, and what that state needs."""

from typing import Any

from pares.ground import clock
from pares.guide.library.licences import LICENCES
from pares.guide.library.models import Licensed
from pares.guide.library.rules import AUDIENCES, STATES, Claim, State
from pares.pages.fields import DateField, LongTextField, PagesForm, RadiosField, SelectField, TextField, TickField

_SHOWN = "What shows this?"
_SHOWN_HINT = "The sentence on the owner’s page and the page’s address, or the letter: its date, from whom, its words."
_HINTS = {
    State.OWN: "You, or your organisation, made all of it, pictures too",
    State.OPEN: "Such as Creative Commons (CC BY), stated on the work or its page",
    State.OGL: "Stated on the page of a public body",
    State.GRANTED: "The owner has written that you may hand it on",
    State.REQUESTED: "You have asked, and the owner has not answered",
    State.LINK_ONLY: "All rights reserved",
    State.REFUSED: "The owner has said no",
    State.UNKNOWN: "Nobody has found out. Nothing is handed on until somebody does",
}
_GRANTED = ("granted_by", "granted_on", "granted_until", "granted_for", "granted_scope", "may_adapt", "granted_shown")


def _shown() -> LongTextField:
    return LongTextField(
        _SHOWN,
        rows=3,
        max_length=1000,
        hint=_SHOWN_HINT,
        missing="Enter what shows this, such as the sentence on the owner’s page and its address",
    )


class LicenceForm(PagesForm):
    """The state of a licence, and under each answer what it needs; `claim` is what was said."""

    state = RadiosField(
        "What do you know of its licence?",
        choices=[(state, STATES[state]) for state in _HINTS],
        hints={str(state): hint for state, hint in _HINTS.items()},
        reveals={
            State.OPEN.value: ["licence", "open_shown"],
            State.OGL.value: ["ogl_shown"],
            State.GRANTED.value: list(_GRANTED),
        },
        missing="Select what you know of its licence",
    )
    licence = SelectField(
        "Which licence?",
        choices=[(key, licence.name) for key, licence in LICENCES.items()],
        missing="Select which licence it is under",
    )
    open_shown = _shown()
    ogl_shown = _shown()
    granted_by = TextField("Who gave permission?", hint="The owner, or who answered for the owner.")
    granted_on = DateField("When was it given?", latest=clock.today)
    granted_until = DateField("Until when?", hint="The last day. Leave it empty if no end was set.", required=False)
    granted_for = SelectField("For whom?", choices=list(AUDIENCES.items()), missing="Select whom the permission is for")
    granted_scope = TextField("What does it cover?", max_length=500, required=False, hint="In the owner’s words.")
    may_adapt = TickField("It covers changed versions too", required=False)
    granted_shown = _shown()

    @property
    def claim(self) -> Claim:
        """What was said, to be judged by the rules; call it once the form is valid."""
        said = self.cleaned_data
        evidence = said.get("open_shown") or said.get("ogl_shown") or said.get("granted_shown") or ""
        return Claim(
            state=said["state"],
            licence=said.get("licence") or "",
            evidence=evidence,
            granted_by=said.get("granted_by") or "",
            granted_on=said.get("granted_on"),
            granted_until=said.get("granted_until"),
            granted_for=said.get("granted_for") or "",
            granted_scope=said.get("granted_scope") or "",
            may_adapt=bool(said.get("may_adapt")),
        )


def as_said(row: Licensed) -> dict[str, Any]:
    """Return the answers that a row's licence was said with, to begin a form with."""
    names = ("state", "licence", *(name for name in _GRANTED if name != "granted_shown"))
    said = {name: getattr(row, name) for name in names}
    return said | dict.fromkeys(("open_shown", "ogl_shown", "granted_shown"), row.standing.evidence)
