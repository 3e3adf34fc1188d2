"""Let somebody open schemes, or make them lead of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from pares.ground import clock
from pares.ground.membership.actions import appoint
from pares.ground.membership.models import Role
from pares.ground.people.actions import allow_to_open_schemes, appoint_operator, meet
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme


class Command(BaseCommand):
    """Let somebody open schemes, or make them lead of one."""

    help = "Let somebody open schemes, or make them lead of one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who, and optionally which scheme."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--name", required=True, help="what they are called")
        parser.add_argument(
            "--scheme", help="the scheme to lead, by the name in its address; without it they may open one"
        )
        parser.add_argument("--operator", action="store_true", help="let them look after the server too")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do all of it, or nothing with a sentence why."""
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        if not options["name"].strip():
            raise CommandError("Give the name they are called, such as --name 'Asha Patel'.")
        with transaction.atomic():
            self.stdout.write(self.welcome(**options))

    def welcome(self, *, email: str, name: str, scheme: str | None, operator: bool, **_options: Any) -> str:
        """Make the person what was asked for and return the sentence to print."""
        at = clock.now()
        person = meet(email=email, name=name, at=at)
        if operator:
            appoint_operator(person=person, by=None, at=at)
        if scheme is None:
            allow_to_open_schemes(person=person, by=None, at=at)
            return f"{person.name} can sign in as {person.email} and open a scheme."
        return self.lead(person, scheme)

    def lead(self, person: Person, slug: str) -> str:
        """Make the person a lead of that scheme."""
        scheme = Scheme.objects.filter(slug=slug).first()
        if scheme is None:
            known = ", ".join(Scheme.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no scheme {slug}. The schemes here: {known}.")
        appoint(scheme=scheme, person=person, role=Role.LEAD, by=None, at=clock.now())
        return f"{person.name} can sign in as {person.email} and leads {scheme.name}."
