"""Too much, too fast."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429."""
    return render(request, "account/limits/too_many.html", status=429)
