"""What may be answered and decided after a changeover, and the sentence if not."""

from pares.ground.refusal import Refused
from pares.stages.matching.models import Pair
from pares.stages.mentoring.changeover.models import PairInQuestion, Stands
from pares.stages.mentoring.rules import Closed
from pares.stages.recruitment.models import Application, Part

ANSWERABLE = (Stands.ASKED, Stands.NOT_AGREED, Stands.KEPT)


class AlreadyAsked(Refused):
    """The two have been asked and one of them would rather not."""

    sentence = "They have been asked, and did not both agree to go on. Match anew, or end the pair."


class MayGoOn(Refused):
    """Nothing speaks against the pair any more."""

    sentence = "Nothing speaks against this pair any more, so there is nothing to decide."


class NotTold(Refused):
    """Who does not know of the match yet cannot be asked about it."""

    sentence = "The two have not both been told of the match yet, so they cannot be asked. Match anew, or end the pair."


def has_partner(application: Application) -> bool:
    """Tell whether the person has a pair that stands, in a cohort that is not closed."""
    pairs = Pair.objects.standing().filter(cohort=application.cohort_id, cohort__closed_at=None)
    return pairs.filter(**{Part(application.part).value: application}).exists()


def is_open(question: PairInQuestion) -> bool:
    """Tell whether the two may still say whether they would like to go on."""
    pair = question.pair
    return question.stands in ANSWERABLE and pair.ended_at is None and pair.cohort.closed_at is None


def refuse_untold(pair: Pair) -> None:
    """Raise NotTold before both know of each other."""
    if pair.mentor_told_at is None or pair.mentee_told_at is None:
        raise NotTold


def refuse_over(application: Application) -> None:
    """Raise Closed where there is no pair any more whose posts would matter."""
    if not has_partner(application):
        raise Closed


def refuse_closed(question: PairInQuestion) -> None:
    """Raise Closed where nobody asks any more."""
    if not is_open(question):
        raise Closed
