"""A list of people on its way in: checked against the cohort, shown, and taken in by the worker."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.ground.errands.actions import report_progress
from pares.ground.errands.kinds import errand
from pares.ground.errands.models import Errand
from pares.ground.people.models import Person
from pares.stages.recruitment import actions, known_names
from pares.stages.recruitment.checking import Checked, Known, check
from pares.stages.recruitment.columns import Meaning
from pares.stages.recruitment.known_names import Names
from pares.stages.recruitment.models import GONE, TAKE_IN, Application, Part, Upload
from pares.stages.recruitment.outcomes import planned
from pares.stages.recruitment.rules import ListChanged


def known_of(cohort: Cohort, part: Part, on: date) -> Known:
    """Return what a list for that part of the cohort is checked against."""
    scheme = cohort.scheme
    taking = Application.objects.filter(cohort=cohort).exclude(state__in=GONE)
    people = list(taking.values_list("person__email", "person__name", "part"))
    return Known(
        part=part,
        grades=Names("grades", scheme.grades.all(), known_names.grade),
        sites=Names("sites", scheme.sites.all(), known_names.site),
        specialties=Names("specialties", scheme.specialties.all()),
        topics=Names("topics", scheme.topics.all()),
        parts={email.lower(): part for email, _, part in people},
        names={" ".join(name.casefold().split()): email.lower() for email, name, part in people if name},
        today=on,
    )


def checked(upload: Upload, on: date, progress: Callable[[int, int], object] | None = None) -> tuple[Checked, Known]:
    """Return what came of checking the list as its columns are named now, and what it was checked against."""
    known = known_of(upload.cohort, Part(upload.part), on)
    columns = {Meaning(meaning): place for meaning, place in upload.columns.items()}
    return check(upload.rows, upload.headings, columns, known, progress), known


@errand(TAKE_IN)
def take_in(asked: Errand, at: datetime) -> dict[str, Any]:
    """Check the list once more, take everybody in or nobody, then write the notices of an opt-out list.

    Safe to run again: a list already taken in stays so, and each notice is written once. Raises ListChanged.
    """
    upload = Upload.objects.select_related("cohort__scheme").get(pk=asked.arguments["upload"])
    by = Person.objects.filter(pk=asked.asked_by).first() if asked.asked_by else None
    if upload.taken_at is None:

        def progress(done: int, total: int) -> None:
            report_progress(errand=asked, done=done, total=total)

        found, _ = checked(upload, clock.local(at).date(), progress)
        if found.faults:
            raise ListChanged
        upload = actions.bring_in(upload=upload, planned=planned(upload, found.lines), by=by, at=at)
    _give_notices(upload, asked, by, at)
    return dict(upload.counts)


def _give_notices(upload: Upload, asked: Errand, by: Person | None, at: datetime) -> None:
    waiting = list(Application.objects.filter(cohort=upload.cohort_id).without_notice().in_words())
    for done, application in enumerate(waiting, 1):
        answer_by = application.answer_by
        if answer_by is not None:
            source = application.address_from
            actions.give_notice(application=application, address_from=source, answer_by=answer_by, by=by, at=at)
        if done % 50 == 0:
            report_progress(errand=asked, done=done, total=len(waiting))
