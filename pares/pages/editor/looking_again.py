"""What an editor is told to look at again: what the text's kind says, and links that lead nowhere on this site."""

from collections.abc import Collection

from django.urls import Resolver404, resolve

from pares.ground.wording.draft import Draft
from pares.ground.wording.markdown import headings
from pares.ground.wording.shipped import NotShippedError, shipped
from pares.guide.handbook.checking import Page, dead_links
from pares.pages.actors.desk import Desk
from pares.pages.public.places import FOLDERS


class _Anything(frozenset[str]):
    """The ids of a page whose places we do not know: any may be there."""

    def __contains__(self, _id: object) -> bool:
        return True


def doubts(desk: Desk, draft: Draft) -> list[str]:
    """Return sentences on what to look at again in a draft that stands the text's check."""
    found = desk.kind.doubts(desk.shipped, draft)
    dead = [] if desk.kind.name == "letters" else dead_links(Page(desk.key, draft.text), ids_at)
    if dead:
        found = [*found, f"These links lead nowhere on this site: {', '.join(dict.fromkeys(dead))}."]
    return found


def ids_at(path: str) -> Collection[str] | None:
    """Return the ids on the site's page at that path as far as they are known, or None where there is no page."""
    try:
        found = resolve(path.partition("?")[0])
    except Resolver404:
        return None
    kind = next((kind for kind, name in FOLDERS.items() if name == found.url_name), None)
    if kind is None:
        return _Anything()
    try:
        return {each.id for each in headings(shipped(kind, found.kwargs["key"]).text)} | {"letters", "sources"}
    except NotShippedError:
        return None
