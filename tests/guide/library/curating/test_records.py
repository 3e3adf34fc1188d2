"""Licences with their history, and links: through the actions alone."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from pares.ground.people.models import Person
from pares.ground.refusal import Refused
from pares.guide.library import actions as library
from pares.guide.library.curating import actions, rules
from pares.guide.library.curating.actions import Look
from pares.guide.library.curating.models import LicenceChange, LinkCheck, Outcome, OwnerSaid, PermissionRequest
from pares.guide.library.models import Resource
from pares.guide.library.rules import Audience, Claim, State
from pares.stages.reminders.sending import send_letters
from tests import world as worlds
from tests.guide.library.curating.asked import AT, DAY, TODAY, cleared, history, record, sent, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def edie() -> Person:
    return worlds.person("Edie")


def test_a_licence_changes_for_a_reason_and_remembers(edie):
    resource = record(edie)
    claim = Claim(State.OGL, evidence="Foot of the page: OGL")

    with pytest.raises(rules.NoReason):
        actions.change_licence(resource=resource, claim=claim, why=" ", by=edie, at=AT)
    with pytest.raises(Refused, match="Enter what shows this"):
        actions.change_licence(resource=resource, claim=Claim(State.OGL), why="Saw it", by=edie, at=AT)
    actions.change_licence(resource=resource, claim=claim, why="Saw it", by=edie, at=AT)
    assert history(resource) == [("unknown", "ogl", "Saw it"), ("", "unknown", "The record was added.")]
    assert cleared(resource, Audience.EVERYONE, TODAY)


def test_the_database_holds_one_open_request_and_a_reason(edie):
    resource = record(edie)
    written(resource, edie)

    with pytest.raises(IntegrityError), transaction.atomic():
        PermissionRequest.objects.create(resource=resource, asked_of="x", subject="x", letter="x", asked_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenceChange.objects.create(resource=resource, at=AT, now=State.OWN, why="")
    with pytest.raises(IntegrityError), transaction.atomic():
        PermissionRequest.objects.update(
            reply=OwnerSaid.GRANTED, answered_on=TODAY, granted_for="mentors", answered_by="x"
        )


def look(place: str, outcome: Outcome, **more: object) -> Look:
    return Look(place, "/here/", f"https://{place}.example/", outcome, "Because.", **more)


def test_looks_are_kept_with_since_when_and_forgotten_with_the_link():
    actions.record_looks(looks=[look("a", Outcome.FINE), look("b", Outcome.GONE, status=404)], whole=True, at=AT)
    actions.record_looks(looks=[look("a", Outcome.GONE), look("b", Outcome.GONE, status=410)], whole=True, at=AT + DAY)

    kept = {each.place: (each.since, each.at, each.status) for each in LinkCheck.objects.all()}
    assert kept == {"a": (AT + DAY, AT + DAY, None), "b": (AT, AT + DAY, 410)}
    actions.record_looks(looks=[look("a", Outcome.FINE)], whole=False, at=AT + 2 * DAY)
    assert [each.place for each in LinkCheck.objects.broken()] == ["b"]
    actions.record_looks(looks=[look("a", Outcome.FINE)], whole=True, at=AT + 2 * DAY)
    assert [each.place for each in LinkCheck.objects.all()] == ["a"]


def test_a_record_follows_its_link_to_where_it_moved_for_good(edie):
    resource = record(edie)
    far = Look("Library: y", "", resource.link, Outcome.MOVED, "Moved.", 200, f"https://{'x' * 500}.uk/", resource.pk)
    actions.record_looks(looks=[far], whole=True, at=AT)
    seen = Look("Library: x", "", resource.link, Outcome.MOVED, "Moved.", 200, "https://new.example/", resource.pk)

    with pytest.raises(rules.NotMoved):
        actions.take_new_address(resource=resource, by=edie, at=AT)
    actions.record_looks(looks=[seen], whole=True, at=AT)
    assert [each.resource.title for each in LinkCheck.objects.moved()] == ["Ground rules"]
    actions.take_new_address(resource=resource, by=edie, at=AT)
    assert (Resource.objects.get().link, LinkCheck.objects.count()) == ("https://new.example/", 0)


def test_the_letter_leaves_with_the_post_as_the_editor_left_it(edie, mailoutbox):
    request = sent(record(edie), edie, at=AT)
    assert send_letters(at=AT + timedelta(hours=2)) == 1

    message = mailoutbox[0]
    assert (message.to, message.subject) == (["rights@riverside.example"], request.subject)
    assert request.letter in message.body


def test_a_broken_link_is_no_work_once_the_record_leads_elsewhere(edie):
    resource = record(edie)
    seen = Look("Library: x", "", resource.link, Outcome.GONE, "Gone.", 404, resource=resource.pk)
    actions.record_looks(looks=[seen], whole=True, at=AT)
    assert len(LinkCheck.objects.broken()) == 1

    library.describe(resource=resource, link="https://new.example/", by=edie, at=AT)
    assert (list(LinkCheck.objects.broken()), list(LinkCheck.objects.of(resource))) == ([], [])
    library.describe(resource=resource, link="https://riverside.example/rules/", by=edie, at=AT)
    library.withdraw(resource=resource, by=edie, at=AT)
    assert list(LinkCheck.objects.broken()) == []
