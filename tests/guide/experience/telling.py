"""Leaders' accounts for tests."""

from datetime import UTC, datetime
from typing import Any

from pares.guide.experience import actions
from pares.guide.experience.models import LeadersAccount, Licence

AT = datetime(2027, 3, 3, 9, tzinfo=UTC)
AUTHOR = "canary.author@example.net"
TEXT = "We began small.\n\nThen we grew: canary words."


def told(**more: Any) -> LeadersAccount:
    """Return an account as it came in."""
    said = {
        "name": "Robin Canary", "role": "lead, 2024 to 2026", "scheme": "Canary mentoring", "place": "Northgate",
        "text": TEXT, "licence": Licence.CC_BY, "email": AUTHOR, "at": AT,
    }  # fmt: skip
    return actions.send_in(**(said | more))
