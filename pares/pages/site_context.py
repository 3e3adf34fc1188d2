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
from pares.pages.route import GET, Audience, Route

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
# The public rooms; what a link in a letter opens, and signing up, are not among them.
ROOMS = (
    *("home", "handbook", "resources", "timelines", "templates", "course", "library", "sharing", "evidence"),
    *(
        "directory",
        "experience",
        "example_report",
        "case",
        "help",
        "safety",
        "words",
        "verify",
        "start",
        "changes",
        "packs",
        "search",
    ),
)
# Other search engines list what is there to be read; and of what asks somebody something, only these.
ASKING = ("public.verify.check", "public.start.start")
PASSING = (*("public.search.search", "public.sharing.answer", "public.directory.sent", "public.experience.withdrawn"),)
DESCRIPTION = (
    "How to start and run a peer mentoring scheme for doctors in training: a handbook, timelines, templates, a "
    "training course and free software."
)
DOORS = (
    Door("Handbook", "handbook/"),
    Door("Resources", "resources/"),
    Door("Search", "search/"),
    Door("Help", "help/"),
    Door("Accessibility statement", "accessibility/"),
    Door("Privacy", "privacy/"),
    Door("Cookies", "cookies/"),
    Door("What changed", "changes/"),
    Door("About Pares", "about/"),
)


class Site:
    """The site's own name, organisation, logo and colour, read from the settings each time."""

    safety = SAFETY
    doors = DOORS
    description = DESCRIPTION
    feed = Door("What changed", "changes.xml")
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
    def picture(self) -> str:
        """The full address of what stands beside a link to this site elsewhere: our mark, as a PNG."""
        return f"{settings.URL}{static('pares/share.png')}"

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
    """Give every template `site`; `signed_in_as`, the name of whoever is; `in_public`; and `canonical`."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    route = _public_route(request)
    listed = route and route.view not in PASSING and (route.methods == GET or route.view in ASKING)
    return {
        "site": Site(),
        "signed_in_as": str(user) if signed_in else "",
        "in_public": route is not None,
        "canonical": f"{settings.URL}{request.path}" if listed else "",
    }


def _public_route(request: HttpRequest) -> Route | None:
    """Return the route of a page in a public room, where search stands in the header; None of any other."""
    match = getattr(request, "resolver_match", None)
    route: Route | None = getattr(match and match.func, "route", None)
    if route is None or route.audience is not Audience.PUBLIC or route.view.split(".")[1] not in ROOMS:
        return None
    return route


def site_stylesheet(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer `site.css`: the colour as a custom property, since the content policy allows no inline style."""
    colour = Site().colour
    rule = f":root {{ --pares-brand: {colour}; }}\n" if colour else ""
    return HttpResponse(rule, content_type="text/css", headers={"Cache-Control": f"public, max-age={YEAR}"})
