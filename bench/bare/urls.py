"""The product's addresses, and a view that does nothing: what is left is Django, our middleware and the server."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from pares.pages.access import guarded
from pares.pages.route import Audience, Route
from pares.urls import handler400, handler403, handler404, handler429, handler500
from pares.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer with one word."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", guarded(Route("bare/", "bare", Audience.PUBLIC), bare)), *of_the_site]
