"""What a lead is asked when adding one person by hand."""

from typing import Any

from django.core.exceptions import ValidationError

from pares.ground.cohorts.models import Cohort
from pares.ground.letters import merge
from pares.ground.letters.address import NotOneAddress, single
from pares.ground.schemes.models import Joining
from pares.pages.fields import EmailField, NumberField, PagesForm, SelectField, TextField, TickField
from pares.pages.lead.imports_forms import address_from_field, answer_by_field, last_day_to_say_no
from pares.stages.recruitment.given import Given
from pares.stages.recruitment.models import Part

MOST_MENTEES = 4


class AddForm(PagesForm):
    """One person, as a lead knows them."""

    name = TextField("Name", max_length=300)
    email = EmailField(missing="Enter an email address")
    grade = SelectField("Grade", choices=[], required=False)
    site = SelectField("Site", choices=[], required=False)
    specialty = SelectField("Specialty", choices=[], required=False)
    team = TextField("Team", max_length=120, required=False, hint="Mentor and mentee are kept out of the same team.")
    capacity = NumberField("How many mentees", least=1, most=MOST_MENTEES, initial=1)
    group = TickField("In a group", required=False, hint="Tick this only where they said so.")
    address_from = address_from_field()
    answer_by = answer_by_field()

    def __init__(self, cohort: Cohort, part: Part, *args: Any, **kwargs: Any) -> None:
        """Offer the scheme's own lists, and ask what this part and this scheme ask."""
        super().__init__(*args, **kwargs)
        scheme = cohort.scheme
        self.lines: dict[str, dict[str, Any]] = {
            "grade": {str(each.pk): each for each in scheme.grades.all()},
            "site": {str(each.pk): each for each in scheme.sites.all()},
            "specialty": {str(each.pk): each for each in scheme.specialties.all()},
        }
        for name, lines in self.lines.items():
            self.offer(name, [(key, line.name) for key, line in lines.items()])
        if part == Part.MENTEE:
            del self.fields["capacity"]
        mentor = part == Part.MENTOR
        self.fields["group"].label = "They meet their mentees together, as a group" if mentor else "A group suits them"
        if part == Part.MENTOR or scheme.joining != Joining.OPT_OUT:
            del self.fields["address_from"], self.fields["answer_by"]
        else:
            self.fields["answer_by"].initial = last_day_to_say_no(cohort)

    def clean_name(self) -> str:
        """Return the name on one line."""
        return merge.clean(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """Return the address, certain to be one."""
        try:
            return single(self.cleaned_data["email"]).lower()
        except NotOneAddress as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        """Refuse a group of one."""
        told = super().clean() or {}
        if told.get("group") and told.get("capacity") == 1:
            self.add_error("capacity", "A group has at least 2 mentees")
        return told

    def given(self) -> Given:
        """Return the answers."""
        told = self.cleaned_data
        chosen: dict[str, Any] = {name: lines.get(told[name]) for name, lines in self.lines.items()}
        return Given(**chosen, team=told["team"], capacity=told.get("capacity") or 1, group=told["group"])
