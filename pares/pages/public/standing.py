"""How a text stands: when its words last changed, who reviewed them, and for an editor the way to change them."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from pares.ground.people.models import Person
from pares.ground.wording import draft
from pares.ground.wording.models import Review
from pares.ground.wording.shipped import Words
from pares.pages.actors.visitor import review_of


@dataclass(frozen=True)
class Standing:
    """When the words changed, their latest review and whether it was of these words, where an editor changes them."""

    changed: date | None
    review: Review | None
    is_of_these: bool
    edit: str


def standing(request: HttpRequest, words: Words) -> Standing:
    """Return how these words, as `current` returned them, stand; one query."""
    review = review_of(words.kind, words.key)
    is_of_these = review is not None and review.words == draft.of(words).fingerprint
    return Standing(words.changed, review, is_of_these, edit_address(request, words.kind, words.key))


def edit_address(request: HttpRequest, kind: str, key: str) -> str:
    """Return where an editor of the site changes a text; "" for everybody else."""
    user = getattr(request, "user", None)
    if isinstance(user, Person) and user.is_editor:
        return reverse("editor.words.edit", kwargs={"kind": kind, "key": key})
    return ""
