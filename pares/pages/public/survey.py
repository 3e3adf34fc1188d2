"""Answering a survey by the link in a letter: no sign-in, no name, once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from pares.ground import clock
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.visitor import invitation_at
from pares.pages.public.survey_forms import SurveyForm, named
from pares.stages.answers.results import questions
from pares.stages.evaluation import actions
from pares.stages.evaluation.models import Invitation
from pares.stages.evaluation.rules import AlreadyReturned, Closed


@never_cache
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the survey's questions on one page; say so where it was answered already, or is closed."""
    invitation = invitation_at(token)
    survey = invitation.survey
    asked = questions(survey.pk)
    if invitation.returned:
        return _page(request, "returned", invitation)
    if asked is None or not survey.takes_answers(clock.today()):
        return _page(request, "closed", invitation)
    form = SurveyForm(asked, posted(request))
    if form.is_valid():
        try:
            actions.submit(invitation=invitation, given=form.given, at=clock.now())
        except (AlreadyReturned, Closed):
            return redirect(request.path)
        except Refused as refused:
            form.refuse(Refused(str(refused), field=named(refused.field) if refused.field else None))
        else:
            return redirect(request.path)
    return _page(request, "answer", invitation, form=form, asked=asked)


def _page(request: HttpRequest, view: str, invitation: Invitation, **more: object) -> HttpResponse:
    survey = invitation.survey
    context = {"survey": survey, "cohort": survey.cohort, "scheme": survey.cohort.scheme}
    return render(request, f"public/survey/{view}.html", context | more)
