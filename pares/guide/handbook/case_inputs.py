"""What the cost of a cohort is counted from: each number with its bounds and its figure. Pure: no Django.

A figure is a key of facts.toml, which says who states it or that it is ours. Money has no number to begin with: what an
hour costs, only the reader knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum

LENGTHS = (4, 6, 12)


class Group(StrEnum):
    """What a number is about, in the order of the questions."""

    COHORT = "The cohort"
    SESSIONS = "Training, workshops and meetings"
    BY_HAND = "The leads’ work by hand"
    PARES = "The leads’ work with Pares"
    MONEY = "Money, if you like"


@dataclass(frozen=True)
class Assumption:
    """One number: what is asked, between which bounds, in which unit, and the key of its figure.

    `usual` is None for money, which is not counted unless it is given; `note` says how the number is used.
    """

    name: str
    label: str
    group: Group
    unit: str
    least: int
    most: int
    usual: int | None
    fact: str = ""
    note: str = ""


_C, _S, _H, _P, _M = Group
ASSUMPTIONS = (
    Assumption("months", "Length of the cohort", _C, "months", 4, 12, 6, "cohort_pairs"),
    Assumption("mentees", "Mentees with a mentor", _C, "mentees", 1, 2000, 40, "cohort_pairs", "Each is one pair."),
    Assumption("mentors", "Mentors with a mentee", _C, "mentors", 1, 2000, 40, "cohort_pairs"),
    Assumption("mentees_apply", "Mentees who sign up", _C, "mentees", 1, 4000, 42, "case_mentees"),
    Assumption("mentors_apply", "Mentors who sign up and are trained", _C, "mentors", 1, 4000, 45, "case_mentors"),
    Assumption("leads", "Leads", _C, "leads", 1, 20, 2, "case_leads"),
    Assumption("sessions", "Training sessions", _S, "sessions", 0, 20, 2, "training_length"),
    Assumption("session_minutes", "Length of a session", _S, "minutes", 1, 600, 60, "training_length"),
    Assumption("workshop_minutes", "Length of a workshop", _S, "minutes", 0, 600, 60, "case_workshop"),
    Assumption("meetings", "Meetings of a pair", _S, "meetings", 0, 60, 3, "certificate_sessions"),
    Assumption("meeting_minutes", "Length of a meeting", _S, "minutes", 1, 600, 60, "meeting_length"),
    Assumption("letter_minutes", "One e-mail to one person", _H, "minutes", 0, 60, 2, "case_letter"),
    Assumption("round_minutes", "One e-mail to many", _H, "minutes", 0, 240, 15, "case_round"),
    Assumption("edit_seconds", "One change to a spreadsheet", _H, "seconds", 0, 600, 20, "case_edit"),
    Assumption("matching_minutes", "Matching, for each pair", _H, "minutes", 0, 240, 12, "case_matching"),
    Assumption("unclear", "Sign-ups with something missing", _H, "%", 0, 100, 20, "case_unclear"),
    Assumption("missed", "Mentors who miss a training", _H, "%", 0, 100, 20, "case_missed"),
    Assumption("replies", "Check-ins that are answered", _H, "%", 0, 100, 30, "case_replies"),
    Assumption("rematches", "Pairs that need another partner", _H, "%", 0, 100, 10, "case_rematches"),
    Assumption("certificates", "Mentors who get a certificate", _H, "%", 0, 100, 50, "case_certificates"),
    Assumption("acts", "Things a lead does in Pares", _P, "acts", 0, 500, 25, "case_acts"),
    Assumption("act_minutes", "Time for each of them", _P, "minutes", 0, 60, 5, "case_act"),
    Assumption("look_minutes", "Looking at each proposed pair", _P, "minutes", 0, 60, 1, "case_look"),
    Assumption("lead_cost", "A lead’s hour", _M, "pounds", 0, 1000, None),
    Assumption("doctor_cost", "A mentor’s or mentee’s hour", _M, "pounds", 0, 1000, None),
    Assumption("room", "Room and food for a session or workshop", _M, "pounds", 0, 100_000, None),
    Assumption("course", "Courses for the leads", _M, "pounds", 0, 1_000_000, None),
    Assumption("other", "Anything else, such as a server", _M, "pounds", 0, 1_000_000, None),
)


@dataclass(frozen=True)
class Inputs:
    """The numbers of one cohort; money is pounds, None where it is not to be counted."""

    months: int = 6
    mentees: int = 40
    mentors: int = 40
    mentees_apply: int = 42
    mentors_apply: int = 45
    leads: int = 2
    sessions: int = 2
    session_minutes: int = 60
    workshop_minutes: int = 60
    meetings: int = 3
    meeting_minutes: int = 60
    letter_minutes: int = 2
    round_minutes: int = 15
    edit_seconds: int = 20
    matching_minutes: int = 12
    unclear: int = 20
    missed: int = 20
    replies: int = 30
    rematches: int = 10
    certificates: int = 50
    acts: int = 25
    act_minutes: int = 5
    look_minutes: int = 1
    lead_cost: Decimal | None = None
    doctor_cost: Decimal | None = None
    room: Decimal | None = None
    course: Decimal | None = None
    other: Decimal | None = None


def faults(given: Inputs) -> Mapping[str, str]:
    """Return what cannot be, by the name of the number, as a sentence; nothing where all can."""
    found = {}
    if given.months not in LENGTHS:
        found["months"] = "Choose four, six or twelve months"
    if given.mentors > given.mentees:
        found["mentors"] = f"There can be at most {given.mentees} mentors with a mentee, one for each"
    if given.mentors_apply < given.mentors:
        found["mentors_apply"] = f"At least the {given.mentors} mentors with a mentee must have signed up"
    if given.mentees_apply < given.mentees:
        found["mentees_apply"] = f"At least the {given.mentees} mentees with a mentor must have signed up"
    return found


NAMES = tuple(each.name for each in fields(Inputs))
