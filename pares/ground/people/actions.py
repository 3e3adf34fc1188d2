"""Making and changing accounts."""

from collections.abc import Mapping
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from pares.ground.ledger.actions import note
from pares.ground.people.models import Person
from pares.ground.refusal import Refused


class AddressTaken(Refused):
    """Another account has that address."""

    sentence = "Another account uses this e-mail address."


@transaction.atomic
def meet(*, email: str, name: str, at: datetime) -> Person:
    """Return the person with that address, made if there is none; the name is taken only for a new one."""
    if known := Person.objects.at(email):
        return known
    person = Person(email=email.strip().lower(), name=name.strip(), joined_at=at)
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:
        # Somebody else met the same person a moment ago.
        return Person.objects.get(email=person.email)
    note(verb="people.meet", by=None, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def meet_all(*, names: Mapping[str, str], at: datetime) -> dict[str, Person]:
    """Return the people with these addresses (to their names), making those there are none of; keyed by address.

    Takes a few queries however many they are; the act that brings them in writes the ledger.
    """
    wanted = {email.strip().lower(): name.strip() for email, name in names.items()}
    known = {person.email.lower(): person for person in Person.objects.at_any(list(wanted))}
    made = [Person(email=email, name=name, joined_at=at) for email, name in wanted.items() if email not in known]
    for person in made:
        person.set_unusable_password()
    Person.objects.bulk_create(made, batch_size=500)
    return known | {person.email: person for person in made}


@transaction.atomic
def rename(*, person: Person, name: str, by: Person | None, at: datetime) -> Person:
    """Change what a person is called."""
    person.name = name.strip()
    person.save(update_fields=["name"])
    note(verb="people.rename", by=by, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def move_address(*, person: Person, email: str, by: Person | None, at: datetime) -> Person:
    """Change a person's address; the earlier one is kept, for whoever named the person by it. Raises AddressTaken."""
    holder = Person.objects.at(email)
    if holder is not None and holder.pk != person.pk:
        raise AddressTaken(field="email")
    earlier, person.email = person.email, email.strip().lower()
    person.former_emails = sorted({*person.former_emails, earlier} - {person.email})
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "former_emails"])
    except IntegrityError as error:
        raise AddressTaken(field="email") from error
    note(verb="people.move_address", by=by, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def add_personal_address(*, person: Person, email: str, by: Person | None, at: datetime) -> Person:
    """Keep an address that outlives a post."""
    person.personal_email = email.strip().lower()
    person.save(update_fields=["personal_email"])
    note(verb="people.add_personal_address", by=by, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def appoint_operator(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Let a person look after the server and open schemes."""
    person.is_operator = person.may_open_schemes = True
    person.save(update_fields=["is_operator", "may_open_schemes"])
    note(verb="people.appoint_operator", by=by, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def appoint_editor(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Let a person edit the words of the site; doing it again changes nothing."""
    return _edit(person, allowed=True, verb="people.appoint_editor", by=by, at=at)


@transaction.atomic
def end_editor(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Let a person edit the words of the site no longer."""
    return _edit(person, allowed=False, verb="people.end_editor", by=by, at=at)


@transaction.atomic
def allow_to_open_schemes(*, person: Person, by: Person | None, at: datetime) -> Person:
    """Let a person open schemes."""
    person.may_open_schemes = True
    person.save(update_fields=["may_open_schemes"])
    note(verb="people.allow_to_open_schemes", by=by, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def note_sign_in(*, person: Person, at: datetime) -> Person:
    """Note that a person has signed in."""
    note(verb="people.sign_in", by=person, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def end_sessions(*, person: Person, by: Person | None, at: datetime) -> Person:
    """End a person's sessions everywhere: each of them is tied to the unusable password, which changes."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    note(verb="people.end_sessions", by=by, at=at, kind="person", thing=person.pk)
    return person


@transaction.atomic
def end_all_sessions(*, by: Person | None, at: datetime) -> int:
    """End everybody's sessions, begun or only asked for, as after an older database was put back; return how many."""
    ended, _ = Session.objects.all().delete()
    note(verb="people.end_all_sessions", by=by, at=at, kind="person")
    return ended


@transaction.atomic
def forget_second_step(*, person: Person, by: Person | None, at: datetime) -> int:
    """Remove every second step of somebody who lost theirs, and end their sessions; return how many were removed."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    end_sessions(person=person, by=by, at=at)
    note(verb="people.forget_second_step", by=by, at=at, kind="person", thing=person.pk)
    return removed


def _edit(person: Person, *, allowed: bool, verb: str, by: Person | None, at: datetime) -> Person:
    if person.is_editor != allowed:
        person.is_editor = allowed
        person.save(update_fields=["is_editor"])
        note(verb=verb, by=by, at=at, kind="person", thing=person.pk)
    return person
