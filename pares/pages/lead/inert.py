"""A letter's words as a lead reads them: looking as they will, with links that lead nowhere."""

import re

from markupsafe import Markup

# Our own letters' markup, safe already: a link has its address and its words, and no link inside.
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
_ADDRESS = re.compile(r"https?://\S+")


def inert(html: str) -> Markup:
    """Return a letter's HTML with each link as underlined words; addresses, which may hold a key, are left out."""
    return Markup(_LINK.sub(_words, html))  # noqa: S704 - cleaned when the letter was written


def _words(link: re.Match[str]) -> str:
    words = "the link to their page" if _ADDRESS.fullmatch(link[1]) else link[1]
    return f'<span class="pares-inert">{words}</span>'
