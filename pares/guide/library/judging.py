"""Whether a file that somebody brings in is what it says it is: told by its content and not by its name. Pure.

Files are only ever handed out to be saved, never shown inside a page; what is refused here is what would surprise
whoever opens it: other kinds under a known ending, programs inside documents, archives that unpack to too much.
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from pares.ground.refusal import Refused

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 100

_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
}
ENDINGS = (".pdf", ".docx", ".pptx", ".xlsx", ".png", ".jpg", ".jpeg")
_PARTS = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}
_PROGRAM = re.compile(r"vbaproject|activex|\.(exe|dll|js|vbs|bat|cmd|com|scr|jar)$", re.IGNORECASE)
_MOST_PARTS = 5_000
_MOST_UNPACKED = 200 * MEGABYTE
_PDF_HEAD, _PDF_TAIL = 1024, 2048
# Letters, numbers and a few signs; what could end a name early, hide in it or turn it round does not stay.
_KEPT = re.compile(r"[^\w .,()&+-]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """A file that may come in: its cleaned name and its media type."""

    name: str
    media: str


class NotThisKind(Refused):
    """The content is none of the kinds we take."""

    sentence = "The file must be a PDF, Word, PowerPoint or Excel file, or a PNG or JPEG picture, and must be whole."


class HoldsAProgram(Refused):
    """A document with macros or a program in it."""

    sentence = "The file holds a macro or program. Save it without, as .docx, .pptx or .xlsx, and choose it again."


class LockedFile(Refused):
    """A document that opens with a password only."""

    sentence = "The file is locked with a password. Take the password away and choose it again."


class FileTooLarge(Refused):
    """Larger than one file may be, packed or unpacked."""

    sentence = f"The file must be smaller than {LARGEST // MEGABYTE} MB."


def judge(name: str, content: bytes) -> Judged:
    """Return a file's clean name, ending as its content demands, and its media type; raises a Refused."""
    if len(content) > LARGEST:
        raise FileTooLarge(field="file")
    kind = _kind(content)
    return Judged(clean(name, kind), MEDIA[kind])


def clean(name: str, kind: str) -> str:
    """Return a file name without folders, hidden signs and reserved words, ending in the kind's own ending."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/")
    stem = PurePosixPath(plain).name
    if stem.lower().endswith(ENDINGS):
        stem = stem.rpartition(".")[0]
    stem = re.sub(r"\s+", " ", _KEPT.sub(" ", stem)).strip(" .-")[: LONGEST_NAME - 5].strip(" .-")
    return f"{stem or 'file'}.{kind}"


def _kind(content: bytes) -> str:
    if b"%PDF-" in content[:_PDF_HEAD]:
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-64:]:
        return "png"
    if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-64:]:
        return "jpg"
    if content.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in content:
        raise LockedFile(field="file")
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise NotThisKind(field="file")


def _pdf(content: bytes) -> str:
    tail = content[-_PDF_TAIL:]
    if b"%%EOF" not in tail:
        raise NotThisKind(field="file")
    if b"/Encrypt" in tail:
        raise LockedFile(field="file")
    return "pdf"


def _office(content: bytes) -> str:
    """Tell the three kinds of Office file by the part each cannot be without; nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise NotThisKind(field="file") from error
    names = {part.filename for part in parts}
    if any(_PROGRAM.search(name) for name in names):
        raise HoldsAProgram(field="file")
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise FileTooLarge(field="file")
    kinds = [kind for kind, part in _PARTS.items() if part in names]
    if len(kinds) != 1 or "[Content_Types].xml" not in names:
        raise NotThisKind(field="file")
    return kinds[0]
