"""Reading a proposal as a value, and the states it went through."""

from datetime import date
from itertools import chain

from pares.stages.matching import pool
from pares.stages.matching.board.states import Placed, State, back
from pares.stages.matching.models import Aside, Change, Proposal
from pares.stages.recruitment.models import Application


def state_of(proposal: Proposal | None, aside: frozenset[str]) -> State:
    """Return what a proposal holds now, in two queries; the empty state where there is none."""
    if proposal is None:
        return State(aside=aside)
    return State(
        pairs={
            str(mentee): Placed(str(mentor), score, locked, by_hand)
            for mentee, mentor, score, locked, by_hand in proposal.pairs.values_list(
                "mentee", "mentor", "score", "locked", "by_hand"
            )
        },
        left={
            str(who): {"why": why, "about": about}
            for who, why, about in proposal.unmatched.values_list("application", "why", "about")
        },
        aside=aside,
        figures={
            "matched": proposal.matched,
            "worst": proposal.worst,
            "total": proposal.total,
            "seed": proposal.seed,
        },
    )


def states(proposal: Proposal, changes: list[Change]) -> dict[int, State]:
    """Return the state after each of a cohort's changes, given newest first, by the change's number."""
    state = state_of(proposal, pool.set_aside(proposal.cohort))
    found = {}
    for change in changes:
        found[change.number] = state
        state = back(state, change.difference)
    return found


def left_out(proposal: Proposal) -> list[Aside]:
    """Return who is left out of a cohort's proposals for now, in order of name."""
    asides = Aside.objects.filter(application__cohort=proposal.cohort_id)
    shown = ("application__person", "application__grade", "application__site")
    return list(asides.select_related(*shown).order_by("application__person__name", "pk"))


def could_be_left_out(proposal: Proposal, on: date) -> list[Application]:
    """Return everybody who takes part in the matching, left out or not, in order of name."""
    everybody = chain(pool.mentors(proposal.cohort), pool.waiting_mentees(proposal.cohort, on))
    return sorted(everybody, key=lambda each: (str(each.person), each.pk))
