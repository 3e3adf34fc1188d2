"""A letter's HTML made fit to stand inside one of our pages."""

import nh3
from markupsafe import Markup

from pares.ground.wording.markdown import CLASSES, SCHEMES, TAGS

DROPPED_WHOLE = {
    "head",
    "iframe",
    "math",
    "noscript",
    "object",
    "script",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
}


def harmless(html: str) -> Markup:
    """Return the letter's words with nothing that runs, loads, sends, hides or names a place on the page.

    What stays: headings, paragraphs, lists, tables, plain links, and the classes our own words have.
    """
    cleaned = nh3.clean(
        html,
        tags=TAGS - {"h1"},
        clean_content_tags=DROPPED_WHOLE,
        attributes={"a": {"href"}, "ol": {"start"}, "th": {"scope"}},
        allowed_classes={tag: set(classes.split()) for tag, classes in CLASSES.items()},
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    )
    return Markup(cleaned)  # noqa: S704 - cleaned on the line above
