"""What the board asks of the database does not grow with the cohort."""

import re
from datetime import UTC, datetime

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pares.ground import clock
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from tests import world as worlds
from tests.pages.lead.test_matching import PAGE, seen

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)


def steps(lead: Client, world) -> dict[str, int]:
    """Propose, look, swap, propose again and ask, and count the queries of each."""
    counted = {}

    def take(name: str, path: str, sent: dict[str, str] | None = None) -> str:
        with CaptureQueriesContext(connection) as asked:
            answer = lead.get(path) if sent is None else lead.post(path, sent)
        counted[name] = len(asked)
        return answer.content.decode()

    take("propose", f"{PAGE}propose/", {})
    take("page", PAGE)
    pair = world.spring.proposals.newest().pairs.weak_first()[0]
    swap = f"{PAGE}swap/{pair.mentee_id}/"
    mentor = re.findall(r'name="mentor" type="radio" value="([^"]+)"', take("swap page", swap))[0]
    take("swap", swap, {"mentor": mentor, "seen": str(seen(world))})
    take("propose again", f"{PAGE}propose/", {})
    take("what if", f"{PAGE}what-if/?change=withdrawn&leaving={mentor}")
    take("without", f"{PAGE}without/")
    return counted


def test_three_mentees_and_twelve_cost_the_same(world, signed_in) -> None:
    clock.go_to(NOON)
    lead = signed_in(worlds.person("Asha"))
    wishes = (GivenWish(WishKind.RANKED, "Max", 1), GivenWish(WishKind.NOT_WITH, "Mo"))
    worlds.mentee(world.spring, "Wim", site="Southmere", wishes=wishes)
    with transaction.atomic():
        small = steps(lead, world)
        transaction.set_rollback(True)
    more = [worlds.mentor(world.spring, f"Mentor{n}", topics=("Exams",), capacity=2) for n in range(4)]
    worlds.train(world.spring, *more)
    for number in range(9):
        worlds.mentee(world.spring, f"Mentee{number}", site=("Northgate", "Southmere")[number % 2], wishes=wishes)
    assert steps(lead, world) == small
