"""The library: what others have made and we, with the licence of each, and copies of what may be handed to anybody."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pares.ground import clock
from pares.guide.library.attribution import attribution, conditions
from pares.guide.library.gathering import work
from pares.guide.library.models import Resource, ResourceKind, read_bytes
from pares.guide.library.rules import AUDIENCES, USES, Audience, May, State, Verdict, reaches, uses
from pares.pages.actors import visitor
from pares.pages.fields import PagesForm, SelectField, TextField
from pares.pages.handing import hand
from pares.pages.library_shown import Tag, covers, tag

HANDED, LINKED, NOT_KNOWN = "handed-on", "link-only", "not-known"
SHARING = {HANDED: "May be handed on", LINKED: "Link only", NOT_KNOWN: "Not known"}
MAY: dict[str, str] = {May.YES: "Yes", May.CONDITIONS: "Yes, if", May.NO: "No"}


class Filters(PagesForm):
    """What a reader looks for; nothing of it must be filled in."""

    words = TextField("Search", required=False, max_length=100, hint="A title, an owner or what it is for.")
    kind = SelectField("Kind", choices=ResourceKind.choices, empty="All kinds", required=False)
    audience = SelectField("For", choices=list(AUDIENCES.items())[1:], empty="Anybody", required=False)
    sharing = SelectField("Licence", choices=list(SHARING.items()), empty="All licences", required=False)


@dataclass(frozen=True)
class Judged:
    """A record with its licence in words, and whether a copy may be handed to everybody."""

    row: Resource
    tag: Tag
    verdict: Verdict


def library(request: HttpRequest) -> HttpResponse:
    """Show the records asked for, each with its licence."""
    form, today = Filters(request.GET), clock.today()
    rows = [_judged(row, today) for row in visitor.resources()]
    wanted = form.cleaned_data if form.is_valid() else {}
    shown = {
        "form": form,
        "filtered": any(request.GET.get(name) for name in form.fields),
        "rows": [each for each in rows if _fits(each, wanted)],
        "of": len(rows),
        "counts": {key: sum(_sharing(each) == key for each in rows) for key in SHARING},
        "audiences": AUDIENCES,
    }
    return render(request, "public/library/library.html", shown)


def record(request: HttpRequest, key: str) -> HttpResponse:
    """Show one record: its licence and what shows it, and what a reader may do with the work."""
    row, today = visitor.resource(key), clock.today()
    standing = row.standing
    answers = uses(standing, Audience.EVERYONE, today)
    shown = {
        "row": row,
        "tag": tag(row, today),
        "terms": standing.terms,
        "covers": covers(row),
        "answers": [(USES[answer.use], MAY[answer.may], answer.why) for answer in answers],
        "attribution": attribution(work(row), standing) if standing.terms or row.state == State.GRANTED else "",
        "conditions": conditions(standing),
        "unverified": row.checked_on is None and row.state in {State.OPEN, State.OGL},
        "file": row.file if _is_handed_out(row, today) else None,
        "audiences": AUDIENCES,
        "back": ("Library", reverse("public.library.library")),
    }
    return render(request, "public/library/record.html", shown)


def file(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out our copy of a work that may be handed to everybody; anything else does not exist."""
    row = visitor.resource(key)
    if row.file is None or not _is_handed_out(row, clock.today()):
        raise Http404
    kept = row.file
    return hand(request, kept.name, kept.media, kept.digest, lambda: read_bytes(kept))


def _judged(row: Resource, on: date) -> Judged:
    return Judged(row, tag(row, on), row.may_hand_on(Audience.EVERYONE, on))


def _is_handed_out(row: Resource, on: date) -> bool:
    return row.file is not None and row.may_hand_on(Audience.EVERYONE, on).cleared


def _sharing(each: Judged) -> str:
    """Return under which of three heads a licence falls: handed on to everybody, known and not, or not known."""
    if each.verdict.cleared:
        return HANDED
    return NOT_KNOWN if each.row.state == State.UNKNOWN else LINKED


def _fits(each: Judged, wanted: dict[str, str]) -> bool:
    """Tell whether a record is one of those looked for."""
    row = each.row
    text = f"{row.title} {row.owner} {row.purpose}".casefold()
    return (
        all(word in text for word in wanted.get("words", "").casefold().split())
        and wanted.get("kind", "") in {"", row.kind}
        and (not wanted.get("audience") or reaches(row.audience, wanted["audience"]))
        and wanted.get("sharing", "") in {"", _sharing(each)}
    )
