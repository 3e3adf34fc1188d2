"""A cohort's long way into oblivion, day by day: what is kept so long, and no day longer; totals stay as they were."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps

from pares.ground import clock
from pares.ground.cohorts.past import months_before
from pares.ground.people.models import Person
from pares.stages.answers.models import Box
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import Invitation, Survey, SurveyKind
from pares.stages.handover.retention import forget
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Aside, Change, Ended, Pair, Proposal, ProposedPair, Unmatched
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.models import Agreement, ChangeAsked, SessionFact
from pares.stages.recognition import actions as recognition
from pares.stages.recognition.models import Certificate, Waiver
from pares.stages.recognition.records import standing
from pares.stages.recruitment.models import Application
from pares.stages.reporting.figures import report
from pares.stages.training.models import Attendance, Session
from tests import world as worlds

END = date(2027, 8, 4)
OPENS = datetime(2027, 7, 21, 9, tzinfo=UTC)
SHEET = {
    **dict.fromkeys(("listen", "boundaries", "escalate", "structure", "useful"), 4),
    "sessions": "3-5",
    "supervision": "enough",
    "again": "yes",
}


def on(day: date) -> datetime:
    return clock.morning(day)


def rows(*tables) -> list[int]:
    return [table.objects.count() for table in tables]


@pytest.fixture
def over(world):
    """Return the world after a whole cohort: one pair ended in May, the others not; Uma had nobody; one certificate."""
    far = worlds.mentee(world.spring, "Uma")
    matching.propose(cohort=world.spring, by=None, at=worlds.CONFIRMED)
    newest = world.spring.proposals.newest()
    matching.leave_out(proposal=newest, people={far.pk}, by=None, at=worlds.CONFIRMED)
    pairs = {pair.mentor.person.name: pair for pair in worlds.match(world.spring)}
    worlds.meet(pairs["Max"], *(END - timedelta(weeks=week) for week in (12, 8, 4)))
    worlds.meet(pairs["Mina"], date(2027, 4, 14), date(2027, 4, 21))
    mentoring.agree(pair=pairs["Max"], by=pairs["Max"].mentor.person, at=OPENS, terms="1")
    mentoring.ask_for_change(pair=pairs["Mina"], by=pairs["Mina"].mentee.person, at=on(date(2027, 5, 1)))
    matching.close_pair(pair=pairs["Mina"], ended=Ended.CHANGED, by=None, at=on(date(2027, 5, 10)))
    last = date(2027, 8, 10)
    sent = evaluation.launch(cohort=world.spring, kind=SurveyKind.MENTOR_END, closes_on=last, by=None, at=OPENS)
    evaluation.submit(invitation=sent.invitations.get(application=world.mentors["Max"]), given=SHEET, at=OPENS)
    evaluation.close(survey=sent, by=None, at=on(date(2027, 8, 11)))
    recognition.award_one(mentor=world.mentors["Max"], by=None, at=on(date(2027, 8, 12)))
    recognition.waive(mentor=world.mentors["Mo"], proof="training", why="absence", by=None, at=on(date(2027, 8, 12)))
    world.pairs = pairs
    return world


def lines(world, day: date) -> list[str]:
    return [f"{chapter} {line.label}: {line.n} of {line.of}" for chapter, line in report(world.spring, day).lines]


def test_months_are_counted_as_people_do() -> None:
    days = [date(2027, 5, 31), date(2027, 5, 28), date(2028, 5, 30), date(2028, 1, 31)]
    assert [months_before(day, 3) for day in days] == [
        *(date(2027, 2, 28), date(2027, 2, 28), date(2028, 2, 29), date(2027, 10, 31))
    ]


def test_what_a_pair_leaves_goes_3_months_after_its_end_but_how_often_they_met(over) -> None:
    told, counts = lines(over, END), {name: standing(each).record.sessions for name, each in over.mentors.items()}
    assert "Mentees Sustained: 1 of 3" in told
    forget(on(date(2027, 8, 9)))
    assert rows(SessionFact, Agreement, ChangeAsked) == [5, 1, 1]
    forget(on(date(2027, 8, 10)))
    assert rows(SessionFact, Agreement, ChangeAsked) == [3, 1, 0]
    forget(on(date(2027, 11, 3)))
    assert rows(SessionFact, Agreement) == [3, 1]
    now = lines(over, date(2027, 11, 3))
    forget(on(date(2027, 11, 4)))
    assert rows(SessionFact, Agreement) == [0, 0]
    assert {name: standing(each).record.sessions for name, each in over.mentors.items()} == counts
    assert lines(over, date(2027, 11, 4)) == now


def test_what_was_told_for_the_matching_goes_on_the_last_day(over) -> None:
    Application.objects.filter(person__name="Esme").update(experience=["LTFT"], travel_minutes=20, exam="MRCP")
    told = ("experience", "travel_minutes", "exam")
    forget(on(END))
    assert Application.objects.values_list(*told).get(person__name="Esme") == (["LTFT"], 20, "MRCP")
    forget(on(END + timedelta(days=1)))
    assert Application.objects.values_list(*told).get(person__name="Esme") == ([], None, "")


def test_people_and_all_that_names_them_go_as_declared(over) -> None:
    people = {each.person for each in (*over.mentors.values(), *over.mentees.values())} | {worlds.person("Uma")}
    secrets = {str(each.pk) for each in Application.objects.filter(cohort=over.spring)}
    secrets |= {str(each.pk) for each in people} | {each.email for each in people}
    code, last = Certificate.objects.get().code, date(2027, 11, 3)
    forget(on(last))
    told = lines(over, last)
    matched = (Pair, Waiver, Attendance, Invitation)
    proposed = (ProposedPair, Aside, Change)
    assert all(rows(*proposed, *matched))
    assert Application.objects.filter(cohort=over.spring).count() == 7

    forget(on(date(2027, 11, 4)))
    assert rows(*proposed, Unmatched) == [0] * 4
    (match,) = Proposal.objects.all()
    assert (match.confirmed_at, match.matched, match.made_by) == (worlds.CONFIRMED, 3, None)
    assert {each.person.name for each in Application.objects.filter(cohort=over.spring)} == {
        *("Max", "Mina", "Mo", "Ella", "Eli", "Esme")
    }
    assert all(rows(*matched))
    assert lines(over, date(2028, 8, 3)) == told

    forget(on(date(2028, 8, 3)))
    assert rows(Pair, Waiver, Invitation) == [3, 1, 3]
    forget(on(date(2028, 8, 4)))
    assert rows(*matched, Application, Proposal) == [0] * 6
    assert not Person.objects.filter(pk__in=[each.pk for each in people]).exists()
    assert Person.objects.filter(email__in=["asha@example.org", "cleo@example.org", "omar@example.org"]).count() == 3
    counted = Survey.objects.with_counts().get()
    assert (counted.asked, counted.returned) == (3, 1)
    assert lines(over, date(2029, 1, 1)) == told

    forget(on(date(2029, 8, 3)))
    assert rows(Survey, Box) == [1, 1]
    forget(on(date(2029, 8, 4)))
    assert rows(Survey, Box) == [0, 0]
    forget(on(date(2030, 8, 31)))
    assert {secret for secret in secrets if secret in everything()} == set()
    assert Certificate.objects.verify(code, "Max").name == "Max"

    forget(on(date(2034, 2, 23)))
    assert Session.objects.count() == 1
    forget(on(date(2034, 2, 24)))
    assert Session.objects.count() == 0
    forget(on(date(2034, 8, 11)))
    assert Certificate.objects.count() == 1
    forget(on(date(2034, 8, 12)))
    assert Certificate.objects.count() == 0


def everything() -> str:
    """Return all that stands in any table."""
    tables = apps.get_app_config("pares").get_models()
    return "\n".join(str(list(table.objects.values_list())) for table in tables)


def test_whoever_signs_in_again_keeps_the_account_and_the_certificate(over) -> None:
    max_ = worlds.person("Max")
    Person.objects.filter(pk=max_.pk).update(last_login=on(date(2028, 8, 1)))
    forget(on(date(2028, 8, 4)))
    assert [each.name for each in Certificate.objects.of(max_)] == ["Max"]
    forget(on(date(2029, 8, 1)))
    assert not Person.objects.filter(pk=max_.pk).exists()
    assert Certificate.objects.get().holder is None


def test_a_role_goes_12_months_after_it_ended(world) -> None:
    from pares.ground.membership import actions as membership

    bola = world.northgate.memberships.get(person__name="Bola")
    membership.end(membership=bola, by=None, at=on(date(2027, 3, 1)))
    forget(on(date(2028, 2, 29)))
    assert world.northgate.memberships.filter(pk=bola.pk).exists()
    forget(on(date(2028, 3, 1)))
    assert not world.northgate.memberships.filter(pk=bola.pk).exists()
    assert world.northgate.memberships.count() == 4


def test_what_leads_see_of_a_cohort_long_over_claims_nothing_that_is_not_kept(over, signed_in) -> None:
    clock.go_to(on(date(2027, 11, 5)))
    forget(clock.now())
    lead, cohort = signed_in(worlds.person("Asha")), "/lead/northgate-mentoring/spring-2027/"
    pages = {name: lead.get(f"{cohort}{name}/").content.decode() for name in ("pairs", "matching", "people", "report")}
    assert "Silent since" not in pages["pairs"]
    assert "No longer kept" in pages["pairs"]
    assert "Nobody yet" not in pages["pairs"]
    assert "Yes, 3 times" in pages["pairs"]
    assert "The match was confirmed on Wednesday 31 March 2027: 3 pairs." in pages["matching"]
    assert "Propose" not in pages["matching"]
    mentor = signed_in(worlds.person("Max"))
    for page in ("/mentor/", f"/mentor/pairs/{over.pairs['Max'].pk}/"):
        text = mentor.get(page).content.decode()
        assert "3 sessions" in text
        assert "Add a session" not in text
        assert "accept the agreement" not in text.casefold()
