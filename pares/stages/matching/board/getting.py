"""How well a proposal's pairs fit, and what each mentee gets, ready to be counted by group."""

from collections.abc import Iterable

from pares.stages.matching.board.sharing import Got
from pares.stages.matching.models import Proposal, ProposedPair
from pares.stages.matching.proposing import FITS
from pares.stages.recruitment.models import Application, Part

# Of shared experience only what mentees asked for is known; by the key it is kept under.
ASKED = {"LTFT": "Training less than full time", "IMG": "Training in medicine abroad", "RETURN": "Return to training"}
GROUPINGS = ("Grade", "Site", *ASKED.values())
NOT_SAID = "Not said"


def everybody_got(proposal: Proposal) -> list[Got]:
    """Return each mentee of a proposal with their groups and their pair's score, in two queries."""
    pairs = proposal.pairs.select_related("mentee__grade", "mentee__site")
    left = proposal.unmatched.filter(application__part=Part.MENTEE)
    without = left.select_related("application__grade", "application__site")
    return [
        *(Got(_groups(pair.mentee), pair.score) for pair in pairs),
        *(Got(_groups(each.application), None) for each in without),
    ]


def qualities(pairs: Iterable[ProposedPair]) -> list[tuple[str, int]]:
    """Return how many pairs fit how well, the best first."""
    scores = [pair.score for pair in pairs]
    best = 1001
    found = []
    for least, words in FITS:
        found.append((words, sum(least <= score < best for score in scores)))
        best = least
    return found


def _groups(mentee: Application) -> dict[str, str]:
    asked = {
        title: "Asked for a mentor who knows it" if key in mentee.experience else "Did not ask"
        for key, title in ASKED.items()
    }
    return {
        "Grade": mentee.grade.name if mentee.grade else NOT_SAID,
        "Site": mentee.site.name if mentee.site else NOT_SAID,
        **asked,
    }
