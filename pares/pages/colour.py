"""A trust's own colour for the header: whether it is one, and whether white words can be read on it."""

import re

HEX = re.compile(r"#[0-9a-fA-F]{6}")
STRAIGHT = 0.04045
"""Up to this share of full light the sRGB curve is a straight line (IEC 61966-2-1)."""
READABLE = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3)."""


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 to 1, of a colour such as "#12403f" (WCAG 2.2, definitions)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (_light(part) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _light(share: float) -> float:
    return share / 12.92 if share <= STRAIGHT else ((share + 0.055) / 1.055) ** 2.4


def contrast_with_white(colour: str) -> float:
    """Return the contrast, 1 to 21, between a colour and white."""
    return 1.05 / (luminance(colour) + 0.05)


def checked(colour: str) -> str:
    """Return the colour in small letters; ValueError says why white words cannot stand on it."""
    if not HEX.fullmatch(colour):
        raise ValueError(f"The colour {colour!r} is not written as # and six hexadecimal digits, such as #12403f.")
    if (contrast := contrast_with_white(colour)) < READABLE:
        raise ValueError(f"White words on {colour} have a contrast of {contrast:.1f} to 1; take a darker one.")
    return colour.lower()
