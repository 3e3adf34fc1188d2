"""Somebody with a role in a scheme, and what of the scheme they may reach."""

from dataclasses import dataclass
from uuid import UUID

from pares.ground.cohorts.models import Cohort, Cohorts
from pares.ground.schemes.models import Scheme
from pares.pages.actors.account import Account
from pares.pages.actors.reach import one
from pares.stages.training.models import Session, Sessions


@dataclass(frozen=True)
class Member(Account):
    """Somebody with a role in one scheme."""

    scheme: Scheme

    def cohorts(self) -> Cohorts:
        """Return the scheme's cohorts, the latest first."""
        return Cohort.objects.filter(scheme=self.scheme).select_related("scheme")

    def cohort(self, slug: str) -> Cohort:
        """Return one of them."""
        return one(self.cohorts(), slug=slug)

    def registers(self) -> Sessions:
        """Return the sessions of the scheme's open cohorts that were not called off."""
        return Session.objects.standing().filter(cohort__scheme=self.scheme, cohort__closed_at=None).in_words()

    def register(self, session: UUID) -> Session:
        """Return one of them."""
        return one(self.registers(), pk=session)
