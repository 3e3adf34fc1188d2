"""Registers, for facilitators and leads: who of the mentors was at a session. Names only."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.calendar import in_words
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.member import Member
from pares.pages.facilitator.forms import RegisterForm
from pares.pages.rendering import counted
from pares.stages.evaluation.actions import launch
from pares.stages.evaluation.models import SurveyKind
from pares.stages.training.actions import record_register
from pares.stages.training.inviting import hours
from pares.stages.training.models import TRAINING_KINDS, Session, on_register
from pares.stages.training.rules import NotYet, refuse_register

DAYS_TO_ANSWER = timedelta(days=14)


def sessions(request: HttpRequest, member: Member) -> HttpResponse:
    """List the sessions of the scheme's open cohorts: those whose register can be kept, then those to come."""
    listed = list(member.registers())
    today = clock.today()
    shown = {
        "scheme": member.scheme,
        "begun": [each for each in reversed(listed) if each.on <= today],
        "coming": [each for each in listed if each.on > today],
        "hours": {each.pk: hours(each) for each in listed},
    }
    return render(request, "facilitator/register/sessions.html", shown)


def register(request: HttpRequest, member: Member, session: UUID) -> HttpResponse:
    """Show a session's mentors and take the ticks; before the day the names only."""
    found = member.register(session)
    mentors = list(on_register(found).select_related("person"))
    ticked = [str(each) for each in found.attendances.values_list("mentor", flat=True)]
    form = RegisterForm(posted(request), mentors=mentors, ticked=ticked)
    if request.method == "POST" and form.is_valid():
        try:
            came = record_register(session=found, **form.cleaned_data, by=member.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The register is saved: {counted(came, 'mentor')} came.")
            return redirect("facilitator.register.register", scheme=member.scheme.slug, session=found.pk)
    shown = {
        "scheme": member.scheme,
        "session": found,
        "hours": hours(found),
        "mentors": mentors,
        "form": form,
        "too_early": _too_early(found),
        "may_ask": _may_ask(found),
        "back": ("Sessions", reverse("facilitator.register.sessions", kwargs={"scheme": member.scheme.slug})),
    }
    return render(request, "facilitator/register/register.html", shown)


def survey(request: HttpRequest, member: Member, session: UUID) -> HttpResponse:
    """Send mentors the survey before the start: the register is the moment when they sit together."""
    found = member.register(session)
    closes_on = clock.today() + DAYS_TO_ANSWER
    try:
        launch(cohort=found.cohort, kind=SurveyKind.MENTOR_PRE, closes_on=closes_on, by=member.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"The survey is on its way to the mentors. It is open until {in_words(closes_on)}.")
    return redirect("facilitator.register.register", scheme=member.scheme.slug, session=found.pk)


def _may_ask(session: Session) -> bool:
    """Return whether the survey before the start can be sent from this register: at trainings, before it was sent."""
    training = session.kind in TRAINING_KINDS and session.attendances.exists()
    return training and not session.cohort.surveys.filter(kind=SurveyKind.MENTOR_PRE).exists()


def _too_early(session: Session) -> str:
    """Return why the register cannot be kept yet, or nothing."""
    try:
        refuse_register(session, clock.today())
    except NotYet as refused:
        return str(refused)
    return ""
