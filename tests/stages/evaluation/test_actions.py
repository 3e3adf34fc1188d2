from datetime import UTC, date, datetime, timedelta

import pytest

from pares.ground.ledger.models import Entry
from pares.stages.answers import results
from pares.stages.evaluation import actions, rules
from pares.stages.evaluation.models import Invitation, SurveyKind, SurveyState
from pares.stages.matching import actions as matching
from pares.stages.recruitment.models import Application
from tests import world as worlds

OPENS = datetime(2027, 7, 21, 9, tzinfo=UTC)
LAST = date(2027, 8, 10)
AFTER = datetime(2027, 8, 11, 9, tzinfo=UTC)
SHEET = {
    "sessions": "3-5",
    "useful": 5,
    "supported": 4,
    "match": 4,
    "topics": [],
    "barriers": [],
    "recommend": 9,
    "become-mentor": "yes",
}


def asked_by_name(survey_kind: SurveyKind, world: worlds.World) -> list[str]:
    survey = actions.launch(cohort=world.spring, kind=survey_kind, closes_on=LAST, by=None, at=OPENS)
    return sorted(survey.invitations.values_list("application__person__name", flat=True))


def with_mentees(world: worlds.World, many: int) -> list[Application]:
    """Add mentors and mentees until so many are matched."""
    mentors = [worlds.mentor(world.spring, f"Mentor {n}") for n in range(many - 3)]
    mentees = [worlds.mentee(world.spring, f"Mentee {n}") for n in range(many - 3)]
    worlds.train(world.spring, *world.mentors.values(), *mentors)
    worlds.match(world.spring)
    return [*world.mentees.values(), *mentees]


def test_each_survey_asks_its_own_people(world: worlds.World) -> None:
    worlds.mentor(world.spring, "Untrained")
    pairs = worlds.match(world.spring, tell=False)
    refused = next(pair for pair in pairs if pair.mentor.person.name == "Mo")
    matching.mark_told(pair=refused, side="mentor", at=worlds.CONFIRMED)
    matching.say_no(pair=refused, by=refused.mentor.person, at=worlds.CONFIRMED)
    assert asked_by_name(SurveyKind.MENTOR_PRE, world) == ["Max", "Mina", "Mo", "Untrained"]
    assert asked_by_name(SurveyKind.MENTOR_END, world) == ["Max", "Mina"]
    assert asked_by_name(SurveyKind.MENTEE_END, world) == ["Eli", "Ella"]


def test_launching_writes_one_letter_each_and_only_once(world: worlds.World) -> None:
    worlds.match(world.spring)
    launched = [
        actions.launch(cohort=world.spring, kind=SurveyKind.MENTEE_END, closes_on=LAST, by=None, at=OPENS)
        for _ in range(2)
    ]
    assert launched[0] == launched[1]
    letters = worlds.letters("survey_invitation_mentee_end")
    assert [letter.to for letter in letters] == ["eli@example.org", "ella@example.org", "esme@example.org"]
    assert [letter.confidential for letter in letters] == [True] * 3
    invitation = Invitation.objects.get(application=world.mentees["Eli"])
    assert f"/survey/{invitation.token}/" in letters[0].text
    assert "Tuesday 10 August 2027" in letters[0].text
    # Late comers are asked in the next cohort's survey: the list is fixed.
    assert launched[1].invitations.count() == 3


@pytest.mark.parametrize(
    ("kind", "closes_on", "refusal"),
    [(SurveyKind.MENTEE_END, LAST, rules.NobodyToAsk), (SurveyKind.MENTOR_PRE, OPENS.date(), rules.ClosesTooSoon)],
)
def test_a_launch_is_refused(
    world: worlds.World, kind: SurveyKind, closes_on: date, refusal: type[rules.Refused]
) -> None:
    with pytest.raises(refusal):
        actions.launch(cohort=world.spring, kind=kind, closes_on=closes_on, by=None, at=OPENS)
    assert Invitation.objects.count() == 0


def test_answers_come_once_until_the_last_day_and_leave_no_trace_of_when(world: worlds.World) -> None:
    worlds.match(world.spring)
    survey = actions.launch(cohort=world.spring, kind=SurveyKind.MENTEE_END, closes_on=LAST, by=None, at=OPENS)
    eli, ella, esme = (survey.invitations.get(application=world.mentees[name]) for name in ("Eli", "Ella", "Esme"))
    before = Entry.objects.count()
    assert actions.submit(invitation=eli, given=SHEET, at=OPENS).returned
    with pytest.raises(rules.AlreadyReturned):
        actions.submit(invitation=eli, given=SHEET, at=OPENS)
    actions.submit(invitation=ella, given=SHEET, at=datetime(2027, 8, 10, 22, 59, tzinfo=UTC))
    with pytest.raises(rules.Closed):
        actions.submit(invitation=esme, given=SHEET, at=datetime(2027, 8, 10, 23, 1, tzinfo=UTC))
    assert Entry.objects.count() == before
    assert list(survey.invitations.filter(returned=True).values_list("pk").order_by("pk")) == sorted(
        [(eli.pk,), (ella.pk,)]
    )


def test_what_the_questions_refuse_is_not_recorded_as_returned(world: worlds.World) -> None:
    worlds.match(world.spring)
    survey = actions.launch(cohort=world.spring, kind=SurveyKind.MENTEE_END, closes_on=LAST, by=None, at=OPENS)
    invitation = survey.invitations.get(application=world.mentees["Eli"])
    with pytest.raises(rules.Refused) as refused:
        actions.submit(invitation=invitation, given=SHEET | {"useful": "6"}, at=OPENS)
    assert refused.value.field == "useful"
    invitation.refresh_from_db()
    assert not invitation.returned


@pytest.mark.parametrize(("answers", "state"), [(4, SurveyState.SEALED), (5, SurveyState.OPENED)])
def test_a_survey_is_counted_after_its_last_day_if_five_answered(
    world: worlds.World, answers: int, state: SurveyState
) -> None:
    mentees = with_mentees(world, 6)
    survey = actions.launch(cohort=world.spring, kind=SurveyKind.MENTEE_END, closes_on=LAST, by=None, at=OPENS)
    for mentee in mentees[:answers]:
        invitation = survey.invitations.get(application=mentee)
        actions.submit(invitation=invitation, given=SHEET | {"change": "canary"}, at=OPENS)
    with pytest.raises(rules.NotOver, match="Tuesday 10 August 2027"):
        actions.close(survey=survey, by=None, at=AFTER - timedelta(days=1))
    assert results.counts(survey.pk) == []
    closed = actions.close(survey=survey, by=None, at=AFTER)
    assert closed.state == state
    again = actions.close(survey=survey, by=None, at=AFTER)
    assert again.state == state
    texts = [result.texts for result in results.counts(survey.pk) if result.texts]
    assert texts == ([("canary",) * 5] if state == SurveyState.OPENED else [])
    assert Entry.objects.filter(verb="evaluation.close").count() == 1


def test_who_returned_proves_an_evaluation_only_once_the_survey_is_closed(world: worlds.World) -> None:
    worlds.match(world.spring)
    survey = actions.launch(cohort=world.spring, kind=SurveyKind.MENTOR_END, closes_on=LAST, by=None, at=OPENS)
    Invitation.objects.filter(application=world.mentors["Mo"]).update(returned=True)
    assert list(Invitation.objects.proving()) == []
    actions.close(survey=survey, by=None, at=AFTER)
    assert [each.application for each in Invitation.objects.proving()] == [world.mentors["Mo"]]


def test_a_reminder_is_written_once_an_occurrence(world: worlds.World) -> None:
    worlds.match(world.spring)
    survey = actions.launch(cohort=world.spring, kind=SurveyKind.MENTEE_END, closes_on=LAST, by=None, at=OPENS)
    invitation = survey.invitations.get(application=world.mentees["Eli"])
    for occurrence in ("one", "one", "two"):
        actions.write(invitation=invitation, kind="survey_reminder", occurrence=occurrence, at=OPENS)
    assert [letter.to for letter in worlds.letters("survey_reminder")] == ["eli@example.org"] * 2
