"""Where a mentor or mentee stands: their pairs, what is to be done and the dates ahead, cohort by cohort."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.pages.actors.partner import Partner
from pares.pages.partnership import Seen, terms
from pares.stages.matching.shortlists.models import Shortlist
from pares.stages.mentoring.models import as_seen_by
from pares.stages.recruitment.models import Application, Part
from pares.stages.training.models import Session

# What a step of the timeline is to somebody who takes part; all others are the leads' own.
STEPS = {
    "confirm_matches": "Matches are made about now",
    "cohort_starts": "The cohort starts",
    "extend_or_finish": "Time to decide whether to go on or to finish",
    "end_survey_opens": "The end survey opens",
    "end_survey_closes": "The end survey closes",
}


@dataclass
class Taken:
    """One cohort somebody takes part in."""

    application: Application
    pairs: list[Seen] = field(default_factory=list)
    trainings: list[tuple[Session, datetime]] = field(default_factory=list)
    """Sessions ahead, each with when it begins."""
    surveys: list[tuple[str, date]] = field(default_factory=list)
    """Addresses of surveys to answer, each with its last day."""
    choice: Shortlist | None = None
    """The mentors a mentee may choose between now."""
    dates: list[tuple[date, str]] = field(default_factory=list)

    @property
    def cohort(self) -> Cohort:
        """The cohort."""
        return self.application.cohort

    @property
    def standing(self) -> list[Seen]:
        """The pairs that have not ended."""
        return [seen for seen in self.pairs if seen.pair.ended_at is None]

    @property
    def ended(self) -> list[Seen]:
        """The pairs that have."""
        return [seen for seen in self.pairs if seen.pair.ended_at is not None]


def taken(partner: Partner, today: date) -> list[Taken]:
    """Return every cohort this person takes part in, the latest first; the number of queries is the same for all."""
    parts = [Taken(each) for each in partner.parts().order_by("-cohort__starts_on", "pk")]
    by_cohort = {each.application.cohort_id: each for each in parts}
    for seen in _pairs(partner):
        by_cohort[seen.pair.cohort_id].pairs.append(seen)
    for invitation in partner.surveys_to_answer():
        by_cohort[invitation.survey.cohort_id].surveys.append(
            (reverse("public.survey.answer", kwargs={"token": invitation.token}), invitation.survey.closes_on)
        )
    if partner.part is Part.MENTOR:
        for session in partner.training_sessions().filter(on__gte=today):
            by_cohort[session.cohort_id].trainings.append((session, begins(session)))
    if partner.part is Part.MENTEE:
        for listed in partner.choices_open(today):
            by_cohort[listed.mentee.cohort_id].choice = listed
    for cohort, day, words in _dates(partner, today):
        by_cohort[cohort].dates.append((day, words))
    return parts


def begins(session: Session) -> datetime:
    """Return when a session begins, on UK clocks."""
    return datetime.combine(session.on, session.starts, clock.LONDON)


def _pairs(partner: Partner) -> list[Seen]:
    rows = as_seen_by(partner.pairs(), partner.person, terms()).order_by("confirmed_at", "pk")
    return [Seen(pair, partner.part) for pair in rows]


def _dates(partner: Partner, today: date) -> Iterator[tuple[UUID, date, str]]:
    for step in partner.dates(today).filter(key__in=STEPS):
        yield step.cohort_id, step.on, STEPS[step.key]
