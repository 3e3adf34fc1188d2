"""Who can be tried out in the demo, and at which address its people are made."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One person to sign in as: the part's key in the address, their e-mail address, and what to look at."""

    key: str
    email: str
    title: str
    words: str


LEAD = Part("lead", "lead@pares.example", "Lead", "Run cohorts: people, training, matching, letters and reports.")
MENTOR = Part("mentor", "mentor@pares.example", "Mentor", "See your mentee, put in meetings, get your certificate.")
MENTEE = Part("mentee", "mentee@pares.example", "Mentee", "See your mentor, put in meetings, ask for a change.")
SPONSOR = Part("sponsor", "sponsor@pares.example", "Sponsor", "See what the scheme achieves, in totals only.")
FACILITATOR = Part("facilitator", "facilitator@pares.example", "Facilitator", "Tick who came to a training session.")
CONTACT = Part("contact", "contact@pares.example", "Safeguarding contact", "See who asked to be contacted, and answer.")
EDITOR = Part("editor", "editor@pares.example", "Editor", "Change the words; look after library and directory.")
OPERATOR = Part(
    "operator", "operator@pares.example", "Operator", "Look after the server: schemes, roles, whether all runs."
)

CAST = (LEAD, MENTOR, MENTEE, SPONSOR, FACILITATOR, CONTACT, EDITOR, OPERATOR)
