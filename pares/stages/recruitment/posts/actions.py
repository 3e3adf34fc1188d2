"""Changing where somebody works after they signed up."""

from datetime import datetime

from django.db import transaction

from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.schemes.models import Site
from pares.stages.recruitment.models import Application


@transaction.atomic
def change_post(  # noqa: PLR0913 - what a post is
    *, application: Application, site: Site | None, team: str, supervisors: str, by: Person | None, at: datetime
) -> Application:
    """Replace where somebody works, before or after the match; saying the same again changes nothing."""
    post = {"site": site, "team": team, "supervisors": supervisors}
    if Application.objects.filter(pk=application.pk).exclude(**post).update(**post):
        cohort = application.cohort
        note(
            verb="recruitment.change_post",
            by=by,
            at=at,
            kind="application",
            thing=application.pk,
            scheme=cohort.scheme_id,
            cohort=cohort.pk,
        )
    application.refresh_from_db()
    return application
