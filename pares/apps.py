"""The one Django app."""

from django.apps import AppConfig


class Pares(AppConfig):
    """Pares."""

    name = "pares"
    label = "pares"
