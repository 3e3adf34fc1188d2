"""What somebody may change of a sign-up until the match."""

from dataclasses import fields
from typing import Any

from pares.pages.fields import LongTextField
from pares.pages.public.join_forms import (
    GROUP,
    MOST_MENTEES,
    TOGETHER,
    VIDEO,
    YourWishes,
    capacity_field,
    room,
    seen_by,
)
from pares.stages.recruitment import wishes
from pares.stages.recruitment.given import Given
from pares.stages.recruitment.models import Application, Part, WishKind


def about_field() -> LongTextField:
    """Ask a mentor what mentees may read."""
    return LongTextField(
        "What would you like mentees to know about you?",
        rows=4,
        max_length=500,
        counted=True,
        required=False,
        hint="Optional. Your mentee reads it. The leads may also ask mentees whom they would like before you are "
        "matched. Then a few mentees read it, with your name, grade, site, specialty and topics.",
        seen_by=seen_by(Application.held["about"]),
    )


class ChangeWishes(YourWishes):
    """Page 3 of the sign-up once more, without the agreement."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        """Show what was told before."""
        kwargs.setdefault("initial", _told(application))
        super().__init__(application.cohort, Part(application.part), application.person, *args, **kwargs)
        self.application = application
        del self.fields["agree"]
        if self.part == Part.MENTOR:
            self.fields["capacity"] = capacity_field(max(MOST_MENTEES, application.capacity))
            self.fields["about"] = about_field()
            self.order_fields(["about", "capacity", *self.field_order])

    def given(self) -> Given:
        """Return everything told before with these answers in their place."""
        before = {each.name: getattr(self.application, each.name, ()) for each in fields(Given)}
        lists = {name: tuple(before[name]) for name in ("availability", "experience")}
        lines = {"site": self.application.site, "specialty": self.application.specialty}
        return Given(**(before | lists | self.answers() | self._as_mentor() | {"wishes": self.wishes(lines)}))

    def _as_mentor(self) -> dict[str, Any]:
        """Return what only mentors say here: for how many there is room, and a few lines about themselves."""
        told = self.cleaned_data
        return room(told) | {"about": told["about"]} if self.part == Part.MENTOR else {}


def _told(application: Application) -> dict[str, Any]:
    told = wishes.of(application)
    names = {kind.value: [wish.whom for wish in told if wish.kind == kind] for kind in WishKind}
    ranked = sorted((wish for wish in told if wish.kind == WishKind.RANKED), key=lambda wish: wish.rank)
    return {
        "topics": [str(topic.pk) for topic in application.topics.all()],
        "about": application.about,
        "meeting": [
            *application.availability,
            *([VIDEO] if application.video else []),
            *([GROUP] if application.group else []),
        ],
        "capacity": f"{application.capacity}{TOGETHER if application.group else ''}",
        "ranked": "\n".join(wish.whom for wish in ranked),
        "not_with": "\n".join(names["not_with"]),
        "relationship": "\n".join(names["relationship"]),
        "demand": next((_demand(kind, whom) for kind in ("must", "prefer") for whom in names[kind]), ""),
    }


def _demand(kind: str, whom: str) -> str:
    return f"{kind}:{whom.partition(':')[0]}"
