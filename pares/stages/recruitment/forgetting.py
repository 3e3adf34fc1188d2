"""What was told for the matching alone goes with the matching, on the cohort's last day; choices with the next list."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.stages.recruitment import wishes
from pares.stages.recruitment.models import FROM_A_SHORTLIST, Application, Wish

_NOTHING: dict[str, Any] = {
    "team": "",
    "previous_post": "",
    "supervisors": "",
    "exam": "",
    "availability": [],
    "experience": [],
    "travel_minutes": None,
    "on_leave": False,
}


@transaction.atomic
def forget_answers(*, at: datetime) -> int:
    """Empty the answers of cohorts whose last day is over that nothing but matching asks for; return of how many."""
    over = Application.objects.filter(cohort__changeover_on__lt=clock.local(at).date())
    told = over.exclude(
        Q(travel_minutes=None), **{name: value for name, value in _NOTHING.items() if value is not None}
    )
    emptied = told.update(**_NOTHING)
    if emptied:
        note(verb="recruitment.forget_answers", by=None, at=at, kind="application")
    return emptied


@transaction.atomic
def forget_choices(*, cohort: Cohort, of: Iterable[UUID], by: Person | None, at: datetime) -> None:
    """Erase what some of a cohort's people chose from an earlier shortlist, all other wishes as they are."""
    given = Wish.objects.filter(application__cohort=cohort, application__in=of).order_by("pk")
    chosen = [
        wish.pk
        for wish in given.select_for_update()
        if wishes.unseal(bytes(wish.sealed), wish.application_id).kind in FROM_A_SHORTLIST
    ]
    Wish.objects.filter(pk__in=chosen).delete()
    # The cohort and not the people: who had chosen stays out of the ledger.
    note(verb="recruitment.forget_choices", by=by, at=at, kind="cohort", thing=cohort.pk, scheme=cohort.scheme_id)
