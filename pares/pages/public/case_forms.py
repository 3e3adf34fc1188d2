"""The calculator's questions, made from its assumptions."""

from decimal import Decimal, InvalidOperation
from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.forms import BoundField, Field

from pares.guide.handbook.case_inputs import ASSUMPTIONS, LENGTHS, Assumption, Group, Inputs, faults
from pares.pages.fields import NumberField, PagesForm, RadiosField, TextField
from pares.pages.fields.asked import Asked
from pares.pages.rendering import counted

PENCE = Decimal("0.01")
LONGEST_AMOUNT = 15
WRONG = "{} must be an amount in pounds, such as 45 or 45.50"


class PoundsField(TextField):
    """An amount in pounds, or None where none is typed."""

    prefix = "£"
    inputmode = "decimal"

    def __init__(self, label: str, *, most: int, **asked: Unpack[Asked]) -> None:
        """Ask for an amount up to the most."""
        self.most = most
        super().__init__(label, width=5, max_length=LONGEST_AMOUNT, **asked)

    def clean(self, value: Any) -> Any:
        """Return the amount with its pence."""
        typed = str(super().clean(value)).replace(",", "").removeprefix("£").strip()
        if not typed:
            return None
        if not typed.isascii() or set(typed) - set("0123456789."):
            raise ValidationError(WRONG.format(self.label))
        try:
            amount = Decimal(typed)
            exact = amount.quantize(PENCE)
        except InvalidOperation:
            raise ValidationError(WRONG.format(self.label)) from None
        if amount > self.most:
            raise ValidationError(f"{self.label} must be £{self.most:,} or less")
        if amount != exact:
            raise ValidationError(f"{self.label} can have at most two digits after the point")
        return exact


class CaseForm(PagesForm):
    """Every number of the calculator."""

    def __init__(self, asked: dict[str, str] | None) -> None:
        """Take what an address holds; a number that is not in it is the usual one."""
        usual = {each.name: "" if each.usual is None else str(each.usual) for each in ASSUMPTIONS}
        super().__init__(usual | (asked or {}))
        for each in ASSUMPTIONS:
            self.fields[each.name] = _field(each)

    def clean(self) -> dict[str, Any] | None:
        """Refuse numbers that do not fit together."""
        cleaned = super().clean()
        if not self.errors:
            for name, sentence in faults(self.inputs).items():
                self.add_error(name, sentence)
        return cleaned

    @property
    def inputs(self) -> Inputs:
        """The numbers given."""
        numbers: dict[str, Any] = self.cleaned_data | {"months": int(self.cleaned_data["months"])}
        return Inputs(**numbers)

    def group(self, group: Group) -> list[BoundField]:
        """Return the questions about one thing."""
        return [self[each.name] for each in ASSUMPTIONS if each.group is group]

    def faulty(self, group: Group) -> bool:
        """Tell whether one of them has a fault."""
        return any(each.name in self.errors for each in ASSUMPTIONS if each.group is group)


def _field(each: Assumption) -> Field:
    if each.name == "months":
        choices = [(str(length), counted(length, "month")) for length in LENGTHS]
        return RadiosField(each.label, choices=choices)
    if each.unit == "pounds":
        return PoundsField(each.label, most=each.most, required=False)
    return NumberField(each.label, least=each.least, most=each.most, suffix=each.unit, hint=each.note)
