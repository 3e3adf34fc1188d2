"""A pytest plugin: Hypothesis tries 4,000 cases a test instead of 100, and takes the time it needs."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "many-examples", max_examples=4_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("many-examples")
