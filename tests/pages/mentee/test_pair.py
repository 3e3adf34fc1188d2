"""What only the mentee's side of a pair has."""

from datetime import UTC, datetime

from pares.ground import clock
from pares.stages.recruitment.actions import change_wishes
from tests import world as worlds


def test_the_mentee_reads_by_when_the_mentor_writes(world, signed_in):
    told = worlds.given(world.northgate, grade="CT2", site="Southmere", about="Happy to talk about nights.")
    change_wishes(application=world.mentors["Mo"], given=told, by=None, at=worlds.SIGNED_UP)
    pairs = worlds.match(world.spring)
    pair = next(pair for pair in pairs if pair.mentee.person.name == "Esme")
    clock.go_to(datetime(2027, 4, 5, 12, tzinfo=UTC))
    client = signed_in(pair.mentee.person)

    page = client.get(f"/mentee/pairs/{pair.pk}/").content.decode()

    assert "Mo writes to you first, by Wednesday 7 April 2027." in page
    assert "Happy to talk about nights." in page
    assert "not-this-person" not in page
    assert client.get(f"/mentee/pairs/{pair.pk}/not-this-person/").status_code == 404
