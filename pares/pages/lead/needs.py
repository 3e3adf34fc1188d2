"""What of a cohort waits for its leads today, each with the page where it is done."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort, Milestone
from pares.pages import navigation
from pares.pages.actors.lead import Lead
from pares.pages.rendering import counted, long_date
from pares.stages.matching.afterwards.standing import free_places
from pares.stages.matching.afterwards.words import waiting_in_words
from pares.stages.matching.models import Pair, Pairs
from pares.stages.mentoring.changeover.models import Stands
from pares.stages.mentoring.changeover.reasons import to_look_at
from pares.stages.mentoring.models import last_heard

MOST = 9
# When pairs are first asked whether they have met, and how long a pause between sessions may be.
SILENT_AT_FIRST = timedelta(weeks=3)
SILENT_AGAIN = timedelta(weeks=8)
# The page where a lead's step is done, by the step's key; the timeline for all others.
PAGES = {
    "propose_matches": "matching/",
    "confirm_matches": "matching/",
    "act_on_never_met": "pairs/",
    "report_due": "report/",
}


@dataclass(frozen=True)
class Need:
    """One thing for a lead to do: in words, why, where, and whether it can be said to be done here."""

    words: str
    hint: str
    address: str
    status: str
    colour: str
    step: str = ""


def needs(lead: Lead, cohort: Cohort, today: date) -> list[Need]:
    """Return what waits, the most pressing first: at most nine things, people before steps."""
    if cohort.closed_at is not None:
        return []
    found = _people(lead, cohort) + _waiting(lead, cohort, today) + _letters(cohort) + _silent(lead, cohort, today)
    return (found + _steps(cohort, today))[:MOST]


def silent(pairs: Pairs, today: date) -> list[Pair]:
    """Return the pairs that showed no sign of meeting for too long since both were told, or since the last sign."""
    told = list(pairs.standing().filter(mentee_told_at__isnull=False))
    heard = last_heard(told)
    return [pair for pair in told if _is_silent(pair, heard.get(pair.pk), today)]


def _is_silent(pair: Pair, heard: date | None, today: date) -> bool:
    if heard is not None:
        return today - heard >= SILENT_AGAIN
    return pair.mentee_told_at is not None and today - clock.local(pair.mentee_told_at).date() >= SILENT_AT_FIRST


def _people(lead: Lead, cohort: Cohort) -> list[Need]:
    found = []
    if number := lead.calls(cohort).count():
        words = "Somebody asks for a call" if number == 1 else f"{number} people ask for a call"
        found.append(_need(cohort, "pairs/", words, "They pressed “Please call me” in a letter.", "Waiting"))
    asked = lead.pairs(cohort).filter(Q(changes_asked__isnull=False) & Q(changes_asked__answered_at=None)).distinct()
    if number := asked.count():
        words = "Somebody asks for a change" if number == 1 else f"{number} pairs ask for a change"
        found.append(_need(cohort, "pairs/", words, "Answer within a few days. You need no reason.", "Waiting"))
    if number := sum(each.stands != Stands.ASKED for each, _ in to_look_at(lead.in_question(cohort), cohort)):
        words = f"{counted(number, 'pair')} to look at after the changeover"
        found.append(
            _need(cohort, "pairs/changeover/", words, "They would not be matched as things are now.", "Decide")
        )
    return found


def _waiting(lead: Lead, cohort: Cohort, today: date) -> list[Need]:
    """Return the mentees left without a mentor once the match is confirmed, as long as the cohort runs."""
    if today > cohort.changeover_on or not cohort.proposals.confirmed().exists():
        return []
    paired = lead.pairs(cohort).standing().values("mentee")
    number = lead.people(cohort).mentees().matchable(today).exclude(pk__in=paired).count()
    if not number:
        return []
    if free := free_places(cohort):
        hint = "Match them in one step, or tell them that it is not this time."
        return [_need(cohort, "pairs/waiting/", waiting_in_words(free, number), hint, "Waiting")]
    words = "1 mentee has no mentor" if number == 1 else f"{number} mentees have no mentor"
    hint = "No place is free. Ask a mentor to take one more, or tell them that it is not this time."
    return [_need(cohort, "pairs/", words, hint, "Waiting")]


def _letters(cohort: Cohort) -> list[Need]:
    found = []
    if number := cohort.letters.undelivered().count():
        words = f"{counted(number, 'letter')} could not be delivered"
        found.append(_need(cohort, "letters/", words, "Check the addresses.", "Problem", "red"))
    if number := cohort.letters.held().count():
        words = f"{counted(number, 'letter')} to read and release"
        found.append(_need(cohort, "letters/", words, "Nothing leaves before you release it.", "Waiting"))
    return found


def _silent(lead: Lead, cohort: Cohort, today: date) -> list[Need]:
    number = len(silent(lead.pairs(cohort), today))
    if not number or today > cohort.changeover_on:
        return []
    words = "1 pair has gone quiet" if number == 1 else f"{number} pairs have gone quiet"
    hint = "No sign of a first meeting for three weeks, or of another for eight. A call helps most."
    return [_need(cohort, "pairs/", words, hint, "Look")]


def _steps(cohort: Cohort, today: date) -> list[Need]:
    """Return the leads' own steps whose day has come, the longest due first."""
    return [_step(cohort, milestone, today) for milestone in cohort.milestones.due(today).for_leads()[:MOST]]


def _step(cohort: Cohort, milestone: Milestone, today: date) -> Need:
    late = milestone.on < today
    return Need(
        milestone.title,
        f"Planned for {long_date(milestone.on)}",
        _page(cohort, PAGES.get(milestone.key, "timeline/")),
        "Late" if late else "Today",
        "orange" if late else "yellow",
        reverse(
            "lead.timeline.done",
            kwargs={"scheme": cohort.scheme.slug, "cohort": cohort.slug, "step": milestone.key},
        ),
    )


def _need(  # noqa: PLR0913, PLR0917 - the columns of a line
    cohort: Cohort, page: str, words: str, hint: str, status: str, colour: str = "yellow"
) -> Need:
    return Need(words, hint, _page(cohort, page), status, colour)


def _page(cohort: Cohort, end: str) -> str:
    return navigation.cohort_page(cohort, end) or navigation.cohort_page(cohort, "timeline/")
