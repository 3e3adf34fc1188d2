"""Groups: which mentors meet their mentees together, who is in each, and whom a lead might ask."""

from collections import defaultdict
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from pares.ground import clock
from pares.ground.cohorts.models import Cohort
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead
from pares.pages.lead.matching_frame import framed
from pares.stages.matching.groups import FROM_A_GROUP, LARGEST
from pares.stages.matching.pool import mentors, waiting_mentees


def groups(request: HttpRequest, lead: Lead, cohort: str) -> HttpResponse:
    """Show each group with who is in it, or would be, and the mentors with many places who meet mentees alone."""
    run = lead.cohort(cohort)
    members = _members(run, lead)
    everybody = sorted(mentors(run), key=lambda each: (str(each.person), each.pk))
    waiting = list(waiting_mentees(run, clock.today()))
    shown = framed(
        run,
        lines=[(each, members[each.pk]) for each in everybody if each.group],
        ask=[each for each in everybody if not each.group and each.capacity >= FROM_A_GROUP],
        waiting=len(waiting),
        open_to_groups=sum(each.group for each in waiting),
        confirmed=run.proposals.confirmed().exists(),
        largest=LARGEST,
        many=FROM_A_GROUP,
    )
    return render_lead(request, "lead/groups/groups.html", lead, run, shown)


def _members(run: Cohort, lead: Lead) -> dict[UUID, list[str]]:
    """Return the names of each mentor's mentees: those matched, or proposed where nothing is confirmed yet."""
    newest = run.proposals.newest()
    proposed = newest.pairs.weak_first() if newest and newest.confirmed_at is None else ()
    there = [(each.mentor_id, str(each.mentee.person)) for each in lead.pairs(run).standing()]
    found: dict[UUID, list[str]] = defaultdict(list)
    for mentor, name in sorted([*there, *((each.mentor_id, str(each.mentee.person)) for each in proposed)]):
        found[mentor].append(name)
    return found
