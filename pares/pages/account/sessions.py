"""Sessions: how long they last, and what was proved in them."""

from datetime import datetime, timedelta

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.contrib.auth import logout as end_session
from django.http import HttpRequest

from pares.ground import clock
from pares.ground.people.actions import note_sign_in
from pares.ground.people.models import Person
from pares.pages.account.session_store import OWN_DEVICE
from pares.pages.actors.account import Account

A_DAY_AT_WORK = timedelta(hours=12)
ON_OWN_DEVICE = timedelta(days=30)
FRESH = timedelta(minutes=10)
RECENT = timedelta(minutes=15)

_ASKED_TO_STAY = "asked_to_stay"
_PROVED = "proved"
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def ask_to_stay(request: HttpRequest, *, own_device: bool) -> None:
    """Remember, until the sign-in is complete, that somebody says this is their own device."""
    request.session[_ASKED_TO_STAY] = own_device


def begin(request: HttpRequest, person: Person) -> None:
    """Set how long a session that has just begun lasts, and note the sign-in.

    30 days on the own device of a mentor or mentee; otherwise until the browser closes, and 12 hours at most.
    """
    asked = bool(request.session.pop(_ASKED_TO_STAY, False))
    stays = asked and not Account(person).has_duties()
    request.session[OWN_DEVICE] = stays
    request.session.set_expiry(ON_OWN_DEVICE if stays else A_DAY_AT_WORK)
    note_sign_in(person=person, at=clock.now())


def narrow(request: HttpRequest) -> None:
    """End a 30-day session within the day: its owner has come to answer for other people."""
    if request.session.get(OWN_DEVICE):
        request.session[OWN_DEVICE] = False
        request.session.set_expiry(A_DAY_AT_WORK)


def sign_in_as(request: HttpRequest, person: Person) -> None:
    """Sign somebody in without asking for anything. Only for the demo's one-tap sign-in, where all are invented."""
    if request.user.is_authenticated:
        end_session(request)
    record_authentication(request, person, method="demo")
    prove(request, person, second_step=True)
    login(request, person, backend=_BACKEND)
    begin(request, person)


def prove(request: HttpRequest, person: Person, *, second_step: bool) -> None:
    """Note that this person has just proved who they are, by a code or by their second step."""
    before = _proved(request, person)
    request.session[_PROVED] = {
        "person": str(person.pk),
        "second_step": second_step or bool(before.get("second_step")),
        "code_at": before.get("code_at") if second_step else clock.now().isoformat(),
        "second_step_at": clock.now().isoformat() if second_step else before.get("second_step_at"),
    }


def took_second_step(request: HttpRequest, person: Person) -> bool:
    """Tell whether this session has passed this person's second step."""
    return bool(_proved(request, person).get("second_step"))


def is_fresh(request: HttpRequest, person: Person, *, second_step: bool) -> bool:
    """Tell whether this person proved who they are in the last ten minutes, by code or by their second step."""
    return _within(request, person, FRESH, second_step=second_step)


def proved_lately(request: HttpRequest, person: Person, *, second_step: bool) -> bool:
    """Tell whether this person proved who they are in the last fifteen minutes, as `is_fresh` takes it."""
    return _within(request, person, RECENT, second_step=second_step)


def _within(request: HttpRequest, person: Person, time: timedelta, *, second_step: bool) -> bool:
    at = _proved(request, person).get("second_step_at" if second_step else "code_at")
    return bool(at) and abs(clock.now() - datetime.fromisoformat(str(at))) <= time


def _proved(request: HttpRequest, person: Person) -> dict[str, object]:
    """Return what this person proved in this session; nothing of what somebody else did."""
    proved = request.session.get(_PROVED)
    return proved if isinstance(proved, dict) and proved.get("person") == str(person.pk) else {}
