"""Every field of every table says what it holds, why, until when and who reads it; and nothing holds a conversation."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.db.models import Field, Model
from django.test import Client

from pares.ground.finding.engine import TABLE
from pares.ground.ledger.held import Held, Kind
from pares.ground.people.borrowed import BORROWED, CACHE

# Words for what two people said to each other, or what somebody thought of it. None may name a field, or say what
# one is for, where a pair's or a person's time together is kept.
CONVERSATION = re.compile(
    r"(?i)\b(notes?|messages?|contents?|reflections?|diary|diaries|journals?|comments?|remarks?|chats?|transcripts?"
    r"|minutes_of|summar(y|ies)|discuss\w*|talked|conversations?|feelings?|goals?|details?|descriptions?|body)\b"
)
ABOUT_A_CONVERSATION = {
    "pares.stages.mentoring", "pares.stages.matching", "pares.stages.supervision", "pares.stages.training",
    "pares.stages.recognition", "pares.stages.recruitment", "pares.stages.reminders",
}  # fmt: skip
# Fields with such a word that hold something else, each with what it is.
SOMETHING_ELSE = {"Upload.notes": "how a file was read: its sheet, its lines left out"}
# Text of any length, by field: each is a place where somebody could write anything, so each has its reason.
FREE_TEXT = {
    "Answer.value": "what was written in a survey, out of its box",
    "Edition.method": "how the list was made, the words of our own page",
    "Errand.problem": "why an errand was not done, in our words",
    "LeadersAccount.text": "what a leader tells of a scheme, under their name and for everybody",
    "Letter.calendar": "an invitation, written by us",
    "Passage.text": "a section of a page everybody reads, for search",
    "Letter.html": "a letter, written by us or a lead",
    "Letter.text": "a letter, written by us or a lead",
    "Revision.shipped_text": "the words we shipped when an editor changed them",
    "Revision.text": "a page or a letter as an editor left it, for everybody or for whom the letter is",
    "Suggestion.words": "how a reader knows of a scheme; emptied after the decision",
    "Unmatched.why": "why nobody was found, in our words",
}


def _ours() -> list[type[Model]]:
    return list(apps.get_app_config("pares").get_models())


def _fields(model: type[Model]) -> Iterator[Field]:
    """Yield a table's own fields, those with a column or a table between."""
    yield from (*model._meta.concrete_fields, *model._meta.many_to_many)  # noqa: SLF001 - the documented way to fields


def _held(model: type[Model]) -> dict[str, Held]:
    return getattr(model, "held", {})


@pytest.mark.parametrize("model", _ours(), ids=lambda model: model.__name__)
def test_every_field_is_declared_and_nothing_else(model: type[Model]) -> None:
    assert set(_held(model)) == {field.name for field in _fields(model)}


def test_every_borrowed_table_is_declared_in_one_place() -> None:
    theirs = [model for model in apps.get_models() if model._meta.app_label != "pares"]  # noqa: SLF001 - as above

    assert {model._meta.label: {field.name for field in _fields(model)} for model in theirs} == {  # noqa: SLF001
        table: set(fields) for table, fields in BORROWED.items()
    }


@pytest.mark.django_db
def test_every_table_in_the_database_is_declared() -> None:
    """Also those without a model: between two others, or made by hand."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}  # noqa: SLF001 - as above
    beside = set(connection.introspection.table_names()) - known

    # What search keeps of public words beside the sections themselves; SQLite makes several of the one.
    search = {name for name in beside if name.startswith(TABLE)}
    assert beside - search <= {"pares_cache", "django_migrations"}
    assert set(CACHE) == {"cache_key", "value", "expires"}


def test_each_declaration_says_all_four_things() -> None:
    everything = {
        **{f"{model.__name__}.{name}": held for model in _ours() for name, held in _held(model).items()},
        **{f"{table}.{name}": held for table, fields in BORROWED.items() for name, held in fields.items()},
        **{f"cache.{name}": held for name, held in CACHE.items()},
    }
    wanting = [
        name
        for name, held in everything.items()
        if not (isinstance(held.kind, Kind) and held.why and held.until and held.readers)
    ]

    assert wanting == []


def test_whoever_is_named_by_a_field_is_more_than_a_fact_of_the_scheme() -> None:
    """An address or a phone number is at least contact data; what is sealed is read by nobody or the software."""
    contact = [
        f"{model.__name__}.{name}"
        for model in _ours()
        for name, held in _held(model).items()
        if name in {"email", "personal_email", "to", "phone"} and held.kind in {Kind.PUBLIC, Kind.SCHEME}
    ]
    sealed = {
        f"{model.__name__}.{name}": held.readers
        for model in _ours()
        for name, held in _held(model).items()
        if name == "sealed" and held.kind is not Kind.SEALED
    }

    assert (contact, sealed) == ([], {})


def test_no_table_has_room_for_what_was_said() -> None:
    named = {
        f"{model.__name__}.{field.name}"
        for model in _ours()
        if model.__module__.removesuffix(".models") in ABOUT_A_CONVERSATION
        for field in _fields(model)
        if CONVERSATION.search(f"{field.name.replace('_', ' ')} {field.help_text}")
    }

    assert named == set(SOMETHING_ELSE)


def test_a_session_is_a_day_a_length_and_a_way() -> None:
    fields = {field.name: field.get_internal_type() for field in _fields(apps.get_model("pares.SessionFact"))}

    assert fields == {
        "id": "UUIDField",
        "pair": "ForeignKey",
        "on": "DateField",
        "about": "BooleanField",
        "band": "CharField",
        "mode": "CharField",
    }
    choices = {field.name for field in _fields(apps.get_model("pares.SessionFact")) if field.choices}
    assert choices == {"band", "mode"}


def test_every_place_for_free_text_is_known() -> None:
    found = {
        f"{model.__name__}.{field.name}"
        for model in _ours()
        for field in _fields(model)
        if field.get_internal_type() == "TextField"
    }

    assert found == set(FREE_TEXT)


@pytest.mark.parametrize("word", ["notes", "message", "content", "reflection", "diary", "what was discussed"])
def test_a_field_for_what_was_said_would_be_seen(word: str) -> None:
    assert CONVERSATION.search(word)


@pytest.mark.django_db
def test_the_privacy_page_says_what_the_tables_hold(client: Client) -> None:
    """Each field that leads to a person stands there with its purpose, its time and its readers."""
    page = BeautifulSoup(client.get("/privacy/").content, "html.parser").get_text(" ")
    text = " ".join(page.split()).casefold()
    personal = {Kind.CONTACT, Kind.CONFIDENTIAL, Kind.SEALED, Kind.SECRET}
    lacking = [
        f"{model.__name__}.{name}: {said}"
        for model in _ours()
        for name, held in _held(model).items()
        if held.kind in personal
        for said in (held.why, held.until, held.readers)
        if " ".join(said.split()).casefold() not in text
    ]

    assert lacking == []
