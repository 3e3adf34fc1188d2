"""Where each role begins, in a few lines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pares.ground.wording.current import current
from pares.ground.wording.markdown import headings
from pares.pages.public.stacking import stacking
from pares.pages.public.standing import standing


def help(request: HttpRequest) -> HttpResponse:  # noqa: A001 - the address's own name
    """Show the help page with its contents on top."""
    words = current("handbook", "help")
    contents = [heading for heading in headings(words.text) if heading.level == 2]  # noqa: PLR2004 - an h2
    page = {"words": words, "text": stacking(words.html), "contents": contents}
    page["standing"] = standing(request, words)
    return render(request, "public/help/help.html", page)
