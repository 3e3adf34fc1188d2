"""How a licence is shown on a page, in the library and on a shelf: words with a colour, and what gives the right."""

from dataclasses import dataclass
from datetime import date

from pares.guide.library.models import Licensed
from pares.guide.library.rules import AUDIENCES, State

_COLOURS: dict[str, str] = {
    State.OPEN: "green",
    State.OGL: "green",
    State.GRANTED: "green",
    State.OWN: "aqua-green",
    State.REQUESTED: "blue",
    State.LINK_ONLY: "white",
    State.REFUSED: "red",
    State.UNKNOWN: "yellow",
}
ENDED = "Permission ended"


@dataclass(frozen=True)
class Tag:
    """A licence in two or three words, with a colour that says no more than they do."""

    words: str
    colour: str


def tag(row: Licensed, on: date) -> Tag:
    """Return the licence as it stands on a day, named where it has a name."""
    standing = row.standing
    if row.state == State.GRANTED and standing.until is not None and on > standing.until:
        return Tag(ENDED, "grey")
    words = row.get_state_display()
    if row.state == State.OPEN and standing.terms:
        words = standing.terms.name
    if row.state == State.OWN and standing.terms:
        words = f"{words}, {standing.terms.name}"
    return Tag(words, _COLOURS[row.state])


def covers(row: Licensed) -> str:
    """Return whom a permission is for, as words inside a sentence: "mentors and mentees"."""
    return AUDIENCES.get(row.granted_for, "").lower()
