"""The report goes to the sponsors, once."""

import pytest

from pares.stages.reporting.actions import NoSponsor, send_report
from tests import world as worlds


def test_every_sponsor_gets_one_letter_and_the_step_is_done(world):
    for _ in range(2):
        assert send_report(cohort=world.spring, by=None, at=worlds.CONFIRMED) == 1
    (letter,) = worlds.letters("report_ready")
    assert letter.to == "dai@example.org"
    assert world.spring.milestones.get(key="report_due").done_at == worlds.CONFIRMED


def test_a_scheme_without_a_sponsor_is_told_what_to_do(world):
    with pytest.raises(NoSponsor):
        send_report(cohort=world.other, by=None, at=worlds.CONFIRMED)
    assert worlds.letters("report_ready") == []
    assert world.other.milestones.get(key="report_due").done_at is None
