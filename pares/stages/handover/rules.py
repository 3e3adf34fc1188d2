"""Whether a scheme may be ended, and the sentence if not."""

from datetime import date

from pares.ground.cohorts.calendar import in_words
from pares.ground.cohorts.models import Cohort
from pares.ground.refusal import Refused
from pares.ground.schemes.models import Scheme
from pares.stages.evaluation.models import Survey, SurveyState
from pares.stages.matching.models import Pair


class PairsStillMeet(Refused):
    """A cohort runs, and its pairs would be left alone."""


class SurveyStillOpen(Refused):
    """A survey that nothing would close any more."""


def refuse_unfinished(scheme: Scheme, today: date) -> None:
    """Raise PairsStillMeet or SurveyStillOpen where people would be left in the middle of something."""
    running = Cohort.objects.filter(scheme=scheme, closed_at=None, changeover_on__gt=today)
    meeting = running.filter(pk__in=Pair.objects.standing().values("cohort")).order_by("changeover_on").last()
    if meeting is not None:
        raise PairsStillMeet(
            f"Pairs of {meeting.name} still meet until {in_words(meeting.changeover_on)}. "
            "End the scheme after that day, or end the pairs first."
        )
    survey = Survey.objects.filter(cohort__scheme=scheme, state=SurveyState.OPEN).select_related("cohort").first()
    if survey is not None:
        raise SurveyStillOpen(
            f"A survey of {survey.cohort.name} is still open. Close it first: its answers stay sealed until then."
        )
