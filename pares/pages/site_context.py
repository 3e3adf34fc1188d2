"""What every page knows without asking a database: whose site this is, its colour, where help stands."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import get_script_prefix

from pares.pages.colour import checked

YEAR = 31_536_000


@dataclass(frozen=True)
class Door:
    """A link that stands on every page: its words and its path below the site's root."""

    label: str
    path: str

    @property
    def url(self) -> str:
        """The address on this host."""
        return get_script_prefix() + self.path


SAFETY = Door("Worried about someone's safety?", "worried/")
DOORS = (
    Door("Resources", "resources/"),
    Door("Help", "help/"),
    Door("Handbook", "handbook/"),
    Door("Accessibility statement", "accessibility/"),
    Door("Privacy", "privacy/"),
    Door("Cookies", "cookies/"),
    Door("About Pares", "about/"),
)


class Site:
    """The site's own name, organisation, logo and colour, read from the settings each time."""

    safety = SAFETY
    doors = DOORS
    home = Door("Start page", "")
    sign_in = Door("Sign in", "sign-in/")
    sign_out = Door("Sign out", "sign-out/")

    @property
    def name(self) -> str:
        """What the site is called (SITE_NAME)."""
        return _setting("SITE_NAME") or "Pares"

    @property
    def organisation(self) -> str:
        """Who runs it (ORGANISATION), or nothing."""
        return _setting("ORGANISATION")

    @property
    def demo(self) -> bool:
        """Whether everybody on this site is invented (DEMO)."""
        return bool(getattr(settings, "DEMO", False))

    @property
    def logo(self) -> str:
        """Address of the organisation's logo on this host (LOGO: a path from the root or a static file)."""
        logo = _setting("LOGO")
        if "//" in logo:
            raise ImproperlyConfigured("PARES_LOGO must be a path on this host, such as /media/logo.svg.")
        return logo if not logo or logo.startswith("/") else static(logo)

    @property
    def colour(self) -> str:
        """The header's colour (COLOUR), or nothing for our own; refuses one too light for white words."""
        colour = _setting("COLOUR")
        try:
            return colour and checked(colour)
        except ValueError as refused:
            raise ImproperlyConfigured(f"PARES_COLOUR: {refused}") from refused

    @property
    def stylesheet(self) -> str:
        """Address of the stylesheet that sets the colour, new whenever the colour is; nothing for our own."""
        if not self.colour:
            return ""
        return f"{get_script_prefix()}site.css?v={sha256(self.colour.encode()).hexdigest()[:8]}"


def _setting(name: str) -> str:
    return str(getattr(settings, name, "") or "")


def site(request: HttpRequest) -> dict[str, Any]:
    """Give every template `site`, and `signed_in_as`: the name of the person signed in, or nothing."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {"site": Site(), "signed_in_as": str(user) if signed_in else ""}


def site_stylesheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer `site.css`: the colour as a custom property, since the content policy allows no inline style."""
    colour = Site().colour
    rule = f":root {{ --pares-brand: {colour}; }}\n" if colour else ""
    return HttpResponse(rule, content_type="text/css", headers={"Cache-Control": f"public, max-age={YEAR}"})
