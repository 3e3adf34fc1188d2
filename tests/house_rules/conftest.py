"""The two schemes in full use, made once for a module and taken back afterwards."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from pares.ground import clock
from pares.ground.errands import actions as errands
from pares.ground.finding import actions as finding
from pares.ground.people import actions as people
from tests import world as worlds
from tests.house_rules.inhabited import NOW, settle
from tests.house_rules.ways_in import Inhabited


@pytest.fixture(scope="module", autouse=True)
def own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each module folders of its own for keys, letters and the clock: what is made once needs them throughout."""
    folder = tmp_path_factory.mktemp("data")
    with override_settings(
        BOX_KEYS=folder / "box-keys", LETTERS_FOLDER=folder / "letters", CLOCK_FILE=folder / "clock"
    ):
        yield


@pytest.fixture(scope="module")
def unlogged_refusals() -> Iterator[None]:
    """Keep thousands of refused requests out of the log; writing them takes longer than making them."""
    refusals = logging.getLogger("django.request")
    refusals.setLevel(logging.ERROR)
    yield
    refusals.setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def inhabited(own_data: None, django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Iterator[Inhabited]:
    """Return both schemes as they stand in July 2027, which is now."""
    with django_db_blocker.unblock(), transaction.atomic():
        clock.go_to(NOW)
        errands.beat(name="worker", at=NOW)
        operator = people.appoint_operator(person=worlds.person("Olu Caretaker"), by=None, at=worlds.PLANNED)
        editor = people.appoint_editor(person=worlds.person("Edwin Wordsmith"), by=None, at=worlds.PLANNED)
        both = settle("Northgate mentoring", "Xyloq"), settle("Southmere buddies", "Brindlewick")
        # Every request is taken back, the index a first search makes as well: so it is there before.
        finding.refresh()
        yield Inhabited(*both, operator, editor)
        transaction.set_rollback(True)
