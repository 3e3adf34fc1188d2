"""Checking a certificate by its code and its holder's surname."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from pares.ground.refusal import Refused
from pares.pages.account.forms import posted
from pares.pages.actors.visitor import verified
from pares.pages.fields import PagesForm, TextField

_ACTION = "verify_certificate"


class TooManyChecks(Refused):
    """Certificates were checked so often from one place that guessing must be ruled out."""

    sentence = "Certificates were checked 20 times from your network in the last hour. Try again in an hour."


class WhichCertificate(PagesForm):
    """What a reader of a certificate has in hand."""

    code = TextField(
        "Certificate code",
        hint="32 letters and digits at the foot of the certificate. Spaces and dashes do not matter.",
        missing="Enter the certificate code",
        max_length=80,
    )
    surname = TextField(
        "Surname of the holder", hint="As on the certificate.", missing="Enter the holder's surname", max_length=100
    )


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is valid; a wrong code, a wrong surname and one taken back get the same answer."""
    form = WhichCertificate(posted(request))
    if not form.is_valid():
        return render(request, "public/verify/check.html", {"form": form})
    if not ratelimit.consume(request, action=_ACTION):
        form.refuse(TooManyChecks())
        return render(request, "public/verify/check.html", {"form": form}, status=429)
    found = verified(form.cleaned_data["code"], form.cleaned_data["surname"])
    return render(request, "public/verify/answer.html", {"certificate": found})
