"""Somebody with a role in a scheme, and what of the scheme they may reach."""

from dataclasses import dataclass
from uuid import UUID

from pares.ground.cohorts.models import Cohort, Cohorts
from pares.ground.membership.models import Role
from pares.ground.schemes.models import Scheme
from pares.ground.wording.models import Revision
from pares.guide.library.models import Resource, Resources, ShelfItem, ShelfItems
from pares.pages.actors.account import Account
from pares.pages.actors.desk import Desk, desk
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

    def is_lead(self) -> bool:
        """Tell whether this member is one of the scheme's leads."""
        return self.memberships().filter(role=Role.LEAD, scheme=self.scheme).exists()

    def wording_desk(self, key: str) -> Desk:
        """Return one of the letters that the scheme may word itself, to be changed."""
        return desk(self.person, "letters", key, self.scheme)

    def wordings(self) -> list[Revision]:
        """Return the newest change of each letter, the site's and the scheme's own, in one query."""
        return list(Revision.objects.for_readers(self.scheme).filter(kind="letters").newest())

    def leads_here(self) -> bool:
        """Tell whether this member leads the scheme."""
        return self.memberships().filter(scheme=self.scheme, role=Role.LEAD).exists()

    def shelf(self) -> ShelfItems:
        """Return what is on the scheme's shelf."""
        return ShelfItem.objects.of(self.scheme)

    def on_the_shelf(self, item: UUID) -> ShelfItem:
        """Return one of them."""
        return one(self.shelf(), pk=item)

    def library_files(self) -> Resources:
        """Return the library's records of which the site holds a copy; the licence says who may have it."""
        return Resource.objects.shown().with_files()
