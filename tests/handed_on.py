"""Files to hand on or not: the smallest that are what they say they are, and a claim for every state of a licence."""

import io
import zipfile
from datetime import date

from pares.guide.library.rules import Audience, Claim, State

ON = date(2027, 4, 20)
LONG_AGO, YESTERDAY = date(2027, 1, 4), date(2027, 4, 19)


def pdf(words: str) -> bytes:
    """Return a PDF with these words in it."""
    return b"%PDF-1.4\n% " + words.encode() + b"\ntrailer << >>\nstartxref\n0\n%%EOF\n"


def office(part: str = "word/document.xml", words: str = "", **parts: str) -> bytes:
    """Return an Office file with that part, and more by name with "__" for a slash and "_" before its ending."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, f"<document>{words}</document>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return content.getvalue()


def granted(covers: str, *, on: date = LONG_AGO, until: date | None = None) -> Claim:
    """Return a permission for somebody."""
    return Claim(
        State.GRANTED,
        evidence="Letter of 4 January 2027",
        granted_by="Ann Owner",
        granted_on=on,
        granted_until=until,
        granted_for=covers,
    )


# Every state of a licence, permissions by whom they cover and by their days; and to whom each may be handed on `ON`.
NOBODY: set[str] = set()
ALL = set(Audience)
CLAIMS: dict[str, tuple[Claim, set[str]]] = {
    "own": (Claim(State.OWN), ALL),
    "ours": (Claim(State.OWN, "cc-by-4.0"), ALL),
    "open": (Claim(State.OPEN, "cc-by-nc-nd-4.0", "Stated on the page"), ALL),
    "ogl": (Claim(State.OGL, evidence="Stated on the page"), ALL),
    "granted for everyone": (granted(Audience.EVERYONE), ALL),
    "granted for members": (granted(Audience.MEMBERS), {Audience.MEMBERS, Audience.MENTORS, Audience.MENTEES}),
    "granted for mentors": (granted(Audience.MENTORS), {Audience.MENTORS}),
    "granted for mentees": (granted(Audience.MENTEES), {Audience.MENTEES}),
    "granted for leads": (granted(Audience.LEADS), {Audience.LEADS}),
    "granted for sponsors": (granted(Audience.SPONSORS), {Audience.SPONSORS}),
    "granted until today": (granted(Audience.EVERYONE, until=ON), ALL),
    "granted until yesterday": (granted(Audience.EVERYONE, until=YESTERDAY), NOBODY),
    "granted from tomorrow": (granted(Audience.EVERYONE, on=date(2027, 4, 21)), NOBODY),
    "requested": (Claim(State.REQUESTED), NOBODY),
    "link only": (Claim(State.LINK_ONLY), NOBODY),
    "refused": (Claim(State.REFUSED), NOBODY),
    "unknown": (Claim(State.UNKNOWN), NOBODY),
}
