"""Search over everything anybody may read: by address, without JavaScript, and without a trace."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix
from django.utils.http import urlencode

from pares.ground.finding import actions
from pares.ground.finding.asking import LONGEST
from pares.ground.finding.engine import NoFullTextError
from pares.ground.finding.search import find, is_empty
from pares.pages.public.findable import KINDS

SHOWN = 20
AGAIN = "exact"


def search(request: HttpRequest) -> HttpResponse:
    """Show what answers `?q=`, all of it or one kind; without an index, make it first."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST]
    kind = request.GET.get("kind", "")
    try:
        if is_empty():
            actions.refresh()
    except NoFullTextError:
        return render(request, "public/search/nowhere.html")
    findings = find(words, exact=AGAIN in request.GET)
    every = findings.found
    found = [each for each in every if each.kind == kind or kind not in KINDS]
    about = {
        "words": words,
        "findings": findings,
        "found": found[:SHOWN],
        "of": len(found),
        "kinds": _kinds(words, kind, Counter(each.kind for each in every), exact=AGAIN in request.GET),
        "labels": KINDS,
        "root": get_script_prefix(),
        "again": _address(words, exact=True),
    }
    return render(request, "public/search/search.html", about)


def _kinds(words: str, chosen: str, counted: Counter[str], *, exact: bool) -> list[tuple[str, int, str, bool]]:
    """Return what the results can be narrowed to: label, how many, address, whether it is chosen."""
    everything = ("Everything", counted.total(), _address(words, exact=exact), chosen not in KINDS)
    narrowed = (
        (label, counted[kind], _address(words, kind, exact=exact), chosen == kind)
        for kind, label in KINDS.items()
        if counted[kind] or chosen == kind
    )
    return [everything, *narrowed]


def _address(words: str, kind: str = "", *, exact: bool) -> str:
    return "?" + urlencode({"q": words} | ({"kind": kind} if kind else {}) | ({AGAIN: 1} if exact else {}))
