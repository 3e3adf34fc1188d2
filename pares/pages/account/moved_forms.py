"""What somebody is asked about a new post: as at sign-up, with what was told before already there."""

import re
from typing import Any

from django.core.exceptions import ValidationError

from pares.ground.letters import merge
from pares.pages.fields import LongTextField, PagesForm, RadiosField, SelectField, TextField
from pares.pages.public.join_forms import seen_by
from pares.stages.recruitment.models import Application, Part

SAME, OTHER = "same", "other"
LONGEST = 300
_ANSWER = {name: seen_by(held) for name, held in Application.held.items()}
_TITLE = re.compile(r"(?:dr|doctor|prof|professor|mr|mrs|ms|miss|mx)\b\.?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[;,\n]")


class Moved(PagesForm):
    """Where somebody works now, and whether letters still arrive."""

    site = SelectField("Where you work now", choices=[], seen_by=_ANSWER["site"])
    team = TextField(
        "Your team or ward now",
        max_length=120,
        required=False,
        hint="Optional. We keep mentor and mentee out of the same team.",
        seen_by=_ANSWER["team"],
    )
    supervisors = LongTextField(
        "Your educational and clinical supervisors now",
        rows=3,
        max_length=LONGEST,
        required=False,
        hint="Optional. One name or address a line. A supervisor should not be your mentor as well.",
        seen_by=_ANSWER["supervisors"],
    )
    address = RadiosField(
        "", choices=[(SAME, "Yes, it still reaches me"), (OTHER, "No, I want to use another address")]
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        """Show what was told before; mentors are not asked who supervises them."""
        kwargs.setdefault("initial", _told(application))
        super().__init__(*args, **kwargs)
        self.application = application
        self.sites = {str(each.pk): each for each in application.cohort.scheme.sites.all()}
        self.offer("site", [(key, site.name) for key, site in self.sites.items()])
        self._ask_about_address(application)
        if not self.sites:
            del self.fields["site"]
        if application.part == Part.MENTOR:
            del self.fields["supervisors"]

    def clean_team(self) -> str:
        """Return the team on one line."""
        return merge.clean(self.cleaned_data["team"])

    def clean_supervisors(self) -> str:
        """Return the names between semicolons, without their titles."""
        names = (
            _TITLE.sub("", merge.clean(each), count=1) for each in _BETWEEN.split(self.cleaned_data["supervisors"])
        )
        found = "; ".join(name for name in names if name)
        if len(found) > LONGEST:
            raise ValidationError(f"These are too many names: there is room for {LONGEST} characters")
        return found

    def post(self) -> dict[str, Any]:
        """Return the post; what was not asked here stays as it was."""
        told, before = self.cleaned_data, self.application
        return {
            "site": self.sites.get(told.get("site", ""), before.site),
            "team": told["team"],
            "supervisors": told.get("supervisors", before.supervisors),
        }

    def _ask_about_address(self, application: Application) -> None:
        person, field = application.person, self.fields["address"]
        field.label = f"Do our letters still reach you at {person.email}?"
        field.error_messages["required"] = "Select whether our letters still reach you"
        if person.personal_email and person.personal_email != person.email:
            field.help_text = f"You also gave us {person.personal_email}. You can make it the address we use."


def _told(application: Application) -> dict[str, Any]:
    names = (name.strip() for name in _BETWEEN.split(application.supervisors))
    return {
        "site": str(application.site_id or ""),
        "team": application.team,
        "supervisors": "\n".join(name for name in names if name),
    }
