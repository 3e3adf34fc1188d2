"""Office files with the same bytes whenever they are made from the same words."""

import re
import zipfile
from collections.abc import Container
from datetime import date
from io import BytesIO

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_ABOUT = "docProps/core.xml"
_FIRST = (1980, 1, 1, 0, 0, 0)


def steady(content: bytes, on: date, *, without: Container[str] = ()) -> bytes:
    """Return the file packed again: made and changed on that day, no other times in it, some parts left out."""
    stamp = rf"\g<1>{on.isoformat()}T00:00:00Z\g<2>".encode()
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as given, zipfile.ZipFile(packed, "w") as again:
        for name in given.namelist():
            if name not in without:
                part = given.read(name)
                kept = zipfile.ZipInfo(name, _FIRST)
                kept.compress_type = zipfile.ZIP_DEFLATED
                again.writestr(kept, _STAMP.sub(stamp, part) if name == _ABOUT else part)
    return packed.getvalue()
