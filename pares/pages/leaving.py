"""Somebody stops altogether: a pair that stands ends with it, and both are told as at any ending."""

from datetime import datetime

from django.db import transaction

from pares.ground.people.models import Person
from pares.stages.matching.actions import close_pair
from pares.stages.matching.models import Ended
from pares.stages.recruitment.actions import withdraw
from pares.stages.recruitment.models import Application, Part


@transaction.atomic
def leave(*, application: Application, by: Person, at: datetime) -> Application:
    """End the pairs of somebody who stops, then the application; doing it again changes nothing."""
    pairs = application.pairs_as_mentor if application.part == Part.MENTOR else application.pairs_as_mentee
    for pair in pairs.filter(ended_at=None):
        close_pair(pair=pair, ended=Ended.LEFT, by=by, at=at)
    return withdraw(application=application, by=by, at=at)
