"""Whom a mentee could have instead, ranked, with what it costs the others; and who cannot be, with why."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pares.ground import clock
from pares.stages.matching import pool
from pares.stages.matching.alternatives import USUAL_NUMBER, Alternative, Move, alternatives
from pares.stages.matching.board.points import Points, points
from pares.stages.matching.board.words import fix_in_words
from pares.stages.matching.framing import Frame
from pares.stages.matching.models import Proposal
from pares.stages.matching.proposing import as_told, cost_in_words, fit_in_words, standing_locks, why
from pares.stages.matching.remedies import remedies
from pares.stages.matching.repair import Live
from pares.stages.recruitment.models import Application, Applications


@dataclass(frozen=True)
class Choice:
    """A mentor a mentee could have: how they fit, why, and what it costs the others."""

    mentor: Application
    score: int
    reasons: list[dict[str, Any]]
    places: int
    cost: str = ""
    moves: tuple[str, ...] = ()

    @property
    def fit(self) -> str:
        """How they fit, in words."""
        return fit_in_words(self.score)

    @property
    def points(self) -> Points | None:
        """What each criterion gave; None after the match, when points would tell what is not shown any more."""
        return points(self.reasons) if self.cost else None


@dataclass(frozen=True)
class Barred:
    """A mentor a mentee cannot have, and the sentences why."""

    mentor: Application
    why: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What there is to choose from for one mentee; `more` where further mentors were not tried.

    They come in order of cost; where `sealed` choices decide too, in order of fit, and no fit that is lost is said.
    `helpful` is what would give a mentor to a mentee who has none, in words.
    """

    possible: list[Choice]
    barred: list[Barred]
    more: bool = False
    sealed: bool = False
    helpful: tuple[str, ...] = ()


def instead(proposal: Proposal, mentee: Application, on: date, *, limit: int | None = USUAL_NUMBER) -> Choices | None:
    """Return the other mentors a mentee could have in a proposal, the least costly first.

    None where the mentee does not wait any more. Each is solved afresh: `limit` None tries every mentor there is.
    """
    frame = pool.frame_of(proposal.cohort, on, without=pool.set_aside(proposal.cohort))
    if str(mentee.pk) not in frame.rows:
        return None
    mentors = Application.objects.filter(cohort=proposal.cohort_id).mentors()
    people, names = _named(mentors), called(proposal.cohort_id)
    live = Live.of(frame.table(locked=standing_locks(proposal, frame), seed=proposal.seed))
    fits = {mentor.id: frame.score(str(mentee.pk), mentor.id) for mentor in frame.mentors} if frame.sealed else None
    found = alternatives(live, str(mentee.pk), limit=limit, fits=fits)
    possible = [_choice(frame, mentee, each, people, names) for each in found]
    helpful = remedies(frame, live, only=str(mentee.pk)).get(str(mentee.pk), ())
    return Choices(
        possible,
        barred(frame, mentee, people),
        more=limit is not None and len(found) == limit,
        sealed=frame.sealed,
        helpful=tuple(fix_in_words(as_told(fix), str(mentee.pk), names) for fix in helpful),
    )


def free_mentors(mentee: Application, on: date) -> Choices | None:
    """Return the mentors with a free place whom a mentee may have now, the best fit first; None as above.

    After the match no person can read wishes, so neither the reasons nor the fits have them in them.
    """
    frame = pool.frame_of(mentee.cohort, on).after_the_match()
    row = str(mentee.pk)
    if row not in frame.rows:
        return None
    people = {str(each.pk): each for each in pool.mentors(mentee.cohort)}
    allowed = [each for each in frame.mentors if not frame.excluded(row, each.id)]
    possible = [
        Choice(
            mentor=people[each.id],
            score=frame.score(row, each.id),
            reasons=[reason for reason in why(frame, row, each.id) if not reason["confidential"]],
            places=each.free_places,
        )
        for each in allowed
    ]
    possible.sort(key=lambda choice: (-choice.score, choice.mentor.person.name, choice.mentor.pk))
    return Choices(possible, barred(frame, mentee, people))


def best_free_mentor(*, mentee: Application, at: datetime) -> Application | None:
    """Return the mentor with a free place who fits a mentee best, or None."""
    found = free_mentors(mentee, clock.local(at).date())
    return found.possible[0].mentor if found and found.possible else None


def _choice(
    frame: Frame, mentee: Application, found: Alternative, people: dict[str, Application], names: dict[str, str]
) -> Choice:
    return Choice(
        mentor=people[found.mentor],
        score=frame.score(str(mentee.pk), found.mentor),
        reasons=why(frame, str(mentee.pk), found.mentor),
        places=frame.mentors[frame.columns[found.mentor]].free_places,
        cost=cost_in_words(found, len(frame.mentees), sealed=frame.sealed),
        moves=tuple(sorted(f"{names[move.mentee]}: {_way(move, names)}" for move in found.moves)),
    )


def _way(move: Move, names: dict[str, str]) -> str:
    before, after = (names.get(mentor or "", "nobody") for mentor in (move.before, move.after))
    return f"from {before} to {after}"


def barred(frame: Frame, mentee: Application, people: dict[str, Application]) -> list[Barred]:
    """Return the mentors a mentee cannot have, in order of name, each with why."""
    row = str(mentee.pk)
    found = [(each.id, frame.excluded(row, each.id)) for each in frame.mentors]
    those = [Barred(people[who], tuple(reason.value for reason in reasons)) for who, reasons in found if reasons]
    return sorted(those, key=lambda each: (each.mentor.person.name, each.mentor.pk))


def everybody(proposal: Proposal) -> dict[str, Application]:
    """Return the people of a proposal's cohort by id, with what names them on a page, in one query."""
    return _named(Application.objects.filter(cohort=proposal.cohort_id))


def _named(people: Applications) -> dict[str, Application]:
    shown = ("part", "group", "person__name", "person__email", "grade__name", "site__name")
    return {str(each.pk): each for each in people.select_related("person", "grade", "site").only(*shown)}


def called(cohort: UUID) -> dict[str, str]:
    """Return what everybody in a cohort is called, by the application's id, in one query."""
    people = Application.objects.filter(cohort=cohort).values_list("pk", "person__name", "person__email")
    return {str(key): name or address for key, name, address in people}
