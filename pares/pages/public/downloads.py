"""Files that anybody may fetch: attached, kept by browsers and caches for a while, not made again where unchanged."""

import hashlib
from collections.abc import Callable
from threading import Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from pares import __version__

KEPT_FOR = 3600
MOST_KEPT, LARGEST_KEPT = 32, 2 * 1024 * 1024
_kept: dict[str, bytes] = {}
_lock = Lock()


def download(request: HttpRequest, name: str, kind: str, shows: object, make: Callable[[], bytes]) -> HttpResponse:
    """Hand over a file made from what it `shows`; 304 where the browser has it already.

    `shows` is everything the file depends on; its repr must be the same for the same content. The files asked for
    last are kept: a paper takes half a second to set, and anybody may ask for it.
    """
    of_the_site = (__version__, settings.URL, settings.SITE_NAME, settings.ORGANISATION)
    mark = hashlib.sha256(repr((*of_the_site, name, shows)).encode()).hexdigest()[:32]
    headers = {"ETag": f'W/"{mark}"', "Cache-Control": f"public, max-age={KEPT_FOR}"}
    answer = get_conditional_response(request, etag=headers["ETag"])
    if answer is None:
        attached = {"Content-Disposition": f'attachment; filename="{name}"'}
        answer = HttpResponse(_made(mark, make), content_type=kind, headers=attached)
    for header, value in headers.items():
        answer.headers[header] = value
    return answer


def _made(mark: str, make: Callable[[], bytes]) -> bytes:
    if (found := _kept.get(mark)) is not None:
        return found
    made = make()
    if len(made) <= LARGEST_KEPT:
        with _lock:
            _kept[mark] = made
            while len(_kept) > MOST_KEPT:
                del _kept[next(iter(_kept))]
    return made
