"""What every answer tells the browser not to do.

The content policy has the setting's name and shape of Django 6 (SECURE_CSP: directive -> sources), so that
moving there means deleting the half of this file that writes it.
"""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

Sources = Sequence[str] | bool
Policy = Mapping[str, Sources]

NONE = "'none'"
SELF = "'self'"

STRICT: Policy = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}
"""Nothing inline, nothing evaluated, nothing from or inside another site."""

DENIED = (
    *(
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
    ),
    *("geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment", "picture-in-picture"),
    *("screen-wake-lock", "usb", "xr-spatial-tracking"),
)
OWN = ("publickey-credentials-create", "publickey-credentials-get")

HEADERS = {
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in DENIED), *(f"{name}=(self)" for name in OWN)]),
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def written(policy: Policy) -> str:
    """Return the policy as its header's value; a directive set to False or to no source is left out."""
    parts = [name if sources is True else f"{name} {' '.join(sources)}" for name, sources in policy.items() if sources]
    return "; ".join(parts)


class SecurityHeaders:
    """Middleware: adds each header a view has not set itself; keeps sessions and private links out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Take the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the rest's answer with the headers on it."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", written(getattr(settings, "SECURE_CSP", STRICT)))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if _by_private_link(request):
            patch_cache_control(response, no_store=True, private=True)
            response.headers["X-Robots-Tag"] = "noindex"
        elif _in_session(request, response) and "public" not in response.headers.get("Cache-Control", ""):
            patch_cache_control(response, no_store=True, private=True)
        return response


def _by_private_link(request: HttpRequest) -> bool:
    """Tell whether the address itself opens what the page shows: its holder's browser is to keep no copy."""
    return request.resolver_match is not None and "token" in request.resolver_match.kwargs


def _in_session(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell from the cookies alone whether somebody may be signed in: error pages need no database."""
    name = settings.SESSION_COOKIE_NAME
    return name in request.COOKIES or name in response.cookies
