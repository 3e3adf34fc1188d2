"""Fixtures of the ground's tests that matching needs too."""

from tests.ground.conftest import together

__all__ = ["together"]
