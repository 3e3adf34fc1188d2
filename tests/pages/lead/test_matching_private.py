"""Four private kinds look the same: pages, swaps, the record and refusals are equal byte for byte."""

import re
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from pares.ground import clock
from pares.stages.matching.ballots import actions as ballots
from pares.stages.matching.models import Change, Ended, Pair, Unmatched
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, WishKind
from tests import world as worlds

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
WHERE = {"scheme": "northgate-mentoring", "cohort": "spring-2027"}
VIEWS = (
    *(
        "by_hand.by_hand",
        "groups.groups",
        "matching.proposal",
        "matching_board.locks",
        "matching_board.aside",
        "matching_board.record",
    ),
    *("matching_board.compare", "matching_asking.without", "matching_asking.what_if", "matching_asking.wishes"),
    *("matching_asking.quality", "matching_asking.weights", "stable.compare"),
    "ballots.ballot",
)
# Who would not have whom, and a word beside it that only the matching may know.
WISHES = {
    "not_with": (GivenWish(WishKind.NOT_WITH, "Tim"), GivenWish(WishKind.NOT_WITH, "Canary")),
    "relationship": (GivenWish(WishKind.RELATIONSHIP, "Tim"), GivenWish(WishKind.RELATIONSHIP, "Canary")),
    "must": (GivenWish(WishKind.MUST, "not site:Southmere"), GivenWish(WishKind.MUST, "not canary")),
    "never again": (),
    "nothing": (),
}
PRIVATE = ("not_with", "relationship", "must", "never again")
# Wishes that keep Wim out of a group of Tim's because Ella could join it.
ABOUT_ELLA = {
    "not with Ella": (GivenWish(WishKind.NOT_WITH, "Ella"), GivenWish(WishKind.NOT_WITH, "Canary")),
    "knows Ella": (GivenWish(WishKind.RELATIONSHIP, "ella@example.org"), GivenWish(WishKind.MUST, "not canary")),
}


@pytest.fixture
def lead(world, signed_in) -> Client:
    clock.go_to(NOON)
    gone = [*world.mentors.values(), *world.mentees.values()]
    for each in gone:
        if each.person.name not in {"Max", "Ella"}:
            recruitment.withdraw(application=each, by=None, at=NOON)
    return signed_in(worlds.person("Asha"))


def two_apart(world, *, group: bool = False) -> tuple[Application, Application]:
    """Return Wim and Tim, the same two whatever keeps them apart: by who they are the lottery settles ties."""
    wim = worlds.mentee(world.spring, "Wim", group=group)
    tim = worlds.mentor(world.spring, "Tim", site="Southmere", group=group)
    worlds.train(world.spring, tim, world.mentors["Max"])
    return wim, tim


def keep_apart(world, wim: Application, tim: Application, kind: str) -> None:
    """Keep the two apart by a private kind; they were a pair once."""
    wishes = (WISHES | ABOUT_ELLA)[kind]
    told = worlds.given(world.spring.scheme, grade="F1", group=wim.group, wishes=wishes)
    recruitment.change_wishes(application=wim, given=told, by=wim.person, at=NOON)
    ended = {"ended": Ended.CHANGED, "ended_at": worlds.SIGNED_UP, "confirmed_at": worlds.SIGNED_UP}
    Pair.objects.create(cohort=world.spring, mentor=tim, mentee=wim, never_again=kind == "never again", **ended)


def everything(lead: Client, world, wim: Application, tim: Application, kind: str) -> list[str]:
    """Return all that a lead is shown and all that is kept of it, once proposed; then take it back."""
    with transaction.atomic():
        keep_apart(world, wim, tim, kind)
        lead.post(reverse("lead.matching.propose", kwargs=WHERE))
        seen = world.spring.proposals.newest().changes
        swap = reverse("lead.matching.swap", kwargs=WHERE | {"mentee": wim.pk})
        pages = [lead.get(reverse(f"lead.{view}", kwargs=WHERE)) for view in VIEWS]
        pages += [lead.get(swap), lead.post(swap, {"mentor": str(tim.pk), "seen": seen})]
        hand = reverse("lead.by_hand.choose", kwargs=WHERE | {"mentee": wim.pk})
        pages += [lead.get(hand), lead.post(hand, {"mentor": str(tim.pk), "seen": seen})]
        for change in ("withdrawn", "one_more"):
            asked = {"change": change, "leaving": str(tim.pk), "taking": str(tim.pk)}
            pages.append(lead.get(reverse("lead.matching_asking.what_if", kwargs=WHERE), asked))
        assert {page.status_code for page in pages if page.status_code != 302} == {200}
        texts = [page.content.decode() for page in pages]
        texts += [f"{each.why} {each.about}" for each in Unmatched.objects.order_by("application__person__name")]
        texts += [
            str(line) for change in Change.objects.all() for lines in change.difference.values() for line in lines
        ]
        names = {str(wim.pk): "wim", str(tim.pk): "tim"}
        transaction.set_rollback(True)
    return sorted(steady(text, names) for text in texts)


def steady(text: str, names: dict[str, str]) -> str:
    for identifier, name in names.items():
        text = text.replace(identifier, name)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "token", text)


@pytest.mark.parametrize("others", [True, False])
def test_one_private_kind_looks_like_another(world, lead, others):
    if not others:
        for each in (world.mentors["Max"], world.mentees["Ella"]):
            recruitment.withdraw(application=each, by=None, at=NOON)
    wim, tim = two_apart(world)
    shown = {kind: everything(lead, world, wim, tim, kind) for kind in (*PRIVATE, "nothing")}
    for kind in PRIVATE:
        assert shown[kind] == shown["not_with"], kind
        assert not any("canary" in text.casefold() for text in shown[kind])
        assert any("Kept private." in text for text in shown[kind])
    assert shown["nothing"] != shown["not_with"]
    assert not any("What would help" in text for text in shown["not_with"])


def test_one_private_kind_looks_like_another_where_lots_were_drawn(world, lead):
    wim, tim = two_apart(world)
    worlds.mentee(world.spring, "Zoe")
    ballot = ballots.announce(cohort=world.spring, by=None, at=NOON, source="the draw on Saturday 3 April 2027")
    ballots.draw(ballot=ballot, by=None, at=NOON, seed="14 32 5")
    shown = {kind: everything(lead, world, wim, tim, kind) for kind in PRIVATE}
    for kind in PRIVATE:
        assert shown[kind] == shown["not_with"], kind
        assert not any("canary" in text.casefold() for text in shown[kind])
    assert any("By lot no place is left" in text or "No mentor is possible" in text for text in shown["not_with"])


def test_a_wish_about_another_mentee_looks_like_one_about_the_mentor(world, lead):
    ella = world.mentees["Ella"]
    told = worlds.given(world.spring.scheme, grade="F1", group=True)
    recruitment.change_wishes(application=ella, given=told, by=ella.person, at=NOON)
    wim, tim = two_apart(world, group=True)
    shown = {kind: everything(lead, world, wim, tim, kind) for kind in (*PRIVATE, *ABOUT_ELLA, "nothing")}
    for kind in (*PRIVATE, *ABOUT_ELLA):
        assert shown[kind] == shown["not_with"], kind
        assert not any("canary" in text.casefold() for text in shown[kind])
    assert any("Kept private." in text for text in shown["not_with"])
    assert shown["nothing"] != shown["not_with"]
