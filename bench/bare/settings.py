"""The product's settings, and one address more."""

from pares.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare.urls"
