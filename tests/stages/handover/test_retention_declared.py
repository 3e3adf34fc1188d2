"""Each period that a table declares is carried out by something: the table from the sentence to what does it."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db.models import CASCADE, SET_NULL, Field, Model

from pares.ground.errands.actions import forget_finished
from pares.ground.finding.actions import refresh
from pares.ground.ledger.actions import forget_old
from pares.ground.letters.actions import forget_words
from pares.ground.membership.actions import forget_ended
from pares.ground.people.models import Person
from pares.guide.directory.actions import forget_contributors
from pares.guide.experience.actions import forget_authors
from pares.guide.library.curating.actions import record_looks
from pares.stages.answers.actions import open_box
from pares.stages.evaluation.forgetting import forget_surveys
from pares.stages.handover.forgetting import forget_applications, forget_people
from pares.stages.handover.retention import FORGOTTEN
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

Act = Callable[..., int]
# What carries each declared period out: something that is run by the hour, or that does it when the time comes.
RUN = {act for _, act in FORGOTTEN}
TAKING_PART = "3 months after the cohort if you were not matched; otherwise 12 months"
UNPROVED = "7 days, with all the rest, if you do not confirm your address; otherwise 12 months"
BY_THE_HOUR: dict[str, dict[str, Act]] = {
    "12 months after the cohort": {"Pair": forget_pairs, "Due": forget_dues},
    "12 months after the person's last cohort": {"Person": forget_people},
    "12 months after the role ended": {"Membership": forget_ended},
    "3 months after the cohort; that a match was confirmed, 12 months": {"Proposal": forget_pairs},
    "24 months": {"Entry": forget_old},
    "24 months after the cohort": dict.fromkeys(("Box", "Tally", "Answer", "Survey"), forget_surveys),
    "3 months after it was published or declined, or as soon as you withdraw it": {"LeadersAccount": forget_authors},
    "3 months after the cohort": dict.fromkeys(
        ("ProposedPair", "Unmatched", "Aside", "Change", "Ballot", "Ticket", "Filling"), forget_proposals
    ),
    TAKING_PART: dict.fromkeys(
        ("Application", "Attendance", "Equivalent", "Invitation", "Waiver", "Certificate"), forget_applications
    ),
    UNPROVED: {"Application": forget_unconfirmed},
    "3 months after the decision, or 12 months after it was sent in": {"Suggestion": forget_contributors},
    "3 months after the pair ended": dict.fromkeys(
        ("Agreement", "SessionFact", "ChangeAsked", "Reply"), forget_meetings
    ),
    "30 days after it finished": {"Errand": forget_finished},
    "7 days": {"Upload": forget_uploads},
    "7 years": {"Certificate": forget_certificates},
    "7 years: it stands on certificates": {"Session": forget_sessions},
    "90 days after it was closed": {"ContactRequest": forget_closed},
    "90 days after it was sent or set aside": {"Letter": forget_words},
    "the cohort's last day": {
        "Wish": last_day,
        "Application": forget_changeovers,
        "Choosing": forget_over,
        **dict.fromkeys(("ChangeoverCheck", "PairInQuestion", "GoingOn"), forget_changeovers),
    },
    "until matching closes": {"Application": forget_answers},
    "until the match is confirmed; at the latest the cohort's last day": dict.fromkeys(
        ("Shortlist", "Shortlisted"), forget_over
    ),
    "until you withdraw it; 3 months after it was declined; 12 months if nobody decides": {
        "LeadersAccount": forget_authors
    },
}
# The row itself goes with the one it belongs to (cascade), or its name is taken out of it (set to nothing).
WITH_ANOTHER: dict[str, dict[str, tuple[str, ...]]] = {
    "as long as the scheme": {
        **dict.fromkeys(("Grade", "Specialty", "Site", "Topic", "Cohort"), ("scheme",)),
        "Travel": ("near", "scheme"),
        **dict.fromkeys(("Milestone", "LastFigures"), ("cohort", "scheme")),
        "Scheme": (),
    },
    "as long as your account and the cohort": {"Letter": ("person",)},
    "as long as the file is on the shelf": {"ShelfItem": (), "KeptFile": (), "FileBytes": ("file",)},
    "as long as the record": {"Resource": (), "PermissionRequest": ("resource",), "LicenceChange": ("resource",)},
}
EMPTIED = {"as long as that person’s account, then nobody’s", "as long as the author’s account, then nobody’s"}
EMPTIED_TOO = {"as long as your account"}
# What an action does at the moment it names, or what never goes.
AT_ONCE = {
    "until the box is opened or destroyed": open_box,
    "until the link is looked at again, or gone from our pages": record_looks,
    "until the page changes": refresh,
}
ALWAYS = {"always", "as long as the site", "as long as the site, whether taken or declined"}
BY_HAND = {
    "as long as the site, or until you ask us to take it out",
    "as long as the site; a scheme's own, as long as the scheme",
}


def field_of(table: type[Model], name: str) -> Field:
    return table._meta.get_field(name)  # noqa: SLF001 - any table


def declared() -> list[tuple[type[Model], str, str]]:
    """Every field of every table with how long it is kept."""
    tables = apps.get_app_config("pares").get_models()
    return [(table, name, held.until) for table in tables for name, held in table.held.items()]


@pytest.mark.parametrize(("table", "until"), sorted({(each.__name__, until) for each, _, until in declared()}))
def test_each_declared_period_has_something_that_carries_it_out(table: str, until: str) -> None:
    if until in BY_THE_HOUR:
        assert BY_THE_HOUR[until][table] in RUN
    elif until in WITH_ANOTHER:
        model = apps.get_model("pares", table)
        for name in WITH_ANOTHER[until][table]:
            field = field_of(model, name)
            assert field.remote_field.on_delete is CASCADE
            model = field.related_model
    elif until in EMPTIED | EMPTIED_TOO:
        fields = [name for each, name, period in declared() if (each.__name__, period) == (table, until)]
        found = [field_of(apps.get_model("pares", table), name) for name in fields]
        assert {(field.remote_field.on_delete, field.related_model) for field in found} == {(SET_NULL, Person)}
    else:
        assert until in AT_ONCE or until in ALWAYS | BY_HAND
