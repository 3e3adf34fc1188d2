"""What has had its time goes: what is declared beside each table as kept until then, and by whom it is forgotten.

The order matters where one rests on another: days before pairs, pairs before people, people before accounts.
"""

from collections.abc import Callable
from datetime import datetime

from pares.ground.errands.actions import forget_finished
from pares.ground.ledger.actions import forget_old
from pares.ground.letters.actions import forget_words
from pares.ground.membership.actions import forget_ended
from pares.guide.directory.actions import forget_contributors
from pares.guide.experience.actions import forget_authors
from pares.stages.answers.actions import destroy_left_keys
from pares.stages.evaluation.forgetting import forget_surveys
from pares.stages.handover.forgetting import forget_applications, forget_people
from pares.stages.matching.forgetting import forget_pairs, forget_proposals
from pares.stages.matching.shortlists.actions import forget_over
from pares.stages.mentoring.changeover.actions import forget as forget_changeovers
from pares.stages.mentoring.forgetting import forget_meetings
from pares.stages.recognition.forgetting import forget_certificates
from pares.stages.recruitment.actions import forget_unconfirmed, forget_uploads
from pares.stages.recruitment.forgetting import forget_answers
from pares.stages.reminders.actions import forget_dues, last_day
from pares.stages.supervision.actions import forget_closed
from pares.stages.training.forgetting import forget_sessions

FORGOTTEN: tuple[tuple[str, Callable[..., int]], ...] = (
    ("sign-ups whose address nobody confirmed", forget_unconfirmed),
    ("lists brought in", forget_uploads),
    ("wishes", last_day),
    ("keys of opened surveys", destroy_left_keys),
    ("answers for the matching", forget_answers),
    ("meetings", forget_meetings),
    ("proposals", forget_proposals),
    ("pairs", forget_pairs),
    ("surveys", forget_surveys),
    ("reminders", forget_dues),
    ("applications", forget_applications),
    ("certificates", forget_certificates),
    ("sessions", forget_sessions),
    ("roles", forget_ended),
    ("accounts", forget_people),
    ("what was asked after a changeover", forget_changeovers),
    ("shortlists", forget_over),
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
