"""The one Django app."""

from importlib import import_module

from django.apps import AppConfig


class Pares(AppConfig):
    """Pares."""

    name = "pares"
    label = "pares"

    def ready(self) -> None:
        """Let rooms say how their words may be changed here and what goes with a person, whatever comes first."""
        for room in (
            "pares.ground.letters.worded",
            "pares.guide.handbook.edited",
            "pares.stages.matching.forgetting",
        ):
            import_module(room)
