"""What other search engines are told: every page worth finding, and where the list of them is."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse

from pares.pages.public.findable import documents

MORE = ("public.home.home", "public.start.start")
"""Pages that are not found by their own words."""


def sitemap(request: HttpRequest) -> HttpResponse:
    """List the full address of every page anybody may read, with the day its words last changed."""
    shown = {"pages": sorted(set(listed()), key=lambda page: page[0])}
    return render(request, "public/sitemap/sitemap.xml", shown, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Let everything public be listed; a demo, where everybody is invented, asks not to be."""
    words = "Disallow: /" if settings.DEMO else f"Allow: /\nSitemap: {settings.URL}{reverse('public.sitemap.sitemap')}"
    return HttpResponse(f"User-agent: *\n{words}\n", content_type="text/plain")


def listed() -> Iterator[tuple[str, date | None]]:
    """Yield the full address of each page, and the day its words last changed where we know it."""
    for name in MORE:
        yield f"{settings.URL}{reverse(name)}", None
    for document in documents():
        places = {document.address, *(section.address or document.address for section in document.sections)}
        for place in places:
            yield f"{settings.URL}{get_script_prefix()}{place}", document.changed
