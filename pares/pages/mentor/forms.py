"""What mentors and mentees are asked on their pair's pages."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.forms import BoundField

from pares.ground.refusal import Refused
from pares.pages.fields import CheckboxesField, DateField, PagesForm, RadiosField, TickField
from pares.stages.matching.models import Pair
from pares.stages.mentoring.actions import Met
from pares.stages.mentoring.models import Band, Mode
from pares.stages.mentoring.rules import refuse_day

ROWS = (1, 2, 3)
EXACT, ABOUT = "exact", "about"
SURE = ((EXACT, "It was that day"), (ABOUT, "It was about then"))


class Accept(PagesForm):
    """The agreement, accepted by a tick."""

    accept = TickField("I accept this agreement", missing="Tick the box to accept the agreement, or go back")


class AddSessions(PagesForm):
    """Up to three sessions, each a day, a length and a way; a row left empty is left out. No field takes words."""

    def __init__(self, *args: Any, pair: Pair, today: date, others: Sequence[Pair] = (), **kwargs: Any) -> None:
        """Ask about one pair's sessions up to today, and who of the mentor's `others` in the group was there too."""
        super().__init__(*args, **kwargs)
        self.pair, self.today = pair, today
        self.others = {str(each.pk): each for each in others}
        for row in ROWS:
            self.fields |= _row(row)
        if others:
            names = [(key, str(each.mentee.person)) for key, each in self.others.items()]
            hint = "Each session above is added for everybody with a tick too."
            self.fields["others"] = CheckboxesField(
                "Who else of your group was there?", choices=names, required=False, hint=hint
            )

    @property
    def rows(self) -> list[tuple[int, list[BoundField], bool]]:
        """Each row's number, its questions, and whether it is in use."""
        used = self.is_bound
        return [(row, [self[name] for name in _row(row)], used and self._touched(row)) for row in ROWS]

    @property
    def met(self) -> list[Met]:
        """The sessions given; only once the form is valid."""
        given = self.cleaned_data
        return [
            Met(
                on=given[f"on_{row}"],
                band=Band(given[f"band_{row}"]),
                mode=Mode(given[f"mode_{row}"]),
                about=given[f"sure_{row}"] == ABOUT,
            )
            for row in ROWS
            if given.get(f"on_{row}")
        ]

    @property
    def there(self) -> list[Pair]:
        """The other pairs of the group that met too; only once the form is valid."""
        return [self.others[key] for key in self.cleaned_data.get("others", ())]

    def clean(self) -> dict[str, Any] | None:
        """Ask for what is missing in a row that was begun, and in the first where all are empty."""
        cleaned = super().clean()
        begun = [row for row in ROWS if self._touched(row)] or [ROWS[0]]
        for row in begun:
            self._ask_for_the_rest(row)
            self._refuse_absent(row)
        return cleaned

    def _refuse_absent(self, row: int) -> None:
        """Refuse others who had not been matched on that day."""
        on = self.cleaned_data.get(f"on_{row}")
        if on is None or f"on_{row}" in self.errors:
            return
        for key in self.cleaned_data.get("others", ()):
            try:
                refuse_day(self.others[key], on, self.today)
            except Refused as refused:
                self.add_error("others", f"{self.others[key].mentee.person}: {refused}")
                return

    def _touched(self, row: int) -> bool:
        return any(self.data.get(f"{name}_{row}{box}") for name, box in _TYPED)

    def _ask_for_the_rest(self, row: int) -> None:
        which = f"Session {row}: " if row > 1 else ""
        for name, sentence in _MISSING.items():
            field = f"{name}_{row}"
            if field not in self.errors and not self.cleaned_data.get(field):
                self.add_error(field, f"{which}{sentence}" if which else sentence[:1].upper() + sentence[1:])
        if on := self.cleaned_data.get(f"on_{row}"):
            try:
                refuse_day(self.pair, on, self.today)
            except Refused as refused:
                self.add_error(f"on_{row}", f"{which}{refused}")


_TYPED = (("on", "-day"), ("on", "-month"), ("on", "-year"), ("band", ""), ("mode", ""))
_MISSING = {
    "on": "enter the day you met",
    "band": "select about how long it took",
    "mode": "select how you met",
}


def _row(row: int) -> dict[str, Any]:
    """Return the questions of one row, none required on its own."""
    return {
        f"on_{row}": DateField("When did you meet?", hint="For example, 7 4 2027", required=False),
        f"sure_{row}": RadiosField(
            "How sure are you of the day?", choices=SURE, initial=EXACT, inline=True, required=False
        ),
        f"band_{row}": RadiosField("About how long did it take?", choices=Band, required=False),
        f"mode_{row}": RadiosField("How did you meet?", choices=Mode, required=False),
    }
