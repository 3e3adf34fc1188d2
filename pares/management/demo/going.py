"""The errand "go to day": the demo's clock moves on day by day, so that nothing in between is left out."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from pares.ground import clock
from pares.ground.errands.actions import beat, report_progress
from pares.ground.errands.kinds import errand
from pares.ground.errands.models import Errand
from pares.ground.refusal import Refused
from pares.management.demo.days import fall_due

LONGEST = 800


@errand("go_to_day")
def go_to_day(going: Errand, _at: datetime) -> dict[str, Any]:
    """Move the demo's clock to nine in the morning of the day asked for, living through each day before it."""
    if not settings.DEMO:
        raise Refused("Only the demo can go to another day.")
    start, end = clock.today(), date.fromisoformat(going.arguments["day"])
    if not start <= end <= start + timedelta(days=LONGEST):
        raise Refused(f"Choose a day from today to {LONGEST} days from now.")
    for number in range(1, (end - start).days + 1):
        day = start + timedelta(days=number)
        clock.go_to(clock.morning(day))
        beat(name="worker", at=clock.now())
        fall_due(day)
        report_progress(errand=going, done=number, total=(end - start).days)
    return {"day": end.isoformat()}
