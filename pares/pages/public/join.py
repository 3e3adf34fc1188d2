"""Signing up as mentor or mentee: three short pages, kept in the session until the last, then a code by e-mail.

Wishes are asked on the last page, so they are never kept anywhere but sealed. Whether an address is known here is
not said before its owner has typed the code.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.people.actions import meet
from pares.ground.people.models import Person
from pares.ground.wording.current import accepted, agreement, current
from pares.ground.wording.rules import OtherWords
from pares.pages.account.sign_in import start_confirmation
from pares.pages.actors.reach import NobodyHere
from pares.pages.actors.visitor import open_cohort
from pares.pages.public.join_forms import PAGES, SignUpForm, YourWishes, YourWork, given
from pares.stages.recruitment.actions import apply
from pares.stages.recruitment.models import Part
from pares.stages.recruitment.rules import (
    AlreadyApplied,
    AlreadyOtherPart,
    NotOpen,
    hears_on,
    opening,
    refuse_closed,
)

APPLIED = "join.applied"
LAST = len(PAGES)
TITLES = ("About you", "Your work", "Your match")


def doors(request: HttpRequest, scheme: str, cohort: str) -> HttpResponse:
    """Ask whether somebody wants to be a mentor or to have one."""
    run = open_cohort(scheme, cohort)
    parts = [(part.value, *opening(run, part), _closed(run, part)) for part in Part]
    return render(request, "public/join/doors.html", {"cohort": run, "scheme": run.scheme, "parts": parts})


def start(request: HttpRequest, scheme: str, cohort: str, part: str) -> HttpResponse:
    """Say what signing up means, what is asked, and when they will hear; or why sign-up is closed."""
    run, taken = open_cohort(scheme, cohort), _part(part)
    shown = {"part": taken.value, "closed": _closed(run, taken), "hears_on": hears_on(run), "agreement": _in_short()}
    return render(request, "public/join/start.html", _framed(run, taken) | shown)


@never_cache
def page(request: HttpRequest, scheme: str, cohort: str, part: str, number: int) -> HttpResponse:
    """Ask one page of questions; the last one signs up."""
    run, taken = open_cohort(scheme, cohort), _part(part)
    if _closed(run, taken):
        return redirect("public.join.start", scheme, cohort, part)
    if not 1 <= number <= LAST:
        raise NobodyHere
    if (missing := _first_missing(request, run, taken)) < number:
        return redirect("public.join.page", scheme, cohort, part, missing)
    kept = _kept(request, run, taken)
    sent = request.POST if request.method == "POST" else None
    form = _form(request, run, taken, number, sent, initial=_initial(kept.get(str(number), {})))
    if request.method == "POST" and form.is_valid():
        if number < LAST:
            request.session[_key(run, taken)] = kept | {str(number): {k: request.POST.getlist(k) for k in form.fields}}
            return redirect("public.join.page", scheme, cohort, part, number + 1)
        try:
            return _sign_up(request, run, taken, form, accepted(request.POST.get("terms", "")))
        except OtherWords as refused:
            form.refuse(refused)
    shown = {"form": form, "number": number, "last": LAST, "title": TITLES[number - 1], "agreement": _in_short()}
    return render(request, "public/join/page.html", _framed(run, taken) | shown | {"full": agreement()})


def _sign_up(request: HttpRequest, run: Cohort, part: Part, wishes: SignUpForm, terms: str) -> HttpResponse:
    """Take the sign-up in, and go on to the code; the way on is the same for an address that is known."""
    about, work = (_form(request, run, part, number, _again(request, run, part, number)) for number in (1, 2))
    for number, form in ((1, about), (2, work)):
        if not form.is_valid():
            return redirect("public.join.page", run.scheme.slug, run.slug, part.value, number)
    person = _signed_in(request) or meet(email=_told(about, "email"), name=_told(about, "name"), at=clock.now())
    try:
        applied = _apply(run, person, part, terms, work, wishes)
    except (AlreadyApplied, AlreadyOtherPart):
        request.session.pop(APPLIED, None)
    else:
        request.session[APPLIED] = {"application": str(applied), "personal": _told(about, "personal_email")}
    request.session.pop(_key(run, part), None)
    return start_confirmation(request, person, reverse("account.status.confirm", args=[run.scheme.slug, run.slug]))


def _apply(  # noqa: PLR0913, PLR0917 - who, where, and what they said
    run: Cohort, person: Person, part: Part, terms: str, work: SignUpForm, wishes: SignUpForm
) -> Any:
    if not (isinstance(work, YourWork) and isinstance(wishes, YourWishes)):
        raise TypeError("The pages of the sign-up come in another order.")
    told = given(work, wishes)
    return apply(cohort=run, person=person, part=part, given=told, terms=terms, by=None, at=clock.now()).pk


def _form(  # noqa: PLR0913, PLR0917
    request: HttpRequest, run: Cohort, part: Part, number: int, sent: Any, initial: dict[str, Any] | None = None
) -> SignUpForm:
    return PAGES[number - 1](run, part, _signed_in(request), sent, initial=initial)


def _signed_in(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def _key(run: Cohort, part: Part) -> str:
    return f"join.{run.pk}.{part.value}"


def _kept(request: HttpRequest, run: Cohort, part: Part) -> dict[str, dict[str, list[str]]]:
    kept: dict[str, dict[str, list[str]]] = request.session.get(_key(run, part), {})
    return kept


def _again(request: HttpRequest, run: Cohort, part: Part, number: int) -> MultiValueDict[str, str]:
    return MultiValueDict(_kept(request, run, part).get(str(number), {}))


def _initial(kept: dict[str, list[str]]) -> dict[str, Any]:
    return {name: values[0] if len(values) == 1 else values for name, values in kept.items() if values}


def _first_missing(request: HttpRequest, run: Cohort, part: Part) -> int:
    kept = _kept(request, run, part)
    return next((number for number in range(1, LAST) if str(number) not in kept), LAST)


def _told(form: SignUpForm, name: str) -> str:
    return str(form.cleaned_data.get(name) or "")


def _closed(run: Cohort, part: Part) -> str:
    try:
        refuse_closed(run, part, clock.today())
    except NotOpen as refused:
        return str(refused)
    return ""


def _in_short() -> str:
    return current("handbook", "agreement-short").html


def _framed(run: Cohort, part: Part) -> dict[str, Any]:
    return {"cohort": run, "scheme": run.scheme, "part": part.value}


def _part(part: str) -> Part:
    if part not in Part.values:
        raise NobodyHere
    return Part(part)
