"""Packs: one ZIP of everything that may be handed to somebody, with what is said of each file and of what is not in it.

The bytes depend on what goes in and on nothing else: no clock, no order of the database. Pure: no Django.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO

from pares.ground.files.writing import csv_bytes
from pares.guide.library.attribution import Work, attribution, conditions
from pares.guide.library.judging import clean
from pares.guide.library.rules import Standing, State

ZIP_TYPE = "application/zip"
SHEET, LIST = "attribution.html", "attribution.csv"
NO_COPY = "We hold no copy of it."
NO_COPY_LINK = "We hold no copy of it. See the owner’s page: {link}"
ON_THIS_SITE = "It is a page of this site: {link}"
_HEADINGS = ("In this pack", "File", "Title", "Owner", "What to put beside it", "What to keep to", "Why")
_LIKE_FILES = 0o644 << 16
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PAGE = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body>
<h1>{title}</h1>
<p>{about}</p>
<h2>In this pack ({counted})</h2>
{included}
<h2>Not in this pack, and why ({missing})</h2>
{left_out}
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Included:
    """A file that goes in: where it comes from decides what is said of it."""

    name: str
    content: bytes
    work: Work
    standing: Standing
    folder: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that stays out, and why in a sentence."""

    work: Work
    why: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything about one pack before it is made: its title, whom it is for in a sentence, and its parts."""

    title: str
    about: str
    included: tuple[Included, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def key(self) -> str:
        """What tells this pack from any other: the digest of all its parts."""
        digest = hashlib.sha256(repr((self.title, self.about, self.left_out)).encode())
        for each in self.included:
            said = (each.name, each.folder, each.work, each.standing, hashlib.sha256(each.content).hexdigest())
            digest.update(repr(said).encode())
        return digest.hexdigest()


def zipped(pack: Pack) -> bytes:
    """Return the pack's ZIP: its files by folder and name, and the sheet of attributions twice, to read and as CSV."""
    names = _names(pack.included)
    files = {name: each.content for name, each in zip(names, pack.included, strict=True)}
    files |= {SHEET: _sheet(pack, names).encode(), LIST: _list(pack, names)}
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _EPOCH)
            member.external_attr, member.create_system = _LIKE_FILES, 3
            archive.writestr(member, files[name], zipfile.ZIP_DEFLATED, 6)
    return content.getvalue()


def _names(included: Iterable[Included]) -> list[str]:
    """Return where each file stands in the ZIP: clean names, none twice and none that is the sheet's."""
    taken, names = {SHEET, LIST}, []
    for each in included:
        stem, _, ending = each.name.rpartition(".")
        wanted = clean(stem or each.name, ending.lower() or "bin")
        folder, name, number = f"{each.folder}/" if each.folder else "", wanted, 2
        while (folder + name).casefold() in taken:
            name, number = f"{wanted.rpartition('.')[0]} {number}.{wanted.rpartition('.')[2]}", number + 1
        taken.add((folder + name).casefold())
        names.append(folder + name)
    return names


def _list(pack: Pack, names: Sequence[str]) -> bytes:
    rows = [
        ("yes", name, *_said(each.work), attribution(each.work, each.standing), conditions(each.standing), "")
        for name, each in zip(names, pack.included, strict=True)
    ]
    rows += [("no", "", *_said(each.work), "", "", each.why) for each in pack.left_out]
    return csv_bytes(_HEADINGS, rows)


def _said(work: Work) -> tuple[str, str]:
    return work.title, work.owner


def _sheet(pack: Pack, names: Sequence[str]) -> str:
    included = [
        f"<strong>{escape(name)}</strong><br>{escape(attribution(each.work, each.standing))}"
        + (f"<br>{escape(conditions(each.standing))}" if conditions(each.standing) else "")
        for name, each in zip(names, pack.included, strict=True)
    ]
    left_out = [f"“{escape(each.work.title)}”, {escape(each.work.owner)}. {escape(each.why)}" for each in pack.left_out]
    return _PAGE.format(
        title=escape(pack.title),
        about=escape(pack.about),
        counted=len(included),
        missing=len(left_out),
        included=_listed(included),
        left_out=_listed(left_out),
    )


def _listed(lines: Sequence[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in lines) + "\n</ul>" if lines else "<p>Nothing.</p>"


def no_copy(work: Work, standing: Standing) -> LeftOut:
    """Return why something that may be handed on is not in a pack: we hold no copy of it."""
    if standing.state == State.OWN and work.link.startswith("/"):
        return LeftOut(work, ON_THIS_SITE.format(link=work.link))
    return LeftOut(work, NO_COPY_LINK.format(link=work.link) if work.link else NO_COPY)
