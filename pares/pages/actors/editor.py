"""An editor of the site: its guidance, its library, its directory and its standard letters."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from pares.ground.letters.models import Letter, Letters
from pares.ground.wording.models import Review, Revision
from pares.guide.directory import listing
from pares.guide.directory.models import RowVersion, Suggestion, Suggestions
from pares.guide.directory.schemes import Scheme
from pares.guide.experience.models import LeadersAccount, LeadersAccounts
from pares.guide.library.curating.models import (
    LicenceChange,
    LicenceChanges,
    LinkCheck,
    LinkChecks,
    PermissionRequest,
    PermissionRequests,
)
from pares.guide.library.models import Resource, Resources
from pares.pages.actors.account import Account
from pares.pages.actors.desk import Desk, desk
from pares.pages.actors.reach import NobodyHere, one


class Waiting(NamedTuple):
    """How much waits for the editors: what readers sent in, leaders' accounts, and owners to be asked again."""

    suggestions: int
    accounts: int
    owners: int


@dataclass(frozen=True)
class Editor(Account):
    """Somebody whom an operator lets edit the words of the whole site."""

    def desk(self, kind: str, key: str) -> Desk:
        """Return one of the site's texts to be changed."""
        return desk(self.person, kind, key)

    def changes(self) -> dict[tuple[str, str], Revision]:
        """Return the newest change of each of the site's texts, by kind and key, in one query."""
        return {(each.kind, each.key): each for each in Revision.objects.for_readers(None).newest()}

    def reviews(self) -> dict[tuple[str, str], Review]:
        """Return the latest review of each text, by kind and key, in one query."""
        return {(each.kind, each.key): each for each in Review.objects.newest()}

    def waiting(self, on: date) -> Waiting:
        """Return how much waits for an editor on a day; one query each."""
        asked = self.permission_requests().to_chase(on).count()
        return Waiting(self.suggestions().waiting().count(), self.accounts().waiting().count(), asked)

    def suggestions(self) -> Suggestions:
        """Return what readers sent in about the directory."""
        return Suggestion.objects.all()

    def suggestion(self, suggestion: UUID) -> Suggestion:
        """Return one of them."""
        return one(self.suggestions().select_related("decided_by", "taken_as"), pk=suggestion)

    def row(self, key: str) -> tuple[Scheme, int]:
        """Return a row of the directory, on the list or taken off it, and the number of its newest version, or 0."""
        newest = RowVersion.objects.of(key).first()
        found = newest.scheme if newest else listing.shipped_row(key)
        if found is None:
            raise NobodyHere
        return found, newest.number if newest else 0

    def row_versions(self, key: str) -> list[RowVersion]:
        """Return what was done to a row here, the newest first."""
        return list(RowVersion.objects.of(key))

    def accounts(self) -> LeadersAccounts:
        """Return the accounts that leaders sent in."""
        return LeadersAccount.objects.all()

    def account(self, account: UUID) -> LeadersAccount:
        """Return one of them."""
        return one(self.accounts().select_related("decided_by"), pk=account)

    def resources(self) -> Resources:
        """Return every record of the library, those taken out too, by title."""
        return Resource.objects.select_related("file").order_by("title", "slug")

    def resource(self, key: str) -> Resource:
        """Return one of them."""
        return one(self.resources(), slug=key)

    def permission_requests(self) -> PermissionRequests:
        """Return what owners were asked."""
        return PermissionRequest.objects.all()

    def permission_request(self, permission: UUID) -> PermissionRequest:
        """Return one of them."""
        return one(self.permission_requests().select_related("resource", "asked_by", "evidence_file"), pk=permission)

    def letters_to_owner(self, request: PermissionRequest) -> Letters:
        """Return the letters that this site sent to an owner, the latest last."""
        return Letter.objects.concerning(request.pk).order_by("made_at")

    def licence_changes(self, resource: Resource) -> LicenceChanges:
        """Return the history of a record's licence, the latest first."""
        return LicenceChange.objects.of(resource)

    def link_checks(self) -> LinkChecks:
        """Return how the links on our pages answered."""
        return LinkCheck.objects.all()
