"""A cohort's calendar: the one door to changeovers, working days, timelines and plans; pure."""

from pares.ground.cohorts.changeovers import (
    changeovers,
    first_wednesday,
    in_words,
    next_changeover,
    weeks_between,
)
from pares.ground.cohorts.consequences import Change, Concern, concerns, consequences
from pares.ground.cohorts.placing import Planned, plan
from pares.ground.cohorts.timeline import Step, Timeline, TimelineError, load, read, shipped
from pares.ground.cohorts.within import changeover_of, changeovers_within, with_changeovers
from pares.ground.cohorts.workdays import (
    NATIONS,
    NoWorkingDay,
    Span,
    Unplannable,
    WorkingDays,
    bank_holidays,
    is_working_day,
    letters_may_leave,
    next_sending_time,
)

__all__ = [
    "NATIONS",
    "Change",
    "Concern",
    "NoWorkingDay",
    "Planned",
    "Span",
    "Step",
    "Timeline",
    "TimelineError",
    "Unplannable",
    "WorkingDays",
    "bank_holidays",
    "changeover_of",
    "changeovers",
    "changeovers_within",
    "concerns",
    "consequences",
    "first_wednesday",
    "in_words",
    "is_working_day",
    "letters_may_leave",
    "load",
    "next_changeover",
    "next_sending_time",
    "plan",
    "read",
    "shipped",
    "weeks_between",
    "with_changeovers",
]
