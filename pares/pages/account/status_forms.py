"""What somebody may change of a sign-up until the match."""

from dataclasses import fields
from typing import Any

from pares.pages.public.join_forms import YourWishes
from pares.stages.recruitment import wishes
from pares.stages.recruitment.given import Given
from pares.stages.recruitment.models import Application, Part, WishKind


class ChangeWishes(YourWishes):
    """Page 3 of the sign-up once more, without the agreement."""

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        """Show what was told before."""
        kwargs.setdefault("initial", _told(application))
        super().__init__(application.cohort, Part(application.part), application.person, *args, **kwargs)
        self.application = application
        del self.fields["agree"]

    def given(self) -> Given:
        """Return everything told before with these answers in their place."""
        before = {each.name: getattr(self.application, each.name, ()) for each in fields(Given)}
        lists = {name: tuple(before[name]) for name in ("availability", "experience")}
        lines = {"site": self.application.site, "specialty": self.application.specialty}
        return Given(**(before | lists | self.answers() | {"wishes": self.wishes(lines)}))


def _told(application: Application) -> dict[str, Any]:
    told = wishes.of(application)
    names = {kind.value: [wish.whom for wish in told if wish.kind == kind] for kind in WishKind}
    ranked = sorted((wish for wish in told if wish.kind == WishKind.RANKED), key=lambda wish: wish.rank)
    return {
        "topics": [str(topic.pk) for topic in application.topics.all()],
        "meeting": [*application.availability, *(["video"] if application.video else [])],
        "ranked": "\n".join(wish.whom for wish in ranked),
        "not_with": "\n".join(names["not_with"]),
        "relationship": "\n".join(names["relationship"]),
        "demand": next((_demand(kind, whom) for kind in ("must", "prefer") for whom in names[kind]), ""),
    }


def _demand(kind: str, whom: str) -> str:
    return f"{kind}:{whom.partition(':')[0]}"
