"""What somebody is asked when signing up: twelve questions on three pages, and the agreement."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.held import Held
from pares.ground.letters import merge
from pares.ground.letters.address import NotOneAddress, single
from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Entry
from pares.pages.fields import (
    CheckboxesField,
    EmailField,
    LongTextField,
    PagesForm,
    RadiosField,
    SelectField,
    TextField,
    TickField,
)
from pares.stages.recruitment.given import AVAILABILITY, Given, GivenWish
from pares.stages.recruitment.models import Application, Part, WishKind
from pares.stages.recruitment.rules import refuse_uninvited

VIDEO, GROUP = "video", "group"
MOST_MENTEES, MOST_IN_A_GROUP = 3, 4
TOGETHER = "+"
MOST_NAMES = 3
MOST_TOPICS = 6
LONGEST_NAME = 80


def seen_by(held: Held) -> str:
    """Return who reads an answer and how long it is kept, from what its table declares."""
    return f"Seen by {held.readers}. Kept: {held.until}."


_PERSON = {name: seen_by(held) for name, held in Person.held.items()}
_ANSWER = {name: seen_by(held) for name, held in Application.held.items()}
_IN_A_GROUP = (
    "You would all meet together. What is said in the group stays in the group: everybody in it promises that, and "
    "more people hear it than with a mentor alone. Without this tick you meet your mentor alone. If somebody you would "
    "rather not be matched with, or know well, is a mentee too, we do not put you in a group."
)
_SEALED = "Sealed: no person reads it, not even the leads. Erased on the cohort's last day."
_FOR_THE_MATCH = (
    "Sealed. While leads prepare the match, they see it where it speaks for a pair. Once the match is confirmed, no "
    "person reads it. Erased on the cohort's last day."
)
_ONE_THING = (
    "Sealed. A must no person reads, not even the leads. A preference leads see where it speaks for a pair, and only "
    "until the match is confirmed. Erased on the cohort's last day."
)


class SignUpForm(PagesForm):
    """One of the three pages."""

    def __init__(self, cohort: Cohort, part: Part, person: Person | None, *args: Any, **kwargs: Any) -> None:
        """Take what the questions depend on; `person` is somebody signed in, or None."""
        super().__init__(*args, **kwargs)
        self.cohort, self.part, self.person = cohort, part, person
        self.prepare()

    def prepare(self) -> None:
        """Fit the questions to the scheme and the part."""


class AboutYou(SignUpForm):
    """Page 1: who somebody is."""

    name = TextField("Your name", max_length=300, autocomplete="name", seen_by=_PERSON["name"])
    email = EmailField(
        hint="We send a code to it, to be sure that it is yours. A personal address is fine.", seen_by=_PERSON["email"]
    )
    personal_email = EmailField(
        "Personal email address",
        hint="Optional. One that stays yours when you change posts, so that letters still reach you.",
        required=False,
        seen_by=_PERSON["personal_email"],
    )
    code = TextField(
        "Invitation code", width=10, max_length=40, hint="In the letter that invited you.", seen_by="Not kept."
    )

    def prepare(self) -> None:
        """Ask for the code only where the scheme has one; do not ask again what the account says."""
        if self.cohort.scheme.entry == Entry.CODE:
            del self.fields["personal_email"]
        else:
            del self.fields["code"]
        if self.cohort.scheme.entry == Entry.DOMAINS:
            self.fields["email"].help_text = f"Your work address: one that ends in {self._domains()}."
        if self.person is not None:
            del self.fields["name"], self.fields["email"]

    def clean_name(self) -> str:
        """Return the name on one line."""
        if name := merge.clean(self.cleaned_data["name"]):
            return name
        raise ValidationError(self.fields["name"].error_messages["required"])

    def clean_email(self) -> str:
        """Return the address, certain to be one."""
        return _address(self.cleaned_data["email"])

    def clean_personal_email(self) -> str:
        """Return the address, certain to be one, or nothing."""
        return _address(self.cleaned_data["personal_email"]) if self.cleaned_data["personal_email"] else ""

    def clean(self) -> dict[str, Any]:
        """Refuse somebody the scheme did not ask."""
        told = super().clean() or {}
        address = self.person.email if self.person else told.get("email", "")
        try:
            if address and (told.get("code") or "code" not in self.fields):
                refuse_uninvited(self.cohort.scheme, code=told.get("code", ""), work_address=address)
        except Refused as refused:
            self.refuse(refused)
        return told

    def _domains(self) -> str:
        return " or ".join(self.cohort.scheme.domains)


def capacity_field(most: int = MOST_MENTEES) -> RadiosField:
    """Ask a mentor for how many mentees there is room, up to `most` each alone or 4 all together."""
    alone = [(str(number), f"{number}, each alone" if number > 1 else "1") for number in range(1, most + 1)]
    numbers = range(2, MOST_IN_A_GROUP + 1)
    together = [(f"{number}{TOGETHER}", f"Up to {number}, together as a group") for number in numbers]
    return RadiosField(
        "How many mentees could you take on?",
        choices=[*alone, *together],
        hint="In a group you all meet together. Only mentees who said that a group suits them join one.",
        seen_by=_ANSWER["group"],
    )


def room(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a mentor said of capacity and group; nothing of the group where a mentor was not asked."""
    said = told.get("capacity") or ""
    number = {"capacity": int(said.removesuffix(TOGETHER) or 1)}
    return number | {"group": said.endswith(TOGETHER)} if said else number


class YourWork(SignUpForm):
    """Page 2: where somebody works."""

    grade = SelectField("Your grade", choices=[], seen_by=_ANSWER["grade"])
    site = SelectField("Where you work", hint="During this cohort.", choices=[], seen_by=_ANSWER["site"])
    specialty = SelectField(
        "Your specialty, or the one you are drawn to", choices=[], required=False, seen_by=_ANSWER["specialty"]
    )
    team = TextField(
        "Your team or ward",
        max_length=120,
        required=False,
        hint="Optional. We keep mentor and mentee out of the same team.",
        seen_by=_ANSWER["team"],
    )
    capacity = capacity_field()

    def prepare(self) -> None:
        """Offer the scheme's own lists; ask mentors how many they have room for."""
        scheme = self.cohort.scheme
        self.lines: dict[str, dict[str, Any]] = {
            "grade": {str(each.pk): each for each in scheme.grades.all()},
            "site": {str(each.pk): each for each in scheme.sites.all()},
            "specialty": {str(each.pk): each for each in scheme.specialties.all()},
        }
        for name, lines in self.lines.items():
            self.offer(name, [(key, line.name) for key, line in lines.items()])
            if not lines:
                del self.fields[name]
        if self.part == Part.MENTEE:
            del self.fields["capacity"], self.fields["team"]

    def answers(self) -> dict[str, Any]:
        """Return the answers as `Given` has them."""
        told = self.cleaned_data
        chosen = {name: lines.get(told.get(name, "")) for name, lines in self.lines.items()}
        return chosen | {"team": told.get("team", "")} | room(told)


class Wishes(SignUpForm):
    """What somebody wants of the match: sealed the moment it arrives."""

    ranked = LongTextField(
        "Is there anybody you would like as your mentor?",
        rows=3,
        max_length=300,
        required=False,
        hint="Optional. Up to 3 names or addresses, one a line, the one you want most first.",
        seen_by=_FOR_THE_MATCH,
    )
    not_with = LongTextField(
        "Is there anybody you would rather not be matched with?",
        rows=2,
        max_length=300,
        required=False,
        hint="Optional. One name or address a line. Nobody asks why.",
        seen_by=_SEALED,
    )
    relationship = LongTextField(
        "Do you know anybody here well in private life?",
        rows=2,
        max_length=300,
        required=False,
        hint="Optional. One name or address a line. We do not match you with them.",
        seen_by=_SEALED,
    )
    demand = SelectField(
        "Is there one thing that matters most to you?",
        choices=[],
        empty="Nothing in particular",
        required=False,
        hint="Optional. A must makes it harder to find somebody for you.",
        seen_by=_ONE_THING,
    )

    def prepare(self) -> None:
        """Ask mentees for all four wishes, mentors for the two that keep people apart."""
        self.offer("demand", _DEMANDS.items())
        if self.part == Part.MENTOR:
            del self.fields["ranked"], self.fields["demand"]

    def clean_ranked(self) -> list[str]:
        """Return the names, the first wish first."""
        return _names(self.cleaned_data["ranked"])

    def clean_not_with(self) -> list[str]:
        """Return the names."""
        return _names(self.cleaned_data["not_with"])

    def clean_relationship(self) -> list[str]:
        """Return the names."""
        return _names(self.cleaned_data["relationship"])

    def wishes(self, lines: Mapping[str, Any]) -> tuple[GivenWish, ...]:
        """Return the wishes; `lines` are the person's own site and specialty, which a must speaks of."""
        told = self.cleaned_data
        ranked = [GivenWish(WishKind.RANKED, name, rank) for rank, name in enumerate(told.get("ranked", []), 1)]
        apart = [
            GivenWish(kind, name)
            for kind in (WishKind.NOT_WITH, WishKind.RELATIONSHIP)
            for name in told.get(kind.value, [])
        ]
        return (*ranked, *apart, *_demand(told.get("demand", ""), lines))


class YourWishes(Wishes):
    """Page 3: the match, and the agreement."""

    topics = CheckboxesField(
        "What would you like to talk about?",
        choices=[],
        required=False,
        most=MOST_TOPICS,
        hint=f"Optional. Up to {MOST_TOPICS}.",
        seen_by=_ANSWER["topics"],
    )
    meeting = CheckboxesField(
        "When and how could you meet?",
        choices=[*AVAILABILITY.items(), (VIDEO, "By video call"), (GROUP, "In a group of up to 4 with one mentor")],
        hints={GROUP: _IN_A_GROUP},
        required=False,
        hint="Optional. Tick all that suit you.",
        seen_by=_ANSWER["group"],
    )
    agree = TickField("I accept the agreement")
    field_order = ("topics", "meeting", "ranked", "not_with", "relationship", "demand", "agree")

    def prepare(self) -> None:
        """Offer the scheme's topics, and ask mentors what they could help with."""
        super().prepare()
        self.lines = {str(each.pk): each for each in self.cohort.scheme.topics.all()}
        self.offer("topics", [(key, line.name) for key, line in self.lines.items()])
        if self.part == Part.MENTOR:
            self.fields["topics"].label = "What could you help with?"
            self.offer("meeting", [*AVAILABILITY.items(), (VIDEO, "By video call")])

    def answers(self) -> dict[str, Any]:
        """Return the answers as `Given` has them, the wishes apart."""
        told = self.cleaned_data
        times = tuple(key for key in told["meeting"] if key in AVAILABILITY)
        answers = {
            "topics": tuple(self.lines[key] for key in told["topics"]),
            "availability": times,
            "video": VIDEO in told["meeting"] or not {*told["meeting"]} - {GROUP},
        }
        return answers if self.part == Part.MENTOR else answers | {"group": GROUP in told["meeting"]}


def given(work: YourWork, wishes: YourWishes) -> Given:
    """Return what somebody told on pages 2 and 3."""
    answers = work.answers()
    return Given(**answers, **wishes.answers(), wishes=wishes.wishes(answers))


PAGES: tuple[type[SignUpForm], ...] = (AboutYou, YourWork, YourWishes)

_DEMANDS = {
    "prefer:not site": "I would prefer a mentor at another site",
    "must:not site": "It must be a mentor at another site",
    "prefer:site": "I would prefer a mentor at my site",
    "must:site": "It must be a mentor at my site",
    "prefer:not specialty": "I would prefer a mentor in another specialty",
    "must:not specialty": "It must be a mentor in another specialty",
    "prefer:specialty": "I would prefer a mentor in my specialty",
    "must:specialty": "It must be a mentor in my specialty",
}


def _demand(chosen: str, lines: Mapping[str, Any]) -> list[GivenWish]:
    strength, _, words = chosen.partition(":")
    trait = words.removeprefix("not ")
    if not lines.get(trait):
        return []
    whom = f"{'not ' if words.startswith('not ') else ''}{trait}:{lines[trait]}"
    return [GivenWish(WishKind(strength), whom)]


def _names(text: str) -> list[str]:
    names = [name for name in (merge.clean(line) for line in text.splitlines()) if name]
    if len(names) > MOST_NAMES:
        raise ValidationError(f"Write {MOST_NAMES} names or fewer, not {len(names)}")
    if long := next((name for name in names if len(name) > LONGEST_NAME), ""):
        raise ValidationError(f"“{long[:20]}…” is too long: write a name or an address on each line")
    return names


def _address(text: str) -> str:
    try:
        return single(text).lower()
    except NotOneAddress as refused:
        raise ValidationError("Enter an email address in the correct format, like name@example.com") from refused
