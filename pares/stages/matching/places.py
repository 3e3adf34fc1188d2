"""How many places and mentees there are at each site, and whether a proposal still speaks of the people who wait."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from pares.ground.cohorts.models import Cohort
from pares.stages.matching import pool
from pares.stages.matching.models import Proposal
from pares.stages.recruitment.models import Part

NO_SITE = "No site said"


@dataclass(frozen=True)
class SitePlaces:
    """One site: free places of mentors who can be matched, and mentees who wait."""

    site: str
    mentors: int
    places: int
    mentees: int

    @property
    def missing(self) -> int:
        """How many places more would be as many as there are mentees; nobody can be asked at no site."""
        return 0 if self.site == NO_SITE else max(0, self.mentees - self.places)


@dataclass(frozen=True)
class Supply:
    """What there is to match on a day; `untrained` are mentors who cannot be matched yet."""

    sites: list[SitePlaces]
    untrained: int

    @property
    def short(self) -> bool:
        """Whether some site has fewer places than mentees."""
        return any(site.missing for site in self.sites)

    def short_at(self, site: str) -> SitePlaces | None:
        """Return the site of that name where it has fewer places than mentees; None otherwise."""
        return next((each for each in self.sites if each.site == site and each.missing), None)

    @property
    def mentors(self) -> int:
        """Mentors who can be matched."""
        return sum(site.mentors for site in self.sites)

    @property
    def places(self) -> int:
        """Their free places."""
        return sum(site.places for site in self.sites)

    @property
    def mentees(self) -> int:
        """Mentees who wait."""
        return sum(site.mentees for site in self.sites)


def supply(cohort: Cohort, on: date) -> Supply:
    """Return a cohort's places and waiting mentees, site by site in the scheme's order."""
    shown = ("site__name", "site__position", "trained", "on_leave", "capacity", "taken")
    everybody = list(pool.mentors(cohort).values_list(*shown))
    waiting = list(pool.waiting_mentees(cohort, on).values_list("site__name", "site__position"))
    ordered: dict[str, int | None] = {}
    heads, mentees, places = Counter[str](), Counter[str](), Counter[str]()
    for name, position, trained, on_leave, capacity, taken in everybody:
        if trained and not on_leave:
            ordered[name or NO_SITE] = position
            heads[name or NO_SITE] += 1
            places[name or NO_SITE] += max(0, capacity - taken)
    for name, position in waiting:
        ordered[name or NO_SITE] = position
        mentees[name or NO_SITE] += 1
    names = sorted(ordered, key=lambda name: (ordered[name] is None, ordered[name], name))
    untrained = sum(not trained for _, _, trained, *_ in everybody)
    return Supply([SitePlaces(name, heads[name], places[name], mentees[name]) for name in names], untrained)


def people_changed(proposal: Proposal, on: date) -> bool:
    """Tell whether somebody waits who is not in the proposal, or is in it and does not wait any more."""
    aside = pool.set_aside(proposal.cohort)
    waiting = set(pool.waiting_mentees(proposal.cohort, on).exclude(pk__in=aside).values_list("pk", flat=True))
    left_out = proposal.unmatched.filter(application__part=Part.MENTEE).values_list("application", flat=True)
    known = {*proposal.pairs.values_list("mentee", flat=True), *left_out}
    mentors = set(pool.mentors(proposal.cohort).values_list("pk", flat=True))
    return waiting != known or not mentors.issuperset(proposal.pairs.values_list("mentor", flat=True))
