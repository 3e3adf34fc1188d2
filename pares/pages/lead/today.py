"""A cohort's front page: what needs a lead today, how many take part, and what comes next."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.pages import navigation
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.needs import needs
from pares.stages.recruitment.models import Part
from pares.stages.training.models import with_training

COMING = 3
TOMORROW = timedelta(days=1)


@dataclass(frozen=True)
class Numbers:
    """How many take part and how far they have come."""

    mentors: int
    trained: int
    places: int
    mentees: int
    pairs: int
    met: int


def today(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show what waits, the numbers and the next dates."""
    found, day = lead.cohort(cohort), clock.today()
    shown = {
        "day": day,
        "phase": found.phase(day),
        "needs": needs(lead, found, day),
        "numbers": numbers(lead, found),
        "coming": list(found.milestones.coming(day + TOMORROW)[:COMING]) if found.closed_at is None else [],
        "people_page": navigation.cohort_page(found, "people/"),
        "training_page": navigation.cohort_page(found, "training/"),
        "pairs_page": navigation.cohort_page(found, "pairs/"),
    }
    return render_lead(request, "lead/today/today.html", lead, found, shown)


def numbers(lead: Lead, cohort: Cohort) -> Numbers:
    """Return the cohort's totals: sign-ups that count, places trained mentors offer, pairs that have met."""
    counted = lead.people(cohort).counted()
    mentors = with_training(counted.mentors()).aggregate(
        all=Count("pk"), ready=Count("pk", filter=Q(trained=True)), places=Sum("capacity", filter=Q(trained=True))
    )
    standing = lead.pairs(cohort).standing()
    return Numbers(
        mentors=mentors["all"],
        trained=mentors["ready"],
        places=mentors["places"] or 0,
        mentees=counted.filter(part=Part.MENTEE).count(),
        pairs=standing.count(),
        met=standing.filter(session_facts__isnull=False).distinct().count(),
    )
