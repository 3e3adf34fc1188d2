"""Let somebody edit the words of the whole site."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from pares.ground import clock
from pares.ground.people.actions import appoint_editor, meet


class Command(BaseCommand):
    """Let somebody edit the words of the whole site."""

    help = "Let somebody edit the guidance, library, directory and standard letters of the whole site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--name", required=True, help="what they are called")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say in a sentence why not."""
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        if not options["name"].strip():
            raise CommandError("Give the name they are called, such as --name 'Ed Lindqvist'.")
        at = clock.now()
        with transaction.atomic():
            person = meet(email=options["email"], name=options["name"], at=at)
            appoint_editor(person=person, by=None, at=at)
        self.stdout.write(f"{person.name} can sign in as {person.email} and edit the words of this site.")
