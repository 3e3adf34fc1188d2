"""A mentor's own certificates and statements."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify

from pares.ground.files.pdf import PDF_TYPE, Undrawable
from pares.pages.actors.partner import Partner
from pares.pages.partnership import render_partner
from pares.stages.recognition.papers import figures, paper, verify_address


def certificates(request: HttpRequest, mentor: Partner) -> HttpResponse:
    """Show what was issued to this mentor, with the figures on it and the code by which others check it."""
    shown = {
        "issued": [(each, figures(each.facts)) for each in mentor.certificates()],
        "verify_at": verify_address(),
        "person": mentor.person,
        "back": ("Your mentoring", reverse("mentor.home.home")),
    }
    return render_partner(request, "certificate/certificates.html", mentor, shown)


def download(request: HttpRequest, mentor: Partner, certificate: UUID) -> HttpResponse:
    """Hand out one of them as a PDF; where the name cannot be printed, say which letters are in the way."""
    found = mentor.certificate(certificate)
    try:
        content = paper(found)
    except Undrawable as refused:
        messages.error(request, str(refused))
        return redirect("mentor.certificate.certificates")
    name = f"{found.kind}-{slugify(found.facts['scheme'])[:60] or 'mentoring'}.pdf"
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=PDF_TYPE, headers=attached)
