"""The third door: everything a reader may take away without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.guide.directory.schemes import directory
from pares.guide.handbook.evidence import studies
from pares.pages.public.outlines import shipped


def resources(request: HttpRequest) -> HttpResponse:
    """List the timelines, the directory, the evidence and the agreement."""
    about = {
        "timelines": sorted(shipped().values(), key=lambda timeline: timeline.months),
        "rows": len(directory().schemes),
        "edition": directory().edition,
        "studies": len(studies()),
    }
    return render(request, "public/resources/resources.html", about)
