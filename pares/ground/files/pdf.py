"""PDF papers: typst templates of ours, filled with data, tagged for screen readers (PDF/UA-1).

The fonts come with us and the machine's own are ignored, so the same values give the same bytes everywhere.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import typst

from pares.ground.refusal import Refused

PDF_TYPE = "application/pdf"

_CONTENT = Path(__file__).resolve().parents[2] / "content"
_TEMPLATES = _CONTENT / "pdf"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNDRAWN = re.compile(r"the text `\"(.*?)\"` could not be displayed")
_WRITTEN_OUT = re.compile(r"\\u\{([0-9a-f]+)\}")

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class Undrawable(Refused):
    """A letter that none of our fonts holds, such as Chinese or an emoji."""

    def __init__(self, letters: str) -> None:
        """Take the letters that cannot be drawn."""
        self.letters = letters
        super().__init__(f"This document cannot show “{letters}”. Write it in Latin letters and try again.")


def render(template_name: str, values: Mapping[str, Json]) -> bytes:
    """Fill the template `content/pdf/<template_name>.typ`; its first comment lists the values it needs.

    Values are data: no sign in them means anything to typst. A missing value is an error of ours (TypstError);
    letters without a glyph are `Undrawable`.
    """
    try:
        return typst.compile(
            _TEMPLATES / f"{template_name}.typ",
            root=_TEMPLATES,
            font_paths=_fonts(),
            format="pdf",
            sys_inputs={"values": json.dumps(each_text(values, _composed))},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        if undrawn := "".join(_UNDRAWN.findall(str(error))):
            raise Undrawable(_WRITTEN_OUT.sub(lambda sign: chr(int(sign[1], 16)), undrawn)) from error
        raise


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_CONTENT / "fonts"])


def each_text(value: Json, change: Callable[[str], str]) -> Json:
    """Return the value with every text in it changed, all the way down."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Sequence):
        return [each_text(each, change) for each in value]
    if isinstance(value, Mapping):
        return {key: each_text(each, change) for key, each in value.items()}
    return value


def _composed(text: str) -> str:
    """Compose letters (NFC) and turn control characters and line breaks into single blanks."""
    return _CONTROL.sub(" ", unicodedata.normalize("NFC", text))
