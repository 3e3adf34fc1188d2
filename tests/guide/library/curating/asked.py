"""Records, letters to owners and their answers, for the tests beside it."""

from datetime import UTC, date, datetime, timedelta

from pares.ground.people.models import Person
from pares.guide.library.curating import actions
from pares.guide.library.curating.asking import draft
from pares.guide.library.curating.models import LicenceChange, PermissionRequest
from pares.guide.library.models import Resource
from pares.guide.library.rules import Audience, Claim, State

AT = datetime(2027, 4, 7, 9, tzinfo=UTC)
TODAY = date(2027, 4, 7)
DAY = timedelta(days=1)
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\n%%EOF\n"


def record(by: Person, title: str = "Ground rules", state: str = State.UNKNOWN, **claim: object) -> Resource:
    return actions.add_record(
        claim=Claim(state, **claim),
        by=by,
        at=AT - DAY,
        title=title,
        owner="Riverside",
        link="https://riverside.example/rules/",
        kind="guide",
        audience=Audience.MENTORS,
        purpose="For the first meeting",
        believed="",
        checked_on=TODAY,
    )


def written(
    of: Resource, by: Person, *, at: datetime = AT, address: str = "rights@riverside.example", **changed: object
):
    words = draft(of, audience=Audience.MENTORS, adapt=False, by=by)
    said = {"asked_of": "Riverside", "address": address, "subject": words.subject, "text": words.text}
    return actions.write_letter(resource=of, audience=Audience.MENTORS, adapt=False, by=by, at=at, **(said | changed))


def sent(of: Resource, by: Person, *, at: datetime = AT) -> PermissionRequest:
    return actions.send(request=written(of, by, at=at), by=by, at=at)


def granted(
    request: PermissionRequest, by: Person, *, at: datetime = AT + 9 * DAY, **changed: object
) -> PermissionRequest:
    said = {
        "answered_by": "Ann Other, publications office",
        "answered_on": date(2027, 4, 15),
        "audience": Audience.MENTORS,
        "adapt": False,
        "scope": "In print only",
        "until": date(2028, 4, 14),
        "evidence": "Yes, please do. Confidential direct line 01632 960001.",
    }
    return actions.record_permission(request=request, by=by, at=at, **(said | changed))


def history(of: Resource) -> list[tuple[str, str, str]]:
    return [(each.was, each.now, each.why) for each in LicenceChange.objects.of(of)]


def cleared(of: Resource, audience: Audience, on: date) -> bool:
    return Resource.objects.get(pk=of.pk).may_hand_on(audience, on).cleared
