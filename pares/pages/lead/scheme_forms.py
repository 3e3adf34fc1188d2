"""What the pages about a scheme ask."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from pares.ground.letters.address import NotOneAddress, single
from pares.ground.membership.models import Role
from pares.ground.refusal import Refused
from pares.ground.schemes import rules
from pares.ground.schemes.models import Closeness, Entry, Joining, Nation, Site
from pares.pages.fields import (
    DateField,
    EmailField,
    LongTextField,
    NumberField,
    PagesForm,
    RadiosField,
    TextField,
)

NAME_AT_MOST = 120
MOST_YEARS_AHEAD = 10
ROLE_HINTS = {
    Role.LEAD: "Plans cohorts, sees who takes part, matches, reads letters before they leave, gives roles",
    Role.FACILITATOR: "Keeps the registers of training and workshops",
    Role.CONTACT: "Is told when somebody asks to be contacted. Choose a senior who is not a lead",
    Role.EDITOR: "Changes the words of pages and letters",
    Role.SPONSOR: "Sees totals only, never a name",
}


class Description(PagesForm):
    """What a scheme says about itself."""

    name = TextField(
        "Name of the scheme",
        max_length=NAME_AT_MOST,
        hint="For example, Northgate mentoring",
        missing="Enter the scheme’s name",
    )
    organisation = TextField(
        "Organisation",
        max_length=NAME_AT_MOST,
        hint="The trust or school that runs it",
        missing="Enter the organisation",
    )
    specialty = TextField(
        "Specialty",
        max_length=NAME_AT_MOST,
        hint="Whom it is for. For example, foundation or psychiatry",
        missing="Enter the specialty",
    )
    closeness = RadiosField(
        "Who mentors whom?",
        choices=[
            (Closeness.NEAR_PEER.value, "Near-peer: mentors are further on in training"),
            (Closeness.PEER.value, "Peer: mentors may be at the same grade"),
        ],
        reveals={Closeness.NEAR_PEER.value: ["least_gap"]},
        missing="Select who mentors whom",
    )
    least_gap = NumberField(
        "At least how many years of training ahead?", least=1, most=MOST_YEARS_AHEAD, width=2, suffix="years", initial=1
    )
    joining = RadiosField(
        "How do mentees come in?",
        choices=Joining,
        missing="Select how mentees come in",
        hints={
            Joining.OPT_OUT.value: "They are told first where their address came from, and can say no with one press"
        },
    )
    nation = RadiosField("Whose bank holidays count?", choices=Nation, initial=Nation.ENGLAND.value)
    mailbox = EmailField(
        "Scheme mailbox",
        hint="Replies to our letters go there. A shared mailbox outlives a lead’s post.",
        missing="Enter the scheme’s mailbox",
    )

    def clean_mailbox(self) -> str:
        """Return an address that a letter can be answered to."""
        return one_address(self.cleaned_data["mailbox"])

    @property
    def described(self) -> dict[str, Any]:
        """The answers, as a scheme keeps them: peers need not be ahead."""
        return self.cleaned_data | {"least_gap": self.cleaned_data["least_gap"] or 0}


class OpenScheme(Description):
    """What a scheme needs to begin, and who leads it with you."""

    second_name = TextField("Second lead’s name", max_length=300, width=20, required=False)
    second_email = EmailField(
        "Second lead’s email address",
        hint="Optional, but two leads are advised: the scheme goes on when one is away. We write to them at once.",
        required=False,
    )

    def clean_second_email(self) -> str:
        """Return an address that a letter can be sent to, or nothing."""
        typed = self.cleaned_data["second_email"]
        return one_address(typed) if typed else ""

    def clean(self) -> dict[str, Any] | None:
        """Ask for the name where there is an address, and for the address where there is a name."""
        cleaned = super().clean()
        name, email = self.cleaned_data.get("second_name"), self.cleaned_data.get("second_email")
        if email and not name:
            self.add_error("second_name", "Enter the second lead’s name")
        if name and email == "":
            self.add_error("second_email", "Enter the second lead’s email address")
        return cleaned

    @property
    def described(self) -> dict[str, Any]:
        """The answers about the scheme alone."""
        return {key: value for key, value in super().described.items() if not key.startswith("second_")}

    @property
    def second_lead(self) -> tuple[str, str]:
        """The second lead's name and address, empty where nobody is named."""
        return self.cleaned_data["second_name"], self.cleaned_data["second_email"]


class Lines(PagesForm):
    """A list, one line each."""

    lines = LongTextField("One line each", rows=12, max_length=20_000, required=False)


class ClosedDays(PagesForm):
    """A first and a last day on which nothing is planned."""

    first = DateField("First day", hint="For example, 20 12 2027")
    last = DateField("Last day", hint="The same as the first for a single day")


class WhoSignsUp(PagesForm):
    """Who may sign up."""

    entry = RadiosField(
        "Who may sign up?",
        choices=Entry,
        reveals={Entry.CODE.value: ["invitation_code"], Entry.DOMAINS.value: ["domains"]},
        size="m",
    )
    invitation_code = TextField("Invitation code", max_length=40, width=10, hint="Capitals do not matter")
    domains = LongTextField(
        "Domains", rows=4, hint="What stands after the @ of work addresses, one line each. For example, example.nhs.uk"
    )

    def clean_domains(self) -> list[str]:
        """Return the domains."""
        try:
            return rules.domains(self.cleaned_data["domains"].splitlines())
        except Refused as refused:
            raise ValidationError(str(refused)) from refused

    @property
    def described(self) -> dict[str, Any]:
        """The answers, as a scheme keeps them."""
        cleaned = self.cleaned_data
        code, domains = cleaned["invitation_code"] or "", cleaned["domains"] or []
        return {"entry": cleaned["entry"], "invitation_code": code, "domains": domains}


class Appoint(PagesForm):
    """Whom to give a role, and which."""

    name = TextField("Name", max_length=300, width=20, missing="Enter their name")
    email = EmailField("Email address", hint="The one they sign in with", missing="Enter their email address")
    role = RadiosField(
        "Role", choices=Role, missing="Select a role", hints={role.value: hint for role, hint in ROLE_HINTS.items()}
    )

    def clean_email(self) -> str:
        """Return an address that a letter can be sent to."""
        return one_address(self.cleaned_data["email"])


class Ways(PagesForm):
    """Minutes from one site to each other site; blank where it is not known."""

    def __init__(self, data: QueryDict | None, *, sites: Iterable[Site], known: dict[Any, int]) -> None:
        """Ask for each of these sites; `known` are the minutes by site."""
        super().__init__(data)
        self.sites = {f"site-{site.pk}": site for site in sites}
        for name, site in self.sites.items():
            self.fields[name] = NumberField(
                site.name, least=1, most=rules.LONGEST_WAY, suffix="minutes", required=False, initial=known.get(site.pk)
            )

    @property
    def minutes(self) -> list[tuple[Site, int | None]]:
        """The sites and what was typed."""
        return [(site, self.cleaned_data[name]) for name, site in self.sites.items()]


def one_address(typed: str) -> str:
    """Return the address in small letters; a ValidationError where it is not exactly one."""
    try:
        return single(typed).lower()
    except NotOneAddress as refused:
        raise ValidationError(str(refused)) from refused
