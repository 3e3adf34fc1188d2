"""What editors fill in about the directory."""

from typing import Any

from pares.ground import clock
from pares.guide.directory.rules import Check
from pares.pages.fields import DateField, LongTextField, PagesForm, RadiosField, TextField
from pares.pages.public.directory_forms import RowForm

NO, YES = "no", "yes"


class WhyForm(PagesForm):
    """A reason."""

    why = LongTextField("Why?", rows=3, max_length=300, counted=True, seen_by="Only the site’s editors see it.")


class CheckForm(PagesForm):
    """That an editor checked a row as it stands."""

    on = DateField("When did you check it?", latest=clock.today)
    how = TextField(
        "How?",
        max_length=300,
        hint="A sentence for readers, such as: The lead confirmed it by email. Name nobody else.",
        seen_by="Everybody sees it beside your name.",
        missing="Say how you checked it",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take what a form takes; the day is today unless somebody says otherwise."""
        kwargs.setdefault("initial", {"on": clock.today()})
        super().__init__(*args, **kwargs)

    @property
    def check(self) -> Check:
        """The check."""
        return Check(self.cleaned_data["on"], self.cleaned_data["how"])


class LeaveForm(RowForm):
    """A row as an editor leaves it, and whether it was checked with the scheme."""

    checked = RadiosField(
        "Did you check with the scheme that all this is so?",
        choices=[(NO, "No"), (YES, "Yes")],
        hints={NO: "The row says that it is not verified by us.", YES: "The row says so, with your name and the day."},
        reveals={YES: ["how"]},
        initial=NO,
    )
    how = TextField(
        "How?",
        max_length=300,
        hint="A sentence for readers, such as: The lead confirmed it by email. Name nobody else.",
        missing="Say how you checked it",
    )

    @property
    def check(self) -> Check | None:
        """The check of today, or None."""
        said = self.cleaned_data
        return Check(clock.today(), said["how"]) if said["checked"] == YES else None


class EditForm(LeaveForm, WhyForm):
    """A row as an editor leaves it, and why."""

    field_order = [*RowForm.base_fields, "checked", "how", "why"]
