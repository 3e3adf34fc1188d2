"""Let somebody who lost their second step set up a new one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pares.ground import clock
from pares.ground.people.actions import forget_second_step
from pares.ground.people.models import Person


class Command(BaseCommand):
    """Remove all of one person's second steps and end their sessions."""

    help = "Let somebody who lost their second step set up a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take who."""
        parser.add_argument("email", help="the address they sign in with")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, or say that nobody has that address."""
        person = Person.objects.at(options["email"])
        if person is None:
            raise CommandError(f"Nobody signs in with {options['email']}.")
        removed = forget_second_step(person=person, by=None, at=clock.now())
        self.stdout.write(f"{person.name} can set up a new second step at the next sign-in. Removed: {removed}.")
