"""The sending loop: letters are looked at once more before they leave."""

from collections.abc import Callable
from datetime import datetime

from pares.ground.letters import actions as letters
from pares.ground.letters.models import Letter
from pares.ground.letters.sending import send_claimed
from pares.stages.evaluation.models import Invitation, SurveyState
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair
from pares.stages.matching.shortlists.models import Choosing, Shortlist
from pares.stages.mentoring.changeover.models import ChangeoverCheck, GoingOn
from pares.stages.mentoring.changeover.rules import has_partner, is_open
from pares.stages.mentoring.models import Reply, SessionFact
from pares.stages.recruitment.models import Application
from pares.stages.recruitment.models import State as Applied

AT_ONCE = 20
ENDED = "The pair has ended."
CHOSEN = "Choosing has ended."
GONE = "They do not take part any more."
Check = Callable[[Letter], str | datetime | None]


def send_letters(at: datetime) -> int:
    """Send what may leave now and record what follows from it; return how many left."""
    claimed = letters.claim(at=at, limit=AT_ONCE)
    sent = send_claimed(letters=claimed, recheck=lambda letter: recheck(letter, at), at=at)
    if any(letter.kind in MATCH_KINDS for letter in claimed):
        follow_up(at)
    return sent


def follow_up(at: datetime) -> int:
    """Record who has been told of a match, by the letters that left, those before a crash too; return how many."""
    untold = [
        *Letter.objects.sent("match_mentor").filter(about__in=Pair.objects.filter(mentor_told_at=None).values("pk")),
        *Letter.objects.sent("match_mentee").filter(about__in=Pair.objects.filter(mentee_told_at=None).values("pk")),
    ]
    for letter in untold:
        matching.letter_sent(letter=letter, at=letter.sent_at or at)
    return len(untold)


def recheck(letter: Letter, at: datetime) -> str | datetime | None:
    """Return why a letter should no longer leave, or until when it waits, or None where it may leave."""
    if letter.kind in MATCH_KINDS:
        return matching.recheck(letter, at)
    check = _CHECKS.get(letter.kind)
    return check(letter) if check else None


def _standing(letter: Letter) -> str | None:
    pair = Pair.objects.standing().filter(pk__in=[letter.about])
    if not pair:
        return ENDED
    stopped = (letter.about, letter.person_id) in Reply.objects.stopped(pair)
    return "They asked for no more reminders." if stopped else None


def _unmet(letter: Letter) -> str | None:
    met = SessionFact.objects.filter(pair=letter.about).exists()
    return "They have met meanwhile." if met else _standing(letter)


def _unreturned(letter: Letter) -> str | None:
    invitation = Invitation.objects.select_related("survey").filter(pk__in=[letter.about]).first()
    if invitation is None or invitation.survey.state != SurveyState.OPEN:
        return "The survey is closed."
    return "The survey has come back meanwhile." if invitation.returned else None


def _taking_part(letter: Letter) -> str | None:
    there = Application.objects.taking_part().filter(pk__in=[letter.about]).exists()
    return None if there else GONE


def _shown_to_mentees(letter: Letter) -> str | None:
    choosing = Choosing.objects.under_way().filter(cohort=letter.cohort_id)
    return _taking_part(letter) if choosing.exists() else CHOSEN


def _choosing(letter: Letter) -> str | None:
    """Return why a mentee need not be asked: lists are erased when the match is confirmed."""
    listed = Shortlist.objects.select_related("choosing", "mentee").filter(pk__in=[letter.about]).first()
    if listed is None or listed.choosing.ended_at is not None:
        return CHOSEN
    return None if listed.mentee.is_in else GONE


def _not_chosen(letter: Letter) -> str | None:
    if Shortlist.objects.filter(pk__in=[letter.about], answered_at__isnull=False).exists():
        return "They have answered meanwhile."
    return _choosing(letter)


def _unanswered(letter: Letter) -> str | None:
    waits = Application.objects.filter(pk__in=[letter.about], state=Applied.NOTICED).exists()
    return None if waits else "They have answered meanwhile."


def _unconfirmed(letter: Letter) -> str | None:
    check = ChangeoverCheck.objects.waiting().select_related("application").filter(pk__in=[letter.about]).first()
    if check is None:
        return "They have answered meanwhile."
    return None if has_partner(check.application) else ENDED


def _undecided(letter: Letter) -> str | None:
    answer = GoingOn.objects.select_related("question__pair__cohort").filter(pk__in=[letter.about]).first()
    asked = answer is not None and not answer.wants and is_open(answer.question)
    return None if asked else "Nobody asks any more."


MATCH_KINDS = ("match_mentor", "match_mentee")
_CHECKS: dict[str, Check] = {
    "first_contact_check": _standing,
    "first_meeting_check": _unmet,
    "check_in_mentor": _standing,
    "check_in_mentee": _standing,
    "session_prompt": _standing,
    "mentor_prompts_mentee": _standing,
    "survey_invitation_mentor_pre": _unreturned,
    "survey_invitation_mentor_end": _unreturned,
    "survey_invitation_mentee_end": _unreturned,
    "survey_reminder": _unreturned,
    "survey_reminder_last": _unreturned,
    "opt_out_notice": _unanswered,
    "changeover_check": _unconfirmed,
    "changeover_reminder": _unconfirmed,
    "keep_if_both_agree": _undecided,
    "ballot_announced": _taking_part,
    "ballot_late": _taking_part,
    "shortlist_invitation": _choosing,
    "shortlist_mentors": _shown_to_mentees,
    "shortlist_reminder": _not_chosen,
}
