"""Somebody who looks after the server."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from pares.ground.errands.models import Beat
from pares.ground.letters.models import Letter
from pares.ground.membership.models import Role
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.pages.actors.account import Account
from pares.pages.actors.reach import one

QUIET = timedelta(minutes=5)


@dataclass(frozen=True)
class Operator(Account):
    """Somebody who looks after the server; sees counts and accounts, no participant."""

    def schemes(self) -> "QuerySet[Scheme]":
        """Return every scheme with how many leads and cohorts it has."""
        leads = Count("memberships", filter=Q(memberships__role=Role.LEAD, memberships__ended_at=None), distinct=True)
        counted = Scheme.objects.annotate(leads=leads, runs=Count("cohorts", distinct=True))
        return counted.order_by("name")

    def openers(self) -> "QuerySet[Person]":
        """Return who may open a scheme."""
        return Person.objects.filter(may_open_schemes=True).order_by("name")

    def health(self, at: datetime) -> dict[str, object]:
        """Return whether the worker lives, which database answers, and how the post stands."""
        return {
            "worker": Beat.alive("worker", since=at - QUIET),
            "engine": {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor],
            "waiting": Letter.objects.unsent().count(),
            "undelivered": Letter.objects.undelivered().count(),
        }

    def editors(self) -> "QuerySet[Person]":
        """Return who may edit the site's words."""
        return Person.objects.filter(is_editor=True).order_by("name")

    def editor(self, person: UUID) -> Person:
        """Return one of them."""
        return one(self.editors(), pk=person)
