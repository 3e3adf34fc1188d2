"""The one Django app."""

from importlib import import_module

from django.apps import AppConfig


class Pares(AppConfig):
    """Pares."""

    name = "pares"
    label = "pares"

    def ready(self) -> None:
        """Let every room say how its own words may be changed here, whatever page or command comes first."""
        for room in ("pares.ground.letters.worded", "pares.guide.handbook.edited"):
            import_module(room)
