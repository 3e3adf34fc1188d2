"""References as a reader writes them down: in a line, as BibTeX, and as RIS."""

import re
from collections.abc import Iterable, Iterator

from pares.guide.handbook.evidence import Reference

BIBTEX_TYPE = "application/x-bibtex; charset=utf-8"
RIS_TYPE = "application/x-research-info-systems; charset=utf-8"
UNTITLED = "Title not known to us"
MOST_NAMED = 3

_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
# "{" and "}" by name: even behind a backslash BibTeX would count them.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_IN_ADDRESSES = {"\\": "%5C", "{": "%7B", "}": "%7D"}
_RIS_TYPES = {"article": "JOUR", "abstract": "JOUR", "report": "RPRT", "page": "ELEC"}


def line(reference: Reference) -> str:
    """Return one line: "Vulliamy P, Junaid I. Title. Journal 2013;18:20825." without what is not known."""
    named = [_short(author) for author in reference.authors]
    authors = ", ".join(named[:MOST_NAMED]) + (" and others" if len(named) > MOST_NAMED else "") or reference.office
    title = reference.title or f"[{UNTITLED}]"
    return ". ".join(part for part in (authors, title, _place(reference)) if part) + "."


def bibtex(references: Iterable[Reference]) -> str:
    """Return a BibTeX file (UTF-8); every value is escaped, so no sign in it means anything to TeX."""
    return "\n".join(_entry(reference) for reference in references)


def ris(references: Iterable[Reference]) -> str:
    """Return an RIS file: a tag, two blanks, a dash and a value on each line, CRLF between."""
    return "".join(f"{tag}  - {_flat(value)}\r\n" for reference in references for tag, value in _tags(reference))


def _entry(reference: Reference) -> str:
    kind = "article" if reference.type in {"article", "abstract"} else "misc"
    values = {
        "author": " and ".join(map(_tex, reference.authors)) or (reference.office and f"{{{_tex(reference.office)}}}"),
        "title": reference.title and f"{{{_tex(reference.title)}}}",
        "journal": _tex(reference.journal),
        "year": str(reference.year or ""),
        "volume": _tex(reference.volume),
        "number": _tex(reference.number),
        "pages": _tex(reference.pages).replace("-", "--"),
        "doi": _address(reference.doi),
        "url": _address(reference.url),
        "note": ". ".join(_notes(reference)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in values.items() if value]
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}", ""])


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    first, _, last = reference.pages.partition("-")
    yield "TY", _RIS_TYPES[reference.type]
    yield "ID", reference.key
    yield from (("AU", author) for author in reference.authors)
    values = (
        ("AU", reference.office),
        ("TI", reference.title),
        ("T2", reference.journal),
        ("PY", str(reference.year or "")),
        ("VL", reference.volume),
        ("IS", reference.number),
        ("SP", first),
        ("EP", last),
        ("DO", reference.doi),
        ("UR", reference.url),
        ("N1", ". ".join(_notes(reference))),
    )
    yield from ((tag, value) for tag, value in values if value)
    yield "ER", ""


def _notes(reference: Reference) -> list[str]:
    notes = {"Abstract": reference.type == "abstract", UNTITLED: not reference.title}
    return [note for note, holds in notes.items() if holds]


def _short(author: str) -> str:
    family, _, given = author.partition(", ")
    return f"{family} {''.join(name[0] for name in given.split())}".strip()


def _place(reference: Reference) -> str:
    number = f"({reference.number})" if reference.number else ""
    where = f";{reference.volume}{number}" if reference.volume else ""
    pages = f":{reference.pages}" if reference.pages else ""
    year = str(reference.year) if reference.year else ""
    return f"{reference.journal} {year}".strip() + where + pages


def _tex(value: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _flat(value))


def _address(value: str) -> str:
    return "".join(_IN_ADDRESSES.get(sign, sign) for sign in _flat(value))


def _flat(value: str) -> str:
    """Return the value on one line, without signs that cannot be seen."""
    return _BLANKS.sub(" ", value).strip()
