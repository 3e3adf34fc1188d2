"""What a lead is asked when bringing in a list of people."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.files.unreadable import MAX_BYTES, TooLarge
from pares.ground.schemes.models import Joining
from pares.pages.fields import DateField, FileField, PagesForm, RadiosField, SelectField, TextField
from pares.stages.recruitment.columns import MENTEES_ONLY, MENTORS_ONLY, WORDS, Meaning, faults
from pares.stages.recruitment.models import Part, Upload
from pares.stages.recruitment.rules import round_closes

DAYS_TO_SAY_NO = timedelta(days=7)
_SHOWN = 3
_LONGEST_SHOWN = 40


def last_day_to_say_no(cohort: Cohort) -> date:
    """Return the day proposed for saying no: when mentee sign-up closes, and at least a week away."""
    return max(round_closes(cohort, Part.MENTEE), soonest())


def soonest() -> date:
    """Return the first day that may be the last one to say no."""
    return clock.today() + DAYS_TO_SAY_NO


def address_from_field() -> TextField:
    """Ask where addresses on an opt-out list came from."""
    return TextField(
        "Where did these addresses come from?",
        hint="Everybody reads this in their letter: “You are on the list of new starters kept by the postgraduate "
        "office”. Begin with “the list of”.",
        max_length=200,
        missing="Say where these addresses came from",
    )


def answer_by_field() -> DateField:
    """Ask until when people on an opt-out list may say no."""
    return DateField(
        "Last day to say no",
        hint="At least 7 days from today. Nobody is matched before this day has passed.",
        earliest=soonest,
    )


def _who(**reveals: Any) -> RadiosField:
    choices = [(Part.MENTOR.value, "Mentors"), (Part.MENTEE.value, "Mentees")]
    return RadiosField("Who is on this list?", choices=choices, **reveals)


class UploadForm(PagesForm):
    """The file, who is on it, and for an opt-out list what its people are told."""

    part = _who(reveals={Part.MENTEE.value: ["address_from", "answer_by"]})
    address_from = address_from_field()
    answer_by = answer_by_field()
    file = FileField("The list", endings=(".csv", ".xlsx"), hint="CSV or Excel (.xlsx), up to 10 MB and 10,000 rows.")
    sheet = TextField(
        "Name of the sheet",
        hint="Only if the workbook has several and the list is not found by itself.",
        required=False,
        max_length=31,
    )

    def __init__(self, cohort: Cohort, *args: Any, **kwargs: Any) -> None:
        """Ask the questions of an opt-out list only where there are any."""
        super().__init__(*args, **kwargs)
        if cohort.scheme.joining == Joining.OPT_OUT:
            self.fields["answer_by"].initial = last_day_to_say_no(cohort)
        else:
            self.fields["part"] = _who()
            del self.fields["address_from"], self.fields["answer_by"]

    def refuse_huge(self, length: int) -> None:
        """Say that a file was too large to arrive at all, given the length of what was sent in bytes."""
        if length > MAX_BYTES and "file" not in self.files:
            self.errors.pop("file", None)
            self.add_error("file", TooLarge.sentence)


class ColumnsForm(PagesForm):
    """What each column means, in the file's own order."""

    def __init__(self, upload: Upload, *args: Any, **kwargs: Any) -> None:
        """Put one select for each column, set to what is known or guessed."""
        super().__init__(*args, **kwargs)
        self.headings: list[str] = upload.headings
        meant = {place: meaning for meaning, place in upload.columns.items()}
        other = MENTEES_ONLY if upload.part == Part.MENTOR else MENTORS_ONLY
        choices = [(each.value, WORDS[each]) for each in Meaning if each not in other]
        for place, heading in enumerate(self.headings):
            self.fields[f"column{place}"] = SelectField(
                heading[:100],
                choices=choices,
                empty="Leave this column out",
                required=False,
                initial=meant.get(place),
                hint=_such_as([row[place + 1] for row in upload.rows]),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a choice of columns that cannot be read."""
        cleaned = super().clean() or {}
        for sentence in faults(self.chosen(), self.headings):
            self.add_error(None, sentence)
        return cleaned

    def chosen(self) -> dict[int, Meaning]:
        """Return what each column means, by its place; columns left out are not there."""
        said = {place: self.cleaned_data.get(f"column{place}") for place in range(len(self.headings))}
        return {place: Meaning(meaning) for place, meaning in said.items() if meaning}


def _such_as(cells: Sequence[str]) -> str:
    shown = list(dict.fromkeys(cell for cell in cells[:200] if cell))[:_SHOWN]
    short = [cell if len(cell) <= _LONGEST_SHOWN else cell[: _LONGEST_SHOWN - 1] + "…" for cell in shown]
    return f"Such as: {', '.join(short)}" if short else "This column is empty."
