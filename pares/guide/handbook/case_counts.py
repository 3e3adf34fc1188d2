"""What a lead writes and changes for a cohort without software, counted one by one. Pure: no Django."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pares.ground.cohorts import calendar
from pares.guide.handbook.case_inputs import Inputs

# Columns of the list somebody keeps by hand: for each mentor, each mentee, each pair.
MENTOR_COLUMNS, MENTEE_COLUMNS, PAIR_COLUMNS = 9, 6, 9
REMATCH_LETTERS = 4


@dataclass(frozen=True)
class Count:
    """How many of something there are, and how that came about: "20% of 45 mentors"."""

    what: str
    number: int
    working: str


@dataclass(frozen=True)
class Counts:
    """E-mails to one person, e-mails to many, and changes to a spreadsheet; `replies` are among the first."""

    single: Sequence[Count]
    rounds: Sequence[Count]
    edits: Sequence[Count]
    replies: int

    @property
    def emails_to_one(self) -> int:
        """E-mails to one person."""
        return sum(each.number for each in self.single)

    @property
    def emails_to_many(self) -> int:
        """E-mails to many at once, each counted once."""
        return sum(each.number for each in self.rounds)

    @property
    def changes(self) -> int:
        """Changes to a spreadsheet."""
        return sum(each.number for each in self.edits)


@cache
def of_timeline(months: int, words: str) -> int:
    """Return how many steps of the timeline of that length have the words in their key, such as "check_in"."""
    timeline = next(each for each in calendar.shipped() if each.months == months)
    return sum(words in step.key for step in timeline.steps)


def counts(given: Inputs) -> Counts:
    """Return what is written and changed by hand."""
    check_ins = of_timeline(given.months, "check_in")
    replies = share(given.replies, 2 * given.mentees * check_ins)
    return Counts(_single(given, check_ins), _rounds(given, check_ins), _edits(given), replies)


def share(percent: int, of: int) -> int:
    """Return so many in a hundred of a number, to the nearest whole one, a half up."""
    return (2 * percent * of + 100) // 200


def _single(given: Inputs, check_ins: int) -> list[Count]:
    applied = given.mentors_apply + given.mentees_apply
    unmatched = applied - given.mentors - given.mentees
    asked = 2 * given.mentees * check_ins
    rematched = share(given.rematches, given.mentees)
    return [
        Count("Thanks for signing up, to mentors", given.mentors_apply, f"{given.mentors_apply} mentors"),
        _share("Catch-up training", given.missed, given.mentors_apply, "mentors"),
        Count("Thanks for signing up, to mentees", given.mentees_apply, f"{given.mentees_apply} mentees"),
        _share("Something is missing or unclear", given.unclear, applied, "people"),
        Count("No place this time", unmatched, f"{applied} people − {given.mentors + given.mentees} with a partner"),
        Count("Match letters", 2 * given.mentees, f"{given.mentees} pairs × 2 letters"),
        _share("Replies to check-ins", given.replies, asked, "letters"),
        Count(
            "Another partner", rematched * REMATCH_LETTERS, f"{given.rematches}% of {given.mentees} pairs × 4 letters"
        ),
        _share("Certificates", given.certificates, given.mentors, "mentors"),
    ]


def _rounds(given: Inputs, check_ins: int) -> list[Count]:
    workshops = of_timeline(given.months, "workshop")
    return [
        Count("Call for mentors", 3, "1 call + 2 reminders"),
        Count("Training", 2 * given.sessions, f"{given.sessions} sessions × 2 letters"),
        Count("Invitation of mentees", 3, "1 invitation + 2 reminders"),
        Count("Survey before the start", 3, "1 survey + 2 reminders"),
        Count("First contact", 2, "1 question + 1 reminder"),
        Count("Check-ins", 2 * check_ins, f"{check_ins} times × 2 versions"),
        Count("Workshops", 4 * workshops, f"{workshops} × 4 letters"),
        Count("Survey at the end", 6, "2 versions × 2, 1 reminder, 1 to mentors"),
        Count("How many sessions", 2, "1 question + 1 reminder"),
        Count("Thanks, and the next cohort", 2, "2 versions"),
        Count("Report", 1, "1 letter"),
    ]


def _edits(given: Inputs) -> list[Count]:
    rows = (
        ("Mentors", given.mentors_apply, "mentors", MENTOR_COLUMNS),
        ("Mentees", given.mentees_apply, "mentees", MENTEE_COLUMNS),
        ("Pairs", given.mentees, "pairs", PAIR_COLUMNS),
    )
    return [Count(what, many * columns, f"{many} {words} × {columns} columns") for what, many, words, columns in rows]


def _share(what: str, percent: int, of: int, words: str) -> Count:
    return Count(what, share(percent, of), f"{percent}% of {of} {words}")
