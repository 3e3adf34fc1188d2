"""A plan chosen on a timeline's page, carried in addresses until its cohort is planned.

Nothing is stored for it: the length, the start and the nation stand in the query, are checked wherever they arrive,
and count for nothing where one of them cannot be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from pares.ground.cohorts import calendar
from pares.pages.public.outlines import outline, shipped


@dataclass(frozen=True)
class CarriedPlan:
    """A shipped timeline, a start and a nation that together make a plan."""

    timeline: calendar.Timeline
    start: date
    nation: str

    @property
    def query(self) -> str:
        """The plan as an address holds it, with its question mark."""
        given = {"steps": self.timeline.key, "start": self.start.isoformat(), "nation": self.nation}
        return f"?{urlencode(given)}"

    def to(self, name: str, **given: str) -> str:
        """Return the address of a page, with the plan in it."""
        return reverse(name, kwargs=given) + self.query


def carried(query: Mapping[str, str]) -> CarriedPlan | None:
    """Return the plan in a query, such as `steps=core-6&start=2027-02-03&nation=wales`, or None where none is."""
    timeline = shipped().get(query.get("steps", ""))
    nation = query.get("nation", "england")
    if timeline is None or nation not in calendar.NATIONS:
        return None
    try:
        start = date.fromisoformat(query.get("start", ""))
        outline(timeline, start, nation)
    except (ValueError, calendar.Unplannable):
        return None
    return CarriedPlan(timeline, start, nation)


def onwards(name: str, plan: CarriedPlan | None) -> str:
    """Return the address of a page that takes no objects, with the plan in it where there is one."""
    return plan.to(name) if plan else reverse(name)
