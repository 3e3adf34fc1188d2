import io
from datetime import UTC, date, datetime, timedelta

import pypdf
import pytest

from pares.ground.files.pdf import Undrawable
from pares.ground.ledger.models import Entry
from pares.ground.people import actions as people
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import Survey, SurveyKind
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Ended, Pair
from pares.stages.recognition import actions, papers, rules
from pares.stages.recognition.models import Certificate, CertificateKind, Proof, Why
from pares.stages.recognition.records import standings
from pares.stages.training import actions as training
from pares.stages.training.models import EquivalentKind
from tests import world as worlds

OPENS = datetime(2027, 7, 21, 9, tzinfo=UTC)
AFTER = datetime(2027, 8, 11, 9, tzinfo=UTC)
DAYS = [date(2027, 4, 14) + timedelta(weeks=week) for week in range(6)]
SHEET = {
    **dict.fromkeys(("listen", "boundaries", "escalate", "structure", "useful"), 4),
    "sessions": "3-5",
    "supervision": "enough",
    "again": "yes",
}


def survey(world: worlds.World, *names: str) -> Survey:
    """Launch the mentors' end survey and let these answer."""
    sent = evaluation.launch(
        cohort=world.spring, kind=SurveyKind.MENTOR_END, closes_on=date(2027, 8, 10), by=None, at=OPENS
    )
    for name in names:
        invitation = sent.invitations.get(application=world.mentors[name])
        evaluation.submit(invitation=invitation, given=SHEET, at=OPENS)
    return sent


def pair_of(world: worlds.World, name: str) -> Pair:
    return Pair.objects.in_words().get(mentor=world.mentors[name], ended_at=None)


@pytest.fixture
def ended(world: worlds.World) -> worlds.World:
    """Return a cohort whose mentors met three, two and no times; the first two returned their survey, now closed."""
    worlds.match(world.spring)
    worlds.meet(pair_of(world, "Max"), *DAYS[:3])
    worlds.meet(pair_of(world, "Mina"), *DAYS[:2])
    evaluation.close(survey=survey(world, "Max", "Mina"), by=None, at=AFTER)
    return world


def names(certificates: list[Certificate]) -> list[str]:
    return sorted(each.name for each in certificates)


def test_certificates_go_to_those_who_have_all_three_proofs_once(ended: worlds.World) -> None:
    first = actions.award(cohort=ended.spring, by=None, at=AFTER)
    assert names(first) == ["Max"]
    assert actions.award(cohort=ended.spring, by=None, at=AFTER) == first
    assert [letter.to for letter in worlds.letters("certificate_ready")] == ["max@example.org"]
    assert names(actions.state_rest(cohort=ended.spring, by=None, at=AFTER)) == ["Mina", "Mo"]
    assert actions.state_rest(cohort=ended.spring, by=None, at=AFTER) == []
    assert [letter.to for letter in worlds.letters("statement_ready")] == ["mina@example.org", "mo@example.org"]
    assert Entry.objects.filter(verb="recognition.award").count() == 1


def test_no_certificate_before_the_survey_closes_even_if_it_was_returned(world: worlds.World) -> None:
    worlds.match(world.spring)
    worlds.meet(pair_of(world, "Max"), *DAYS[:3])
    sent = survey(world, "Max")
    assert actions.award(cohort=world.spring, by=None, at=OPENS) == []
    with pytest.raises(rules.NotEarned, match=r"yet: the evaluation returned\."):
        actions.award_one(mentor=world.mentors["Max"], by=None, at=OPENS)
    with pytest.raises(rules.StillOpen):
        actions.state_rest(cohort=world.spring, by=None, at=OPENS)
    evaluation.close(survey=sent, by=None, at=AFTER)
    assert names(actions.award(cohort=world.spring, by=None, at=AFTER)) == ["Max"]


def test_a_waived_proof_is_in_the_ledger_and_not_on_the_certificate(ended: worlds.World) -> None:
    mina = ended.mentors["Mina"]
    with pytest.raises(rules.NotEarned, match="at least three sessions"):
        actions.award_one(mentor=mina, by=None, at=AFTER)
    for _ in range(2):
        actions.waive(mentor=mina, proof=Proof.SESSIONS, why=Why.MENTEE_LEFT, by=mina.person, at=AFTER)
    certificate = actions.award_one(mentor=mina, by=None, at=AFTER)
    assert actions.award_one(mentor=mina, by=None, at=AFTER) == certificate
    lines = Entry.objects.filter(verb="recognition.waive_sessions").values_list("actor", "thing")
    assert list(lines) == [(mina.person_id, mina.pk)]
    assert certificate.facts == {
        "organisation": "Northgate Hospitals",
        "scheme": "Northgate mentoring",
        "starts_on": "2027-04-07",
        "ends_on": "2027-08-03",
        "trainings": 1,
        "training_minutes": 60,
        "equivalent": "",
        "workshops": 0,
        "sessions": 2,
        "leads": ["Asha", "Bola"],
    }
    printed = pypdf.PdfReader(io.BytesIO(papers.paper(certificate))).pages[0].extract_text().casefold()
    assert [word for word in ("waive", "left", "absence", "three") if word in printed] == []


def test_a_waiver_is_taken_back_unless_a_certificate_rests_on_it(ended: worlds.World) -> None:
    mina = ended.mentors["Mina"]
    actions.waive(mentor=mina, proof=Proof.SESSIONS, why=Why.ABSENCE, by=None, at=AFTER)
    certificate = actions.award_one(mentor=mina, by=None, at=AFTER)
    with pytest.raises(rules.RestsOnIt):
        actions.take_back_waiver(mentor=mina, proof=Proof.SESSIONS, by=mina.person, at=AFTER)
    # A proof that stands by itself needs no waiver, so one given for it may go.
    actions.waive(mentor=mina, proof=Proof.TRAINING, why=Why.ABSENCE, by=None, at=AFTER)
    assert actions.take_back_waiver(mentor=mina, proof=Proof.TRAINING, by=mina.person, at=AFTER) == 1
    actions.revoke(certificate=certificate, by=None, at=AFTER)
    for gone in (1, 0):
        assert actions.take_back_waiver(mentor=mina, proof=Proof.SESSIONS, by=mina.person, at=AFTER) == gone
    lines = Entry.objects.filter(verb="recognition.take_back_waiver_sessions").values_list("actor", "thing")
    assert list(lines) == [(mina.person_id, mina.pk)]
    with pytest.raises(rules.NotEarned, match="at least three sessions"):
        actions.award_one(mentor=mina, by=None, at=AFTER)


@pytest.mark.parametrize(
    ("proof", "closed", "allowed"),
    [(Proof.SESSIONS, True, False), (Proof.EVALUATION, False, False), (Proof.EVALUATION, True, True)],
)
def test_evaluation_closed_is_a_reason_only_then(
    world: worlds.World,
    proof: Proof,
    closed: bool,  # noqa: FBT001 - a parameter of the test
    allowed: bool,  # noqa: FBT001
) -> None:
    worlds.match(world.spring)
    sent = survey(world)
    if closed:
        evaluation.close(survey=sent, by=None, at=AFTER)
    if allowed:
        actions.waive(mentor=world.mentors["Mo"], proof=proof, why=Why.EVALUATION_CLOSED, by=None, at=AFTER)
    else:
        with pytest.raises(rules.WrongWhy):
            actions.waive(mentor=world.mentors["Mo"], proof=proof, why=Why.EVALUATION_CLOSED, by=None, at=AFTER)
    assert world.mentors["Mo"].waivers.count() == int(allowed)


def test_sessions_before_a_rematch_count_with_those_after_it(world: worlds.World) -> None:
    worlds.match(world.spring)
    mo, last = pair_of(world, "Mo"), pair_of(world, "Mina")
    worlds.meet(mo, *DAYS[:2])
    worlds.meet(last, DAYS[0])
    for pair in (mo, last):
        matching.close_pair(pair=pair, ended=Ended.CHANGED, by=None, at=OPENS)
    late = datetime(2027, 5, 20, 9, tzinfo=UTC)
    again = matching.rematch(mentee=last.mentee, mentor=world.mentors["Mo"], by=None, at=late)
    worlds.meet(Pair.objects.in_words().get(pk=again.pk), date(2027, 6, 2))
    counted = {each.mentor.person.name: each.record.sessions for each in standings(world.spring)}
    assert counted == {"Max": 0, "Mina": 1, "Mo": 3}


def test_a_certificate_taken_back_is_not_valid_and_comes_back_only_by_hand(ended: worlds.World) -> None:
    (first,) = actions.award(cohort=ended.spring, by=None, at=AFTER)
    for _ in range(2):
        actions.revoke(certificate=first, by=None, at=AFTER)
    assert Certificate.objects.verify(first.code, "Max") is None
    assert actions.award(cohort=ended.spring, by=None, at=AFTER) == []
    second = actions.award_one(mentor=ended.mentors["Max"], by=None, at=AFTER)
    assert Certificate.objects.verify(second.code, "Max") == second
    assert Entry.objects.filter(verb="recognition.revoke").count() == 1


def test_a_statement_needs_something_to_say(world: worlds.World) -> None:
    idle = worlds.mentor(world.spring, "Idle")
    with pytest.raises(rules.TookNoPart):
        actions.state(mentor=idle, by=None, at=AFTER)
    statement = actions.state(mentor=world.mentors["Mo"], by=None, at=AFTER)
    assert actions.state(mentor=world.mentors["Mo"], by=None, at=AFTER) == statement
    assert [each.mentor.person.name for each in standings(world.spring)] == ["Max", "Mina", "Mo"]


def held_by(name: str, world: worlds.World) -> Certificate:
    mentor = world.mentors["Max"]
    people.rename(person=mentor.person, name=name, by=None, at=AFTER)
    mentor.refresh_from_db()
    return actions.state(mentor=mentor, by=None, at=AFTER)


@pytest.mark.parametrize("surname", ["Núñez-Ó’Brien", "nunez obrien", "O'BRIEN", " Obrien ", "Dr Ana Núñez Ó’Brien"])
def test_the_code_and_any_fair_spelling_of_the_surname_verify(world: worlds.World, surname: str) -> None:
    certificate = held_by("Dr Ana Núñez-Ó’Brien", world)
    typed = certificate.code.replace("-", " ").lower()
    assert Certificate.objects.verify(typed, surname) == certificate


@pytest.mark.parametrize("surname", ["", "  ", "-", "Brie", "Smith", "Brien Ana", "Ana Ana"])
def test_anything_else_does_not(world: worlds.World, surname: str) -> None:
    certificate = held_by("Ana Brien", world)
    assert Certificate.objects.verify(certificate.code, surname) is None
    assert Certificate.objects.verify(certificate.code[:-1], "Brien") is None
    assert Certificate.objects.verify(certificate.code[:-1] + "\x00", "Brien") is None


def test_the_papers_say_what_was_done(world: worlds.World) -> None:
    training.accept_equivalent(
        mentor=world.mentors["Max"], kind=EquivalentKind.E_LEARNING, on=DAYS[0], by=None, at=AFTER
    )
    certificate = held_by("Ana Brien", world)
    assert papers.figures(certificate.facts) == [
        ("Cohort", "7 April 2027 to 3 August 2027"),
        ("Training attended", "1 hour in 1 session"),
        ("Training accepted", "An e-learning course on mentoring"),
    ]
    assert certificate.kind == CertificateKind.STATEMENT
    printed = " ".join(pypdf.PdfReader(io.BytesIO(papers.paper(certificate))).pages[0].extract_text().split())
    for said in ("Ana Brien", "Statement of participation", "Asha", "1 hour in 1 session"):
        assert said in printed


def test_a_name_in_letters_we_lack_is_refused_by_name(world: worlds.World) -> None:
    with pytest.raises(Undrawable, match="王"):
        papers.paper(held_by("王 小明", world))
