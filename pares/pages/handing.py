"""Handing out files that others made: to be saved, never shown inside a page, and kept by nobody in between."""

import unicodedata
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header


def hand(request: HttpRequest, name: str, media: str, etag: str, make: Callable[[], bytes]) -> HttpResponse:
    """Hand over a file as an attachment; 304 where the browser has just these bytes, told by `etag`.

    Browsers ask again each time: what was cleared yesterday may not be today.
    """
    mark = f'"{etag}"'
    answer = get_conditional_response(request, etag=mark)
    if answer is None:
        plain = unicodedata.normalize("NFC", name)
        named = content_disposition_header(as_attachment=True, filename=plain) or "attachment"
        answer = HttpResponse(make(), content_type=media, headers={"Content-Disposition": named})
        answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["ETag"], answer.headers["Cache-Control"] = mark, "private, no-cache"
    return answer
