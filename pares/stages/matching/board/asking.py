"""What leads ask before they decide: what if, whom can we not lose, who chose each other, other weights."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pares.stages.matching import pool
from pares.stages.matching.framing import Frame
from pares.stages.matching.losing import Loss, losses
from pares.stages.matching.models import Proposal
from pares.stages.matching.mutual import Mutual, unhonoured
from pares.stages.matching.proposing import Couple, standing_locks
from pares.stages.matching.scores import Criterion
from pares.stages.matching.solver import solve
from pares.stages.matching.supposing import Supposed, joined, one_more, withdrawn
from pares.stages.matching.table import Table

WITHDRAWN, ONE_MORE, JOINED = "withdrawn", "one_more", "joined"


@dataclass(frozen=True)
class Board:
    """A proposal with the people as they are today."""

    proposal: Proposal
    frame: Frame
    locks: tuple[Couple, ...]

    @cached_property
    def problem(self) -> Table:
        """What is to be solved."""
        return self.frame.table(locked=self.locks, seed=self.proposal.seed)

    @cached_property
    def late(self) -> frozenset[str]:
        """The mentees who wait and are not in the proposal: they came later."""
        known = {str(each) for each in self.proposal.pairs.values_list("mentee", flat=True)}
        known |= {str(each) for each in self.proposal.unmatched.values_list("application", flat=True)}
        return frozenset(self.frame.rows.keys() - known)


@dataclass(frozen=True)
class Weighed:
    """The best answer under other weights beside the one under those in force: mentees with their mentors."""

    matched: tuple[int, int]
    differ: tuple[tuple[str, str | None, str | None], ...]
    still: int


def board_of(proposal: Proposal, on: date) -> Board:
    """Return a proposal as it would be solved on a day: its locks where they still stand, those left out not in it."""
    frame = pool.frame_of(proposal.cohort, on, without=pool.set_aside(proposal.cohort))
    return Board(proposal, frame, standing_locks(proposal, frame))


def supposed(board: Board, change: str, mentor: str) -> Supposed | None:
    """Return what follows from a change, WITHDRAWN and ONE_MORE of a mentor, or JOINED; None where nobody is meant."""
    if change == JOINED:
        return joined(board.problem, board.late) if board.late else None
    if mentor not in board.frame.columns:
        return None
    return withdrawn(board.problem, mentor) if change == WITHDRAWN else one_more(board.problem, mentor)


def cannot_lose(board: Board) -> tuple[Loss, ...]:
    """Return what losing each mentor with a place would cost, the dearest first, by fit even where lots were drawn.

    Lots decide who is left without, never how many: that figure is the same with them.
    """
    with_places = {mentor.id for mentor in board.frame.mentors if mentor.free_places}
    return tuple(loss for loss in losses(replace(board.problem, lots=None)) if loss.mentor in with_places)


def chose_each_other(board: Board) -> tuple[Mutual, ...]:
    """Return the pairs who chose each other and are not matched, with what honouring each would cost."""
    return unhonoured(board.frame, board.problem)


def weighed(proposal: Proposal, on: date, weights: Mapping[Criterion, int]) -> Weighed:
    """Return whom other weights would give another mentor; locks stay, and the exclusions are what they are."""
    now = board_of(proposal, on)
    frame = pool.frame_of(proposal.cohort, on, without=pool.set_aside(proposal.cohort), weights=weights)
    tried = Board(proposal, frame, now.locks)
    before, after = (dict(solve(board.problem).pairs) for board in (now, tried))
    people = sorted(now.frame.rows)
    differ = [(who, before.get(who), after.get(who)) for who in people if before.get(who) != after.get(who)]
    return Weighed((len(before), len(after)), tuple(differ), len(people) - len(differ))
