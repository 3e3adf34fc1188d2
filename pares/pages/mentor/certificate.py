"""A mentor's own certificates and statements."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from pares.ground import clock
from pares.ground.files.pdf import PDF_TYPE, Undrawable
from pares.pages.actors import Partner
from pares.stages.recognition import papers, records


def certificates(request: HttpRequest, mentor: Partner) -> HttpResponse:
    """Show what was issued to this mentor, and how each proof stands in the cohorts still without a certificate."""
    issued = list(mentor.certificates())
    with_one = {each.mentor_id for each in issued if each.is_certificate}
    on_the_way = [
        records.standing_for_the_mentor(each)
        for each in mentor.parts().counted().order_by("-cohort__starts_on")
        if each.pk not in with_one
    ]
    surveys = list(mentor.surveys_to_answer().in_words())
    context = {
        "issued": [(each, papers.figures(each.facts)) for each in issued],
        "on_the_way": on_the_way,
        "surveys": [each for each in surveys if each.survey.takes_answers(clock.today())],
        "verify_at": papers.verify_address(),
        "person": mentor.person,
    }
    return render(request, "mentor/certificate/certificates.html", context)


def download(request: HttpRequest, mentor: Partner, certificate: str) -> HttpResponse:
    """Hand out one of them as a PDF; where the name cannot be printed, say which letters are in the way."""
    found = mentor.certificate(certificate)
    try:
        content = papers.paper(found)
    except Undrawable as refused:
        messages.error(request, str(refused))
        return redirect("mentor.certificate.certificates")
    name = f"{found.kind}-{slugify(found.facts['scheme'])[:60] or 'mentoring'}.pdf"
    return HttpResponse(
        content, content_type=PDF_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
