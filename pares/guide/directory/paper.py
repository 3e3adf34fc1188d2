"""An edition of the directory as a paper: what it covers and does not know, every row, and how it was made."""

import functools

from django.conf import settings

from pares.ground.files.pdf import Json
from pares.ground.files.typesetting import drawn, printed
from pares.ground.wording.papers import Part, blocks, sound
from pares.guide.directory.coverage import coverage
from pares.guide.directory.listing import Issued
from pares.guide.directory.schemes import KINDS, STATUSES, Scheme

HEADINGS = ("Scheme", "Specialty", "Region", "Kind, mentors and mentees", "What is reported")


@functools.lru_cache(maxsize=8)
def paper(issued: Issued) -> bytes:
    """Return an edition as a tagged PDF; the same edition gives the same bytes."""
    covered, rows = coverage(issued.directory.schemes), issued.directory.schemes
    day = f"{issued.on.day} {issued.on:%B %Y}"
    return printed(
        "directory",
        {
            "title": "Directory of mentoring schemes",
            "edition": f"Edition of {day}",
            "organisation": settings.SITE_NAME,
            "summary": (
                f"{covered.rows} rows, {covered.verified or 'none'} of them verified by us. "
                "Each repeats what one report says. Write to the address in the report before you rely on it."
            ),
            "unknown_heading": "What this edition does not know",
            "unknown": [f"{number} of {covered.rows} rows {words}" for words, number in covered.unknown if number],
            "headings": [*HEADINGS],
            "rows": [_row(scheme) for scheme in rows],
            "method": drawn(sound(blocks(issued.method, Part(_address)), top=2)),
            "footer": f"{settings.SITE_NAME} directory, edition of {day} · CC BY 4.0 · {settings.URL}/directory/",
        },
    )


def _row(scheme: Scheme) -> Json:
    """Return five cells, each a text with a note under it; the last has the report's address besides."""
    who = f"Mentors: {scheme.mentors or 'not stated'}. Mentees: {scheme.mentees or 'not stated'}."
    link = {"address": scheme.link, "shown": scheme.host} if scheme.link else {}
    return [
        {"text": scheme.name, "note": f"Since {scheme.since}" if scheme.since else "Start not known"},
        {"text": scheme.specialty, "note": scheme.group},
        {"text": scheme.region, "note": scheme.part},
        {"text": KINDS[scheme.kind], "note": who if scheme.mentors or scheme.mentees else ""},
        {"text": STATUSES[scheme.status], "note": _reported(scheme), **link},
    ]


def _reported(scheme: Scheme) -> str:
    told = [scheme.checked, scheme.checked_how, scheme.origin, "" if scheme.link else "Address to be found"]
    return ". ".join(each.rstrip(".") for each in told if each) + "."


def _address(link: str) -> str:
    return f"{settings.URL}{link}" if link.startswith("/") else link
