"""What has had its time goes: what is declared beside each table as kept until then, and by whom it is forgotten."""

from collections.abc import Callable
from datetime import datetime

from pares.ground.errands.actions import forget_finished
from pares.ground.ledger.actions import forget_old
from pares.ground.letters.actions import forget_words
from pares.guide.directory.actions import forget_contributors
from pares.guide.experience.actions import forget_authors
from pares.stages.recruitment.actions import forget_unconfirmed, forget_uploads
from pares.stages.reminders.actions import last_day
from pares.stages.supervision.actions import forget_closed

FORGOTTEN: tuple[tuple[str, Callable[..., int]], ...] = (
    ("sign-ups whose address nobody confirmed", forget_unconfirmed),
    ("lists brought in", forget_uploads),
    ("wishes", last_day),
    ("errands", forget_finished),
    ("requests to be contacted", forget_closed),
    ("readers who sent something for the directory", forget_contributors),
    ("leaders who sent an account", forget_authors),
    ("letters' words", forget_words),
    ("the ledger", forget_old),
)


def forget(at: datetime) -> dict[str, int]:
    """Forget everything that has had its time; return how much of what went."""
    return {what: act(at=at) for what, act in FORGOTTEN}
