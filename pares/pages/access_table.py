"""The access page of the documentation, written from the table of addresses."""

import re

from pares.pages.route import Audience, Route
from pares.pages.routes import ROUTES

WHO = {
    Audience.PUBLIC: "Everybody, signed in or not. Some addresses hold a secret that only a letter's reader knows.",
    Audience.VISITOR: "Only people who are signed out; others are sent to their start page.",
    Audience.ACCOUNT: "Anybody signed in, about themselves.",
    Audience.MENTOR: "People who take part as a mentor, about their own pairs.",
    Audience.MENTEE: "People who take part as a mentee, about their own pairs.",
    Audience.FACILITATOR: "Facilitators and leads of the scheme in the address.",
    Audience.LEAD: "Leads of the scheme in the address.",
    Audience.CONTACT: "Safeguarding contacts of the scheme in the address, about what they themselves are asked.",
    Audience.EDITOR: "Editors and leads of the scheme in the address.",
    Audience.SPONSOR: "Sponsors and leads of the scheme in the address. They see totals only.",
    Audience.OPERATOR: "Operators, who look after the server.",
    Audience.DEMO: "Everybody, but only while the demo runs; otherwise these addresses do not exist.",
}
OPENING = """# Who may open which page

This page is written from the table of addresses that the site itself is built from (`pares/pages/routes.py`). After a
change there, run `.venv/bin/python scripts/write_access.py`; a test holds the two equal.

- Whoever is signed out and asks for a page for people who are signed in is sent to sign in, and from there back.
- Whoever is signed in and asks for what is not theirs is told that it does not exist. The answer is the same, byte for
  byte, as for something that really does not exist.
- A way of asking that is not in the table is refused (405). Where `GET` stands, `HEAD` works too.
- A role that ends opens nothing from the next request on.
- Leads, sponsors, contacts and operators take a second step when they sign in, where `PARES_SECOND_STEP` asks for it.
"""


def page() -> str:
    """Return the page as Markdown."""
    return OPENING + "".join(_section(audience) for audience in Audience)


def _section(audience: Audience) -> str:
    rows = [_row(route) for route in ROUTES if route.audience is audience]
    if not rows:
        return ""
    head = ["", f"## {audience.value.capitalize()}", "", WHO[audience], "", "| address | methods |", "|---|---|"]
    return "\n".join([*head, *rows, ""])


def _row(route: Route) -> str:
    shown = re.sub(r"<\w+:(\w+)>", r"<\1>", route.path)
    return f"| `/{shown}` | {', '.join(route.methods)} |"
