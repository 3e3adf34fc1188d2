"""The scheme of the demo, and who plays which part in it; the same addresses stand on the demo's page."""

from datetime import datetime

from pares.ground.membership.actions import appoint
from pares.ground.membership.models import Role
from pares.ground.people.actions import appoint_editor, appoint_operator, meet
from pares.ground.people.models import Person
from pares.ground.schemes import actions as schemes
from pares.ground.schemes.models import Scheme

SITES = ("Riverside Hospital", "St Bride’s Hospital", "Harbour Unit", "Northmoor Hospital", "Elm Court")
MINUTES = (
    (0, 1, 20),
    (0, 2, 35),
    (0, 3, 50),
    (0, 4, 25),
    (1, 2, 30),
    (1, 3, 65),
    (1, 4, 40),
    (2, 3, 80),
    (2, 4, 45),
    (3, 4, 55),
)
ROLES = {
    "lead": ("Asha Menon", Role.LEAD),
    "co-lead": ("Ben Whitaker", Role.LEAD),
    "facilitator": ("Farah Siddiqui", Role.FACILITATOR),
    "contact": ("Catrin Bevan", Role.CONTACT),
    "second-contact": ("Simon Achebe", Role.CONTACT),
    "sponsor": ("Dr Helen Marsh", Role.SPONSOR),
    "editor": ("Ed Lindqvist", Role.EDITOR),
}
MENTOR, MENTEE = "Max Rivera", "Ella Osei"


def somebody(part: str, name: str, at: datetime) -> Person:
    """Return the person who plays a part."""
    return meet(email=f"{part}@pares.example", name=name, at=at)


def riverside(at: datetime) -> Scheme:
    """Open the scheme all of the demo's cohorts belong to, with its people and sites."""
    lead = somebody("lead", ROLES["lead"][0], at)
    scheme = schemes.open_scheme(
        name="Riverside peer mentoring",
        organisation="Riverside and Harbour Training Programme",
        specialty="Psychiatry",
        closeness="peer",
        joining="opt_in",
        mailbox="mentoring@pares.example",
        by=lead,
        at=at,
    )
    schemes.set_list(scheme=scheme, kind="sites", names=SITES, by=lead, at=at)
    sites = {site.name: site for site in scheme.sites.all()}
    for one, other, minutes in MINUTES:
        schemes.set_travel(one=sites[SITES[one]], other=sites[SITES[other]], minutes=minutes, by=lead, at=at)
    for part, (name, role) in ROLES.items():
        appoint(scheme=scheme, person=somebody(part, name, at), role=role, by=lead, at=at)
    appoint_editor(person=somebody("editor", ROLES["editor"][0], at), by=None, at=at)
    appoint_operator(person=somebody("operator", "Olga Brandt", at), by=None, at=at)
    return scheme


def empty(at: datetime) -> Scheme:
    """Open a second scheme with nothing in it, to play with."""
    lead = somebody("lead", ROLES["lead"][0], at)
    scheme = schemes.open_scheme(
        name="Harbour foundation mentoring",
        organisation="Harbour Foundation School",
        specialty="Foundation",
        closeness="near_peer",
        joining="opt_in",
        mailbox="foundation@pares.example",
        by=lead,
        at=at,
    )
    schemes.set_list(scheme=scheme, kind="sites", names=SITES[:3], by=lead, at=at)
    appoint(scheme=scheme, person=lead, role=Role.LEAD, by=None, at=at)
    return scheme
