from datetime import UTC, datetime
from typing import Any

import pytest

from pares.ground.ledger.models import Entry
from pares.guide.library.judging import NotThisKind
from pares.guide.library.models import FileBytes, KeptFile, ShelfItem, read_bytes
from pares.guide.library.rules import Audience, Claim, NotShown, ShelfFull, State
from pares.guide.library.shelf import actions
from tests import world as worlds
from tests.handed_on import granted, pdf
from tests.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2027, 4, 20, 9, tzinfo=UTC)


def put(world: World, **changed: Any) -> ShelfItem:
    """Put a map on Northgate's shelf."""
    said: dict[str, Any] = {
        "scheme": world.northgate,
        "title": "Map",
        "owner": "Us",
        "audience": Audience.MEMBERS,
        "claim": Claim(State.OWN),
        "name": "map.pdf",
        "content": pdf("map"),
        "by": worlds.person("Asha"),
        "at": AT,
    }
    return actions.put(**said | changed)


def test_a_file_is_put_there_once_with_a_line_in_the_ledger(world: World) -> None:
    before = Entry.objects.count()
    item = put(world)

    assert put(world) == item
    assert (ShelfItem.objects.count(), KeptFile.objects.count(), FileBytes.objects.count()) == (1, 1, 1)
    assert read_bytes(item.file) == pdf("map")
    assert Entry.objects.count() == before + 1
    assert Entry.objects.filter(verb="library.put", thing=item.pk, scheme=world.northgate.pk).count() == 1


def test_the_same_file_of_another_scheme_is_another(world: World) -> None:
    other = world.southmere

    assert put(world, scheme=other) != put(world)
    assert [row.scheme for row in ShelfItem.objects.of(world.northgate)] == [world.northgate]
    assert [row.scheme for row in ShelfItem.objects.of_any([other])] == [other]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"content": b"<svg onload=alert(1)>"}, NotThisKind),
        ({"claim": Claim(State.OPEN, "cc-by-4.0")}, NotShown),
    ],
)
def test_what_is_refused_leaves_nothing(world: World, changed: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        put(world, **changed)

    assert (ShelfItem.objects.count(), KeptFile.objects.count(), FileBytes.objects.count()) == (0, 0, 0)


def test_a_full_shelf_takes_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    put(world)
    monkeypatch.setattr(actions, "WHOLE_SHELF", 2 * len(pdf("map")))
    put(world, title="Second", content=pdf("two"))

    with pytest.raises(ShelfFull):
        put(world, title="Third", content=pdf("one"))
    assert ShelfItem.objects.of(world.northgate).weight() == 2 * len(pdf("map"))
    assert KeptFile.objects.count() == 2


def test_a_licence_said_anew_replaces_the_old_one(world: World) -> None:
    item = put(world, claim=granted(Audience.MENTORS))

    actions.restate(
        item=item, title="Plan", owner="Them", audience="mentees", claim=Claim(State.REFUSED),
        by=worlds.person("Asha"), at=AT,
    )  # fmt: skip

    kept = ShelfItem.objects.get()
    assert (kept.title, kept.owner, kept.audience, kept.state, kept.granted_by) == (
        "Plan", "Them", "mentees", "refused", "",
    )  # fmt: skip


def test_a_file_taken_away_is_gone_with_its_bytes(world: World) -> None:
    item, asha = put(world), worlds.person("Asha")

    actions.take_away(item=item, by=asha, at=AT)
    actions.take_away(item=item, by=asha, at=AT)

    assert (ShelfItem.objects.count(), KeptFile.objects.count(), FileBytes.objects.count()) == (0, 0, 0)
    assert Entry.objects.filter(verb="library.take_away").count() == 1
