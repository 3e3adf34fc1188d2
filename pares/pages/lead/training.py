"""Training as the leads run it: sessions, invitations, who is trained, and what counts instead."""

from operator import attrgetter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.letters import kinds
from pares.ground.letters.actions import known
from pares.ground.letters.worded import worded
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.inert import inert
from pares.pages.lead.training_forms import EquivalentForm, PlanForm, SessionForm
from pares.pages.rendering import counted
from pares.stages.training import actions, inviting
from pares.stages.training.models import Session, SessionKind, with_training
from pares.stages.training.rules import refuse_fixed


def sessions(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """List a cohort's sessions, and its mentors with what makes each of them trained."""
    run = lead.cohort(cohort)
    listed = list(lead.sessions(run))
    mentors = with_training(lead.people(run).mentors().counted()).select_related("equivalent")
    shown = {
        "sessions": listed,
        "invited": inviting.invited_counts(listed),
        "hours": {each.pk: inviting.hours(each) for each in listed},
        "mentors": sorted(
            mentors.prefetch_related("attendances__session").order_by("person__name", "pk"), key=attrgetter("trained")
        ),
    }
    return render_lead(request, "lead/training/sessions.html", lead, run, shown)


def plan(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Plan a session; nobody hears of it before the invitations."""
    run = lead.cohort(cohort)
    form = PlanForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.plan_session(cohort=run, **form.cleaned_data, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The session on {in_words(made.on)} is planned. Nobody has been invited yet.")
            return _to_session(made)
    return render_lead(request, "lead/training/plan.html", lead, run, {"form": form})


def session(request: HttpRequest, lead: Lead, cohort: str, session: UUID) -> HttpResponse:
    """Show one session: when and where, who was asked, and what can be done."""
    run = lead.cohort(cohort)
    found = lead.session(run, session)
    waiting = len(inviting.to_invite(found))
    open_still = found.cancelled_at is None and found.on >= clock.today()
    shown = _about(found) | {
        "invited": inviting.invited_counts([found]).get(found.pk, 0),
        "to_invite": waiting if open_still else 0,
        "can_change": _can_change(found),
        "past": found.on <= clock.today(),
    }
    return render_lead(request, "lead/training/session.html", lead, run, shown)


def invite(request: HttpRequest, lead: Lead, cohort: str, session: UUID) -> HttpResponse:
    """Show the invitation as it will arrive, and send it."""
    run = lead.cohort(cohort)
    found = lead.session(run, session)
    if request.method == "POST":
        try:
            asked = actions.invite(session=found, by=lead.person, at=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"{counted(asked, 'mentor')} invited. The letters leave within working hours.")
        return _to_session(found)
    mentors = list(inviting.to_invite(found))
    letter = _sample(run, found, mentors[0].person.name if mentors else "")
    shown = _about(found) | {
        "mentors": mentors,
        "letter": letter,
        "words": inert(letter.html),
        "confirm": f"Invite {counted(len(mentors), 'mentor')}",
        "cancel": _address(found),
    }
    return render_lead(request, "lead/training/invite.html", lead, run, shown)


def move(request: HttpRequest, lead: Lead, cohort: str, session: UUID) -> HttpResponse:
    """Change when or where a session is; everybody invited is told."""
    run = lead.cohort(cohort)
    found = lead.session(run, session)
    initial = {name: getattr(found, name) for name in ("on", "starts", "minutes", "place")}
    form = SessionForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_session(session=found, **form.cleaned_data, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The change is saved, and everybody invited is told.")
            return _to_session(found)
    shown = _about(found) | {"form": form, "invited": inviting.invited_counts([found]).get(found.pk, 0)}
    return render_lead(request, "lead/training/move.html", lead, run, shown)


def cancel(request: HttpRequest, lead: Lead, cohort: str, session: UUID) -> HttpResponse:
    """Say what calling a session off means, and do it."""
    run = lead.cohort(cohort)
    found = lead.session(run, session)
    if request.method == "POST":
        try:
            actions.cancel_session(session=found, by=lead.person, at=clock.now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "The session is called off, and everybody invited is told.")
        return _to_session(found)
    shown = _about(found) | {
        "invited": inviting.invited_counts([found]).get(found.pk, 0),
        "confirm": "Call the session off",
        "danger": True,
        "cancel": _address(found),
    }
    return render_lead(request, "lead/training/cancel.html", lead, run, shown)


def equivalent(request: HttpRequest, lead: Lead, cohort: str, mentor: UUID) -> HttpResponse:
    """Accept training that a mentor did elsewhere."""
    run = lead.cohort(cohort)
    who = lead.mentor(run, mentor)
    held = getattr(who, "equivalent", None)
    form = EquivalentForm(posted(request), initial={"kind": held.kind, "on": held.on} if held else {})
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_equivalent(mentor=who, **form.cleaned_data, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{who.person} counts as trained.")
            return _to_sessions(run)
    shown = {"mentor": who, "held": held, "form": form}
    return render_lead(request, "lead/training/equivalent.html", lead, run, shown)


def take_back(request: HttpRequest, lead: Lead, cohort: str, mentor: UUID) -> HttpResponse:
    """Undo an acceptance made by mistake."""
    run = lead.cohort(cohort)
    who = lead.mentor(run, mentor)
    actions.take_back_equivalent(mentor=who, by=lead.person, at=clock.now())
    messages.success(request, f"The other training of {who.person} no longer counts.")
    return _to_sessions(run)


def _about(found: Session) -> dict[str, object]:
    sessions_page = reverse("lead.training.sessions", kwargs=_where(found.cohort))
    return {"session": found, "hours": inviting.hours(found), "back": ("Training", sessions_page), "breadcrumbs": None}


def _can_change(found: Session) -> bool:
    try:
        refuse_fixed(found)
    except Refused:
        return False
    return True


def _sample(run: Cohort, found: Session, name: str) -> kinds.Written:
    kind = worded(inviting.INVITATIONS[SessionKind(found.kind)], run.scheme)
    return kind.write(known(name, run.scheme, run) | {"name": name} | inviting.values(found))


def _where(cohort: Cohort) -> dict[str, Any]:
    return {"scheme": cohort.scheme.slug, "cohort": cohort.slug}


def _address(found: Session) -> str:
    return reverse("lead.training.session", kwargs=_where(found.cohort) | {"session": found.pk})


def _to_session(found: Session) -> HttpResponse:
    return redirect(_address(found))


def _to_sessions(run: Cohort) -> HttpResponse:
    return redirect(reverse("lead.training.sessions", kwargs=_where(run)))
