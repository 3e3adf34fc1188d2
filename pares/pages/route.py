"""What an address of the site is: its path, its view, its audience and its methods."""

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Who may reach a page; what each of them finds there is up to `actors`."""

    PUBLIC = "public"
    VISITOR = "visitor"  # only while signed out, such as the sign-in page
    ACCOUNT = "account"  # anybody signed in
    MENTOR = "mentor"
    MENTEE = "mentee"
    FACILITATOR = "facilitator"
    LEAD = "lead"
    CONTACT = "contact"
    EDITOR = "editor"
    SPONSOR = "sponsor"
    OPERATOR = "operator"
    DEMO = "demo"  # public, but only while the demo runs


@dataclass(frozen=True)
class Route:
    """One address: path pattern, view as `audience.module.function` below pares.pages, audience, methods."""

    path: str
    view: str
    audience: Audience
    methods: tuple[str, ...] = ("GET",)
    aliases: tuple[str, ...] = ()
    """Further names for the address: those django-allauth reverses."""

    @property
    def name(self) -> str:
        """The name to reverse the address by: the view's own name with dots, such as `lead.people.mentors`."""
        return self.view


GET = ("GET",)
POST = ("POST",)
BOTH = ("GET", "POST")
