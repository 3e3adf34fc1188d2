"""The hours and the money of a cohort, by hand and with Pares, line by line. Pure: no Django.

Each line is a product that can be recomputed on paper, rounded to a tenth of an hour (money: to a pound), halves up.
Totals add up the rounded lines, so that they are exactly what somebody gets who adds what is printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from math import prod

from pares.guide.handbook.case_counts import Counts, counts, of_timeline
from pares.guide.handbook.case_inputs import Inputs

TENTH, POUND = Decimal("0.1"), Decimal(1)
SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}


class Who(StrEnum):
    """Whose hours they are."""

    LEADS = "Leads"
    MENTORS = "Mentors"
    MENTEES = "Mentees"


class Way(StrEnum):
    """In which way of working a line counts."""

    EITHER = "Either way"
    BY_HAND = "By hand"
    PARES = "With Pares"


@dataclass(frozen=True)
class Line:
    """Some hours: whose, for what, in which way of working, and the numbers whose product they are.

    The last factor is a time in `unit`; the words beside each factor name what it counts.
    """

    who: Who
    what: str
    way: Way
    factors: Sequence[tuple[int, str]]
    unit: str

    @property
    def hours(self) -> Decimal:
        """The hours, to a tenth."""
        return _rounded(Decimal(self.product * SECONDS[self.unit]) / SECONDS["hours"], TENTH)

    @property
    def product(self) -> int:
        """The time in the line's own unit."""
        return prod(number for number, _ in self.factors)

    @property
    def working(self) -> str:
        """The line as it is recomputed: "45 mentors × 2 sessions × 60 minutes = 5,400 minutes = 90 hours"."""
        multiplied = " × ".join(f"{number:,} {_words(number, words)}" for number, words in self.factors)
        total = f"{self.product:,} {_words(self.product, self.unit)}"
        whole = "" if self.unit == "hours" else f" = {total}"
        return f"{multiplied}{whole} = {in_hours(self.hours)}"


@dataclass(frozen=True)
class Money:
    """Some pounds, and how they came about; `way` as in a line."""

    what: str
    way: Way
    pounds: Decimal
    working: str


@dataclass(frozen=True)
class Case:
    """What a cohort takes; the counts are what a lead writes and changes by hand."""

    given: Inputs
    lines: Sequence[Line]
    money: Sequence[Money]
    counted: Counts

    def hours(self, way: Way, who: Who | None = None) -> Decimal:
        """Return the hours in a way of working, of one kind of people or of all."""
        found = (line for line in self.lines if line.way in {way, Way.EITHER} and who in {None, line.who})
        return sum((line.hours for line in found), Decimal())

    def pounds(self, way: Way) -> Decimal:
        """Return the pounds in a way of working."""
        return sum((each.pounds for each in self.money if each.way in {way, Way.EITHER}), Decimal())

    def per_pair(self, way: Way) -> Decimal:
        """Return the hours of everybody for each pair, to a tenth."""
        return _rounded(self.hours(way) / self.given.mentees, TENTH)

    @property
    def saved(self) -> Decimal:
        """The leads' hours by hand less those with Pares."""
        return self.hours(Way.BY_HAND, Who.LEADS) - self.hours(Way.PARES, Who.LEADS)


def case(given: Inputs) -> Case:
    """Return the hours and the money of a cohort; the inputs must be without `faults`."""
    counted = counts(given)
    lines = [*_by_hand(given, counted), *_with_pares(given, counted), *_either_way(given)]
    return Case(given, lines, [*_hours_cost(given, lines), *_other_cost(given)], counted)


def in_hours(hours: Decimal) -> str:
    """Return "90 hours", "9.5 hours", "1 hour"."""
    shown = f"{hours:,.1f}".removesuffix(".0")
    return f"{shown} {_words(hours, 'hours')}"


def in_pounds(pounds: Decimal) -> str:
    """Return "£1,250", or with pence where there are any."""
    return f"£{pounds:,.2f}".removesuffix(".00")


def _by_hand(given: Inputs, counted: Counts) -> Iterator[Line]:
    """Yield what only leads who work by hand do."""
    work = (
        ("E-mails to one person", counted.emails_to_one, "e-mails", given.letter_minutes, "minutes"),
        ("E-mails to many", counted.emails_to_many, "e-mails", given.round_minutes, "minutes"),
        ("Keeping the lists", counted.changes, "changes", given.edit_seconds, "seconds"),
        ("Matching", given.mentees, "pairs", given.matching_minutes, "minutes"),
    )
    for what, many, words, each, unit in work:
        yield Line(Who.LEADS, what, Way.BY_HAND, ((many, words), (each, unit)), unit)


def _with_pares(given: Inputs, counted: Counts) -> Iterator[Line]:
    """Yield what leads still do with Pares."""
    work = (
        ("What a lead does in Pares", given.acts, "acts", given.act_minutes),
        ("Looking through the proposed pairs", given.mentees, "pairs", given.look_minutes),
        ("Replies to check-ins", counted.replies, "e-mails", given.letter_minutes),
    )
    for what, many, words, each in work:
        yield Line(Who.LEADS, what, Way.PARES, ((many, words), (each, "minutes")), "minutes")


def _either_way(given: Inputs) -> Iterator[Line]:
    """Yield what takes the same time in both ways: training, workshops and meetings."""
    sessions = ((given.sessions, "sessions"), (given.session_minutes, "minutes"))
    workshops = ((of_timeline(given.months, "workshop"), "workshops"), (given.workshop_minutes, "minutes"))
    meetings = ((given.mentees, "pairs"), (given.meetings, "meetings"), (given.meeting_minutes, "minutes"))
    for who, what, factors in (
        (Who.LEADS, "Holding the training", ((given.leads, "leads"), *sessions)),
        (Who.LEADS, "Holding the workshops", ((given.leads, "leads"), *workshops)),
        (Who.MENTORS, "Training", ((given.mentors_apply, "mentors"), *sessions)),
        (Who.MENTORS, "Workshops, if all come", ((given.mentors, "mentors"), *workshops)),
        (Who.MENTORS, "Meetings", meetings),
        (Who.MENTEES, "Meetings", meetings),
    ):
        yield Line(who, what, Way.EITHER, factors, "minutes")


def _hours_cost(given: Inputs, lines: Sequence[Line]) -> Iterator[Money]:
    """Yield what the hours cost, where an hour has a price."""
    people = ((Who.LEADS, given.lead_cost), (Who.MENTORS, given.doctor_cost), (Who.MENTEES, given.doctor_cost))
    for who, price in people:
        if price is None:
            continue
        for way in Way:
            own = [line.hours for line in lines if (line.who, line.way) == (who, way)]
            if own:
                hours = sum(own, Decimal())
                working = f"{in_hours(hours)} × {in_pounds(price)}"
                yield Money(f"{who}: {_of_way(who, way)}", way, _rounded(hours * price, POUND), working)


def _other_cost(given: Inputs) -> Iterator[Money]:
    """Yield what else costs money, where an amount is given."""
    if given.room is not None:
        workshops = of_timeline(given.months, "workshop")
        many = given.sessions + workshops
        held = f"{given.sessions} {_words(given.sessions, 'sessions')} + {workshops} {_words(workshops, 'workshops')}"
        working = f"{held} = {many}, × {in_pounds(given.room)}"
        yield Money("Rooms and food", Way.EITHER, _rounded(many * given.room, POUND), working)
    for what, amount in (("Courses for the leads", given.course), ("Anything else", given.other)):
        if amount is not None:
            yield Money(what, Way.EITHER, _rounded(amount, POUND), in_pounds(amount))


def _of_way(who: Who, way: Way) -> str:
    if who is not Who.LEADS:
        return "training, workshops and meetings" if who is Who.MENTORS else "meetings"
    return {Way.BY_HAND: "office work by hand", Way.PARES: "office work with Pares"}.get(way, "training and workshops")


def _rounded(number: Decimal, to: Decimal) -> Decimal:
    return number.quantize(to, rounding=ROUND_HALF_UP)


def _words(number: Decimal | int, words: str) -> str:
    """Return the words for one where there is one: "1 minute", "1 e-mail"."""
    return words.removesuffix("s") if number == 1 else words
