"""Why a pair that stands would not be made today: in the matching's words, a private reason in its own alone."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from pares.ground.cohorts.models import Cohort
from pares.stages.matching.exclusions import Exclusion
from pares.stages.matching.models import Pair
from pares.stages.matching.pool import exclusions_between
from pares.stages.mentoring.changeover.models import UNDECIDED, PairInQuestion, PairsInQuestion, Stands

# What can come to stand between two people who have been matched. A mentor's places, training or leave cannot.
COUNTS = (
    Exclusion.SUPERVISOR,
    Exclusion.PROGRAMME_DIRECTOR,
    Exclusion.PANEL_MEMBER,
    Exclusion.ROTA_MAKER,
    Exclusion.SAME_TEAM,
    Exclusion.GRADE_TOO_CLOSE,
    Exclusion.GRADE_TOO_FAR,
    Exclusion.TRAVEL,
    Exclusion.PRIVATE,
)
Kinds = tuple[Exclusion, ...]


def against(cohort: Cohort, pairs: Iterable[Pair]) -> dict[UUID, Kinds]:
    """Return what speaks against each of a cohort's pairs that would not be made today, by its id."""
    found = {pair: tuple(kind for kind in kinds if kind in COUNTS) for pair, kinds in _between(cohort, pairs)}
    return {pair: kinds for pair, kinds in found.items() if kinds}


def to_look_at(questions: PairsInQuestion, cohort: Cohort) -> list[tuple[PairInQuestion, list[str]]]:
    """Return the pairs on a cohort's list with why, as it is now, those that wait for their two partners last.

    One that may be made again is not among them, even before anybody has looked at it again.
    """
    undecided = questions.of_standing(cohort).filter(stands__in=UNDECIDED)
    listed = sorted(undecided, key=lambda each: each.stands == Stands.ASKED)
    found = against(cohort, [each.pair for each in listed])
    return [(each, in_words(found[each.pair_id])) for each in listed if each.pair_id in found]


def in_words(kinds: Kinds) -> list[str]:
    """Return the sentences a lead reads; the private one only where there is no other."""
    return [kind.value for kind in kinds if kind is not Exclusion.PRIVATE] or [kind.value for kind in kinds]


def marks(pair: Pair, kinds: Kinds) -> list[str]:
    """Return a mark for each reason there could be, the same every time: whether it is one of these or not.

    Without the key nobody reads from them which of the reasons there are, nor how many.
    """
    return sorted(_mark(pair, kind.name if kind in kinds else f"not {kind.name}") for kind in COUNTS)


def holds(found: Iterable[str], pair: Pair, kinds: Kinds) -> bool:
    """Tell whether marks kept earlier hold all of these reasons."""
    return {_mark(pair, kind.name) for kind in kinds} <= {*found}


def _mark(pair: Pair, told: str) -> str:
    key = base64.b64decode(settings.WISHES_KEY)
    return hmac.new(key, f"{pair.pk}:{told}".encode(), hashlib.sha256).hexdigest()


def _between(cohort: Cohort, pairs: Iterable[Pair]) -> Iterable[tuple[UUID, Kinds]]:
    listed = list(pairs)
    return exclusions_between(cohort, listed).items() if listed else ()
