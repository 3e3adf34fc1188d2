"""Seeding the demo: a finished cohort, one mid-way, one being planned, one proposed, and an empty scheme."""

from datetime import date, datetime, timedelta
from random import Random

from django.db import transaction

from pares.ground import clock
from pares.ground.cohorts import calendar
from pares.ground.cohorts.actions import plan_cohort
from pares.ground.cohorts.models import Cohort
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.management.demo import cast, words
from pares.management.demo.coming import coming
from pares.management.demo.days import Diary, live
from pares.management.demo.names import people
from pares.management.demo.story import Story
from pares.stages.matching.models import Pair
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import Urgency, Way

SEED = 2004
WEDNESDAY = 2
# How many sessions pairs have, over again: one in ten never meets, about a third meets often.
FINISHED = (5, 3, 0, 4, 2, 1, 3, 2, 6, 1)
MID_WAY = (2, 1, 3, 0, 1, 2, 2, 1, 3, 1)


@transaction.atomic
def seed() -> None:
    """Fill an empty database with the demo, lived through until yesterday: today is for whoever looks."""
    today = clock.today()
    finish_start, mid_start = _wednesday(today - timedelta(weeks=40)), _wednesday(today - timedelta(weeks=11))
    began = finish_start - timedelta(weeks=12)
    scheme = cast.riverside(clock.morning(began))
    cast.empty(clock.morning(began))
    lead = Person.objects.get(email="lead@pares.example")
    diary, names, random = Diary(), people(SEED), Random(SEED)
    at = clock.morning(began)
    mentor, mentee = cast.somebody("mentor", cast.MENTOR, at), cast.somebody("mentee", cast.MENTEE, at)
    past = _plan(scheme, lead, finish_start, began)
    story = Story(past, lead, diary, names, random, 22, 24, FINISHED, first_mentor=mentor)
    story.mentee_returns, story.mentor_returns = 9, 16
    story.tell()
    diary.put(mid_start - timedelta(weeks=12), lambda _at: _mid_way(story, mid_start, mentor, mentee))
    diary.put(today - timedelta(weeks=3), lambda _at: _planned(story, today))
    diary.put(today - timedelta(days=4), lambda at: _worry(scheme, at), hour=2)
    diary.put(today - timedelta(days=9), lambda at: words.change(scheme, at))
    coming(diary, lead, today)
    live(began, today - timedelta(days=1), diary)


def _mid_way(before: Story, start: date, mentor: Person, mentee: Person) -> None:
    """Plan the cohort that is half over today; some of its mentors were mentees before."""
    cohort = _plan(before.cohort.scheme, before.lead, start, start - timedelta(weeks=12))
    pairs = Pair.objects.filter(cohort=before.cohort).select_related("mentee__person").order_by("mentee__applied_at")
    again = tuple(pair.mentee.person for pair in pairs)[:14]
    story = Story(cohort, before.lead, before.diary, before.names, before.random, 44, 40, MID_WAY, changes=4)
    story.known, story.first_mentor, story.first_mentee = again, mentor, mentee
    story.tell()


def _planned(before: Story, today: date) -> None:
    """Plan the next cohort: its call for mentors is out."""
    start = _wednesday(today + timedelta(weeks=8))
    cohort = _plan(before.cohort.scheme, before.lead, start, today - timedelta(weeks=3))
    story = Story(cohort, before.lead, before.diary, before.names, before.random, 12, 0, MID_WAY)
    story.tell()


def _plan(scheme: Scheme, lead: Person, start: date, on: date) -> Cohort:
    """Plan a six-month cohort, named after its months."""
    end = calendar.next_changeover(start, 6)
    return plan_cohort(
        scheme=scheme,
        name=f"{start:%B %Y} to {end:%B %Y}",
        timeline=calendar.load("core-6"),
        starts_on=start,
        by=lead,
        at=clock.morning(on),
    )


def _worry(scheme: Scheme, at: datetime) -> None:
    """Let a mentee ask for contact; nobody answers in time, so it goes to the second contact."""
    pair = Pair.objects.standing().filter(cohort__scheme=scheme).in_words().order_by("confirmed_at", "pk").last()
    contact = supervision.contacts(scheme)[1]
    if pair is not None:
        supervision.ask(
            scheme=scheme, contact=contact, urgency=Urgency.SOON, way=Way.EMAIL, phone="", by=pair.mentee.person, at=at
        )


def _wednesday(day: date) -> date:
    """Return the Wednesday on or before a day."""
    return day - timedelta(days=(day.weekday() - WEDNESDAY) % 7)
