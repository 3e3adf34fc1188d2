"""What may be done with a work, and to whom it may be handed: decided by the state of its licence and nothing else.

Copyright, Designs and Patents Act 1988: what is free to read may still not be copied; without a licence or the owner's
permission it may be linked to, and quoted briefly with its source (section 30(1ZA)).
"""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pares.ground.refusal import Refused
from pares.guide.library.licences import LICENCES, OGL, Licence


class State(StrEnum):
    """What we know of the right to hand something on."""

    OPEN = "open"
    OGL = "ogl"
    GRANTED = "granted"
    REQUESTED = "requested"
    LINK_ONLY = "link_only"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    OWN = "own"


class Audience(StrEnum):
    """Whom something is for, and whom a permission covers. EVERYONE is the public, without an account."""

    EVERYONE = "everyone"
    LEADS = "leads"
    MEMBERS = "members"
    MENTORS = "mentors"
    MENTEES = "mentees"
    SPONSORS = "sponsors"


class Use(StrEnum):
    """What somebody may want to do with a work."""

    LINK = "link"
    QUOTE = "quote"
    HAND_ON = "hand_on"
    ADAPT = "adapt"
    SELL = "sell"


class May(StrEnum):
    """The answer to a use."""

    YES = "yes"
    CONDITIONS = "conditions"
    NO = "no"


STATES: dict[str, str] = {
    State.OPEN: "Open licence",
    State.OGL: "Open Government Licence",
    State.GRANTED: "Permission granted",
    State.REQUESTED: "Permission requested",
    State.LINK_ONLY: "Link only",
    State.REFUSED: "Refused",
    State.UNKNOWN: "Not known",
    State.OWN: "Our own",
}
AUDIENCES: dict[str, str] = {
    Audience.EVERYONE: "Everyone",
    Audience.LEADS: "Leads",
    Audience.MEMBERS: "Mentors and mentees",
    Audience.MENTORS: "Mentors",
    Audience.MENTEES: "Mentees",
    Audience.SPONSORS: "Sponsors",
}
USES: dict[str, str] = {
    Use.LINK: "Link to it",
    Use.QUOTE: "Quote a short part",
    Use.HAND_ON: "Hand out copies, unchanged",
    Use.ADAPT: "Adapt it",
    Use.SELL: "Charge for it",
}
_COVERS: dict[str, frozenset[Audience]] = {
    Audience.EVERYONE: frozenset(Audience),
    Audience.MEMBERS: frozenset({Audience.MEMBERS, Audience.MENTORS, Audience.MENTEES}),
}
_TAKES_IN = "The permission is for {covered}, not for {asked}."


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a work's licence. `covers` is whom a permission is for, `until` its last day (None: no end)."""

    state: str
    licence: str = ""
    """Which open licence, a key of LICENCES; of our own work, the licence we put it under, if any."""
    evidence: str = ""
    """What shows the licence or permission: a sentence, an address, or both."""
    granted_by: str = ""
    granted_on: date | None = None
    until: date | None = None
    covers: str = ""
    may_adapt: bool = False
    """Whether the permission includes changing the work."""

    @property
    def terms(self) -> Licence | None:
        """The licence's terms, where the work is under one that anybody may use."""
        return OGL if self.state == State.OGL else LICENCES.get(self.licence) if self.state in _LICENSED else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something may be handed on, and why or why not in a sentence."""

    cleared: bool
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be done with a work in one way: yes, under conditions, or no, and why in sentences."""

    use: Use
    may: May
    why: str


_LICENSED = {State.OPEN, State.OWN}
_NOT: dict[str, str] = {
    State.REQUESTED: "We have asked the owner and have no answer yet.",
    State.LINK_ONLY: "The owner keeps all rights: link to it instead.",
    State.REFUSED: "The owner said no.",
    State.UNKNOWN: "Nobody has found out what the owner allows.",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of a work's licence: the fields of a record, before they are judged by `checked`."""

    state: str
    licence: str = ""
    evidence: str = ""
    evidence_link: str = ""
    granted_by: str = ""
    granted_on: date | None = None
    granted_until: date | None = None
    granted_for: str = ""
    granted_scope: str = ""
    may_adapt: bool = False


class NoSuchState(Refused):
    """The state is none of ours."""

    sentence = "Select what is known of the licence."


class NoLicenceNamed(Refused):
    """An open licence without its name is none."""

    sentence = "Select which licence it is under."


class NotShown(Refused):
    """A licence or permission that nothing shows cannot be relied on."""

    sentence = "Enter what shows this, such as the sentence on the owner’s page and its address."


class NoPermission(Refused):
    """A permission is given by somebody, on a day, for somebody."""

    sentence = "Enter who gave permission, on which day and for whom."


class EndsBeforeItBegins(Refused):
    """A permission's last day is before its first."""

    sentence = "The last day must be on or after the day permission was given."


class ShelfFull(Refused):
    """A scheme's shelf holds so much and no more."""

    sentence = "The shelf is full: its files may have 100 MB together. Take one away first."


def checked(claim: Claim) -> Claim:
    """Return a claim with only what its state needs; raises a Refused that names the field where that is missing."""
    if claim.state not in STATES:
        raise NoSuchState(field="state")
    evidence, link = claim.evidence.strip(), claim.evidence_link.strip()
    if claim.state in {State.OPEN, State.OGL, State.GRANTED} and not (evidence or link):
        raise NotShown(field="evidence")
    if claim.state in {State.OPEN, State.OWN}:
        if claim.licence not in LICENCES and (claim.licence or claim.state == State.OPEN):
            raise NoLicenceNamed(field="licence")
        return Claim(claim.state, claim.licence, evidence, link)
    if claim.state == State.GRANTED:
        return _granted(replace(claim, licence="", evidence=evidence, evidence_link=link))
    return Claim(claim.state, "", evidence, link)


def _granted(claim: Claim) -> Claim:
    if not claim.granted_by.strip():
        raise NoPermission(field="granted_by")
    if claim.granted_on is None:
        raise NoPermission(field="granted_on")
    if claim.granted_for not in AUDIENCES:
        raise NoPermission(field="granted_for")
    if claim.granted_until is not None and claim.granted_until < claim.granted_on:
        raise EndsBeforeItBegins(field="granted_until")
    return replace(claim, granted_by=claim.granted_by.strip(), granted_scope=claim.granted_scope.strip())


def reaches(audience: str, reader: str) -> bool:
    """Tell whether something for one audience is for another: what is for everyone is for mentors."""
    return reader == audience or reader in _COVERS.get(audience, frozenset())


def may_hand_on(standing: Standing, audience: str, on: date) -> Verdict:
    """Say whether an unchanged copy may be handed to an audience on a day: the one gate before every file and pack."""
    if standing.state == State.OPEN:
        return _open(standing)
    if standing.state == State.OGL:
        return _shown(standing, f"It is under the {OGL.name}.")
    if standing.state == State.GRANTED:
        return _permitted(standing, audience, on)
    if standing.state == State.OWN:
        return Verdict(cleared=True, why="It is our own work.")
    return Verdict(cleared=False, why=_NOT.get(standing.state, _NOT[State.UNKNOWN]))


def _open(standing: Standing) -> Verdict:
    if standing.terms is None:
        return Verdict(cleared=False, why="It is said to be under an open licence, but not which.")
    return _shown(standing, f"It is under {standing.terms.name}.")


def _shown(standing: Standing, why: str) -> Verdict:
    if not standing.evidence.strip():
        return Verdict(cleared=False, why="Nothing is noted that shows its licence.")
    return Verdict(cleared=True, why=why)


def _permitted(standing: Standing, audience: str, on: date) -> Verdict:
    """Judge a permission: given by somebody on a day that has come, shown, not over, and for these readers."""
    if not standing.granted_by.strip() or standing.granted_on is None or not standing.evidence.strip():
        return Verdict(cleared=False, why="It is not noted who gave permission, when, and what shows it.")
    if on < standing.granted_on:
        return Verdict(cleared=False, why="The permission has not begun yet.")
    if standing.until is not None and on > standing.until:
        return Verdict(cleared=False, why="The permission has ended.")
    if not reaches(standing.covers, audience):
        covered = AUDIENCES.get(standing.covers, "nobody named").lower()
        return Verdict(cleared=False, why=_TAKES_IN.format(covered=covered, asked=AUDIENCES[audience].lower()))
    return Verdict(cleared=True, why=f"{standing.granted_by} gave permission.")


def may(standing: Standing, use: Use, audience: str, on: date) -> Answer:
    """Say whether a work may be used in one way by, or for, an audience on a day."""
    if use is Use.LINK:
        return Answer(use, May.YES, "A link copies nothing. Link to the owner’s own page.")
    if use is Use.QUOTE:
        return Answer(use, May.YES, "A short part, no longer than you need, with its title, owner and source.")
    verdict = may_hand_on(standing, audience, on)
    if not verdict.cleared:
        return Answer(use, May.NO, f"{verdict.why} Ask the owner first.")
    return _with_licence(standing, use) if standing.terms else _without(standing, use, verdict)


def uses(standing: Standing, audience: str, on: date) -> list[Answer]:
    """Return the answer to every use, in the order of USES."""
    return [may(standing, Use(use), audience, on) for use in USES]


def _with_licence(standing: Standing, use: Use) -> Answer:
    """Answer by the terms of a licence that is shown: conditions, and what it forbids."""
    terms = standing.terms or OGL
    if use is Use.ADAPT and not terms.adapt:
        return Answer(use, May.NO, f"{terms.name} does not allow changed versions. Ask the owner first.")
    if use is Use.SELL and not terms.sell:
        return Answer(use, May.NO, f"{terms.name} is not for commercial use. Ask the owner first.")
    conditions = [each for each in terms.conditions if use is Use.ADAPT or not each.startswith("A changed version")]
    said = " ".join((f"{terms.name} allows it.", *conditions))
    return Answer(use, May.CONDITIONS if conditions else May.YES, said)


def _without(standing: Standing, use: Use, verdict: Verdict) -> Answer:
    """Answer by a permission, or for work of our own that is under no licence."""
    if standing.state == State.OWN:
        return Answer(use, May.YES, verdict.why)
    if use is Use.SELL:
        return Answer(use, May.NO, "The permission is not for selling. Ask the owner first.")
    if use is Use.ADAPT and not standing.may_adapt:
        return Answer(use, May.NO, "The permission is for unchanged copies. Ask the owner first.")
    return Answer(use, May.CONDITIONS, f"{verdict.why} Name the owner and say that it is by permission.")
