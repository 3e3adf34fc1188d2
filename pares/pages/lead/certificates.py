"""Who of a cohort's mentors has which proofs, and issuing, waiving and taking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.lead import Lead
from pares.pages.actors.reach import NobodyHere
from pares.pages.fields import PagesForm, RadiosField
from pares.pages.lead.frame import render_lead
from pares.pages.rendering import counted
from pares.stages.evaluation.models import Survey, SurveyKind, SurveyState
from pares.stages.recognition import actions
from pares.stages.recognition.models import CertificateKind, Proof, Why
from pares.stages.recognition.records import Standing, standing, standings

WORDS = {"yes": "Yes", "waived": "Waived", "no": "No"}


class Waive(PagesForm):
    """Which proof a mentor need not bring, and why; there is no room for words of one's own."""

    proof = RadiosField("Which proof is waived?", choices=())
    why = RadiosField("Why?", choices=Why, hint="Nothing about anybody's health is asked or kept.")

    def __init__(self, now: Standing, *args: object) -> None:
        """Offer the proofs that are missing."""
        super().__init__(*args)
        self.fields["proof"].choices = [(proof.value, proof.label) for proof in now.missing]  # type: ignore[attr-defined]


def certificates(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show every mentor's proofs and documents, and what can be issued now."""
    found = lead.cohort(cohort)
    end = _end_survey(lead, found)
    everybody = standings(found)
    open_still = _is_open(end)
    shown = {
        "standings": everybody,
        "words": WORDS,
        "end": end,
        "evaluation": "open" if open_still else "closed" if end else "unsent",
        "due": [each for each in everybody if each.earned and not each.had(CertificateKind.CERTIFICATE)],
        "short": [] if open_still else [each for each in everybody if _falls_short(each)],
        "held": sum(each.holds(CertificateKind.CERTIFICATE) is not None for each in everybody),
    }
    return render_lead(request, "lead/certificates/certificates.html", lead, found, shown)


def award(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Issue every certificate that is due."""
    held = actions.award(cohort=lead.cohort(cohort), by=lead.person, at=clock.now())
    verb = "holds" if len(held) == 1 else "hold"
    messages.success(request, f"{counted(len(held), 'mentor')} {verb} a certificate now. New ones get a letter.")
    return redirect("lead.certificates.certificates", scheme=lead.scheme.slug, cohort=cohort)


def state(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Issue a statement to everybody who took part and falls short of a certificate."""
    try:
        new = actions.state_rest(cohort=lead.cohort(cohort), by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{counted(len(new), 'statement')} issued. Each mentor gets a letter.")
    return redirect("lead.certificates.certificates", scheme=lead.scheme.slug, cohort=cohort)


def mentor(request: HttpRequest, lead: Lead, cohort: str, mentor: UUID) -> HttpResponse:
    """Show one mentor's proofs and documents, and let a lead waive a proof."""
    found = lead.cohort(cohort)
    application = lead.mentor(found, mentor)
    now = standing(application)
    form = Waive(now, posted(request))
    if form.is_valid():
        proof, why = Proof(form.cleaned_data["proof"]), Why(form.cleaned_data["why"])
        try:
            actions.waive(mentor=application, proof=proof, why=why, by=lead.person, at=clock.now())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Waived: {proof.label.lower()}. This stands in the record of what leads did.")
            return _back_to(lead, cohort, mentor)
    shown = {
        "now": now,
        "form": form,
        "words": WORDS,
        "open_still": _is_open(_end_survey(lead, found)),
        "waivers": list(application.waivers.order_by("at")),
    }
    return render_lead(request, "lead/certificates/mentor.html", lead, found, shown)


def unwaive(request: HttpRequest, lead: Lead, cohort: str, mentor: UUID, proof: str) -> HttpResponse:
    """Take a waiver back."""
    application = lead.mentor(lead.cohort(cohort), mentor)
    if proof not in Proof.values:
        raise NobodyHere
    try:
        gone = actions.take_back_waiver(mentor=application, proof=Proof(proof), by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if gone:
            messages.success(request, f"No longer waived: {Proof(proof).label.lower()}.")
    return _back_to(lead, cohort, mentor)


def issue(request: HttpRequest, lead: Lead, cohort: str, mentor: UUID, kind: str) -> HttpResponse:
    """Issue one mentor's certificate or statement."""
    application = lead.mentor(lead.cohort(cohort), mentor)
    if kind not in CertificateKind.values:
        raise NobodyHere
    act = actions.award_one if kind == CertificateKind.CERTIFICATE else actions.state
    try:
        made = act(mentor=application, by=lead.person, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{made.get_kind_display()} issued. The mentor gets a letter.")
    return _back_to(lead, cohort, mentor)


def revoke(request: HttpRequest, lead: Lead, cohort: str, certificate: UUID) -> HttpResponse:
    """Ask whether a document shall be taken back, and do so."""
    found = lead.cohort(cohort)
    document = lead.certificate(found, certificate)
    if request.method == "POST":
        actions.revoke(certificate=document, by=lead.person, at=clock.now())
        messages.success(request, "Taken back. Whoever checks its code is told that it is not valid.")
        return _back_to(lead, cohort, document.mentor_id)
    return render_lead(request, "lead/certificates/revoke.html", lead, found, {"document": document})


def _end_survey(lead: Lead, cohort: Cohort) -> Survey | None:
    return lead.surveys(cohort).filter(kind=SurveyKind.MENTOR_END).first()


def _is_open(survey: Survey | None) -> bool:
    return survey is not None and survey.state == SurveyState.OPEN


def _falls_short(each: Standing) -> bool:
    return each.took_part and not each.earned and not each.issued


def _back_to(lead: Lead, cohort: str, mentor: UUID | None) -> HttpResponse:
    return redirect("lead.certificates.mentor", scheme=lead.scheme.slug, cohort=cohort, mentor=mentor)
