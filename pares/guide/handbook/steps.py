"""Where the handbook explains each step of a timeline, and which letters go with it. Pure: no Django."""

from dataclasses import dataclass

from pares.ground.cohorts.calendar import changeover_of


@dataclass(frozen=True)
class Explained:
    """The chapter that explains a step, and the kinds of letter that chapter shows for it."""

    chapter: str
    letters: tuple[str, ...] = ()


_PLANNING = Explained("leads-and-resources")
_MENTORS = "step-1-recruit-mentors"
_TRAINING = Explained("step-2-train-mentors", ("training_invitation",))
_MENTEES = "step-3-recruit-mentees"
_INVITING = Explained(_MENTEES, ("invite_mentees", "opt_out_notice"))
_KEEPING_IN_TOUCH = "step-7-reminders"
_CHECK_IN = Explained(_KEEPING_IN_TOUCH, ("check_in_mentor", "check_in_mentee"))
_WORKSHOP = Explained("step-8-workshop", ("workshop_invitation",))
_CHANGEOVER = Explained(_KEEPING_IN_TOUCH, ("changeover_check", "changeover_reminder"))
_FINISHING = "step-9-finish"

STEPS = {
    "plan_cohort": _PLANNING,
    "call_mentors": Explained(_MENTORS, ("call_for_mentors",)),
    "remind_mentors": Explained(_MENTORS, ("call_for_mentors",)),
    "mentor_applications_close": Explained(_MENTORS, ("application_received_mentor", "not_this_time")),
    "basic_training": _TRAINING,
    "advanced_training": Explained("step-2-train-mentors", ("training_invitation", "training_catch_up")),
    "invite_mentees": _INVITING,
    "remind_mentees": _INVITING,
    "mentee_applications_close": Explained(_MENTEES, ("application_received_mentee",)),
    "propose_matches": Explained("step-4-match"),
    "confirm_matches": Explained("step-5-inform-pairs", ("match_mentor", "match_mentee", "waiting")),
    "cohort_starts": Explained(_MENTEES),
    "late_entry_closes": Explained(_MENTEES),
    "first_contact_check": Explained(_KEEPING_IN_TOUCH, ("first_contact_check",)),
    "first_meeting_check": Explained(_KEEPING_IN_TOUCH, ("first_meeting_check",)),
    "act_on_never_met": Explained(_KEEPING_IN_TOUCH, ("pair_ended",)),
    "check_in_1": _CHECK_IN,
    "check_in_2": _CHECK_IN,
    "check_in_3": _CHECK_IN,
    "check_in_4": _CHECK_IN,
    "pulse": _CHECK_IN,
    "workshop": _WORKSHOP,
    "workshop_2": _WORKSHOP,
    "interim_statement": Explained("recognition-and-evaluation"),
    "session_prompt": Explained(_FINISHING, ("session_prompt",)),
    "extend_or_finish": Explained(_FINISHING, ("session_prompt",)),
    "end_survey_opens": Explained(_FINISHING, ("survey_invitation_mentor_end", "survey_invitation_mentee_end")),
    "end_survey_reminder_1": Explained(_FINISHING, ("mentor_prompts_mentee",)),
    "end_survey_reminder_2": Explained(_FINISHING, ("survey_reminder_last",)),
    "end_survey_closes": Explained(_FINISHING, ("certificate_ready",)),
    "thank_everyone": Explained(_FINISHING, ("thanks_mentor_next",)),
    "report_due": Explained(_FINISHING, ("report_ready",)),
}


def explained(key: str) -> Explained | None:
    """Return where a step is explained, those of a changeover too; None for a step that a scheme made itself."""
    return _CHANGEOVER if changeover_of(key) else STEPS.get(key)
