"""Every address with the objects it takes: one's own, somebody else's, and such as do not exist."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from pares.ground.people.models import Person
from pares.guide.experience import links as account_links
from pares.pages.route import Audience, Route
from pares.stages.recruitment import links
from tests.house_rules.inhabited import Place
from tests.house_rules.shelf_kept import OPEN_KEY

NOWHERE = "nowhere"
NO_ID = UUID("00000000-0000-4000-8000-000000000000")

# Who asks, each by the first name they have in `inhabited`; Southmere's lead is the one with another scheme.
VISITOR, OPERATOR, STRANGER = "visitor", "operator", "lead of another scheme"
SITE_EDITOR = "editor of the site"
NAMES = {
    "mentor": "Max",
    "mentee": "Ella",
    "facilitator": "Fay",
    "lead": "Asha",
    "contact": "Cleo",
    "editor": "Edie",
    "sponsor": "Dai",
    "former lead": "Xan",
    "withdrawn mentor": "Wyn",
    "withdrawn mentee": "Wilma",
}
WHO = (VISITOR, *NAMES, STRANGER, OPERATOR, SITE_EDITOR)
SIGNED_IN = {*WHO} - {VISITOR}

# Who may come in, audience by audience. Written out, not derived: this is the promise the guard is held to.
MAY_ENTER: dict[Audience, set[str]] = {
    Audience.PUBLIC: {*WHO},
    Audience.DEMO: {*WHO},
    Audience.VISITOR: {VISITOR},
    Audience.ACCOUNT: SIGNED_IN,
    Audience.MENTOR: {"mentor", "withdrawn mentor"},
    Audience.MENTEE: {"mentee", "withdrawn mentee"},
    Audience.FACILITATOR: {"facilitator", "lead"},
    Audience.LEAD: {"lead"},
    Audience.CONTACT: {"contact"},
    Audience.EDITOR: {"editor", "lead"},
    Audience.SPONSOR: {"sponsor", "lead"},
    Audience.OPERATOR: {"operator"},
}
# Whose the objects in `own` are, where an address for anybody signed in is about somebody's own.
OWNERS = {
    "account.status.confirm": {"mentor", "mentee", "withdrawn mentor", "withdrawn mentee"},
    "account.status.status": {"mentor"},
    "account.status.count_me_in": {"mentor"},
    "account.status.wishes": {"mentor"},
    "account.status.withdraw": {"mentor"},
    "account.moved.moved": {"mentor"},
    "account.status.come_back": {"mentor"},
    "account.contact_me.call_off": {"mentee"},
    "account.shelf.shelf": {"mentor", "mentee"},
    "account.shelf.file": {"mentor", "mentee"},
    "account.shelf.library_file": {"mentor", "mentee"},
}
# Whose pairs, requests and certificates they are: somebody who withdrew has none.
OWN_NOTHING = {"withdrawn mentor", "withdrawn mentee"}

# What can be done to a text.
WORDING = ("edit", "history", "revision", "restore", "shipped_words")
# Parameters whose value is a choice and no object: everybody's is the same.
CHOICES: dict[str, dict[str, object]] = {
    "public.timelines.timeline": {"key": "foundation-4"},
    "public.timelines.calendar_file": {"key": "foundation-4"},
    "public.timelines.csv_file": {"key": "foundation-4"},
    "public.timelines.pdf_file": {"key": "foundation-4"},
    "public.handbook.chapter": {"key": "step-4-match"},
    **{f"public.templates.{view}": {"key": "lead-checklist"} for view in ("template", "docx_file", "pdf_file")},
    **{f"public.course.{view}": {"key": "basic-slides"} for view in ("part", "docx_file", "pdf_file", "pptx_file")},
    "public.directory.row": {"key": "psychstart"},
    "public.directory.correct": {"key": "psychstart"},
    **{
        f"editor.directory.{act}": {"key": "psychstart"}
        for act in ("row", "edit", "check", "take_off", "take_out_names")
    },
    "public.packs.pack": {"audience": "mentors"},
    "lead.shelf.pack": {"audience": "mentors"},
    "public.library.file": {"key": OPEN_KEY},
    "lead.shelf.library_file": {"key": OPEN_KEY},
    "account.shelf.library_file": {"key": OPEN_KEY},
    **{f"editor.letters.{act}": {"key": "check_in_mentor"} for act in WORDING},
    **{f"editor.words.{act}": {"kind": "handbook", "key": "cookies"} for act in (*WORDING, "review")},
    "demo.start.sign_in": {"key": "lead"},
    "lead.scheme.lines": {"kind": "grades"},
    "lead.certificates.issue": {"kind": "certificate"},
    "lead.letters.release": {"kind": "match"},
    "lead.changeover.decide": {"act": "keep"},
}
# What a page wants to know besides its objects.
QUERIES = {
    "lead.cohorts.plan": "?steps=foundation-4&start=2028-02-02",
    "public.search.search": "?q=certifcate",
}
Objects = dict[str, object]


@dataclass(frozen=True)
class Inhabited:
    """Both schemes, the operator, and an editor of the whole site."""

    northgate: Place
    southmere: Place
    operator: Person
    editor: Person

    def person(self, who: str) -> Person | None:
        """Return who that is; None is the visitor."""
        if who == VISITOR:
            return None
        if who == OPERATOR:
            return self.operator
        if who == SITE_EDITOR:
            return self.editor
        return self.southmere.people["Asha"] if who == STRANGER else self.northgate.people[NAMES[who]]


def may_enter(route: Route) -> set[str]:
    """Return who may come in at an address: one for editors without a scheme in it is the site's editors' own."""
    of_site = route.audience is Audience.EDITOR and "scheme" not in parameters(route)
    return {SITE_EDITOR} if of_site else MAY_ENTER[route.audience]


def parameters(route: Route) -> list[str]:
    """Return the names of an address's parameters, in their order."""
    return [part.split(">")[0].split(":")[-1] for part in route.path.split("<")[1:]]


def objects(route: Route, place: Place, mentor: str) -> Objects:
    """Return what stands for each parameter in a place; `mentor` says whose, Max's and Ella's or Mina's and Eli's."""
    mentee = {"Max": "Ella", "Mina": "Eli"}[mentor]
    things, cohort = place.things, place.coming if _is_of_coming(route) else place.cohort
    partners = route.audience in {Audience.MENTOR, Audience.MENTEE}
    own_part = place.parts[mentor if route.audience is not Audience.MENTEE else mentee]
    known: Objects = {
        "scheme": place.scheme.slug,
        "cohort": cohort.slug,
        "pair": place.pairs[mentor].pk,
        "session": things[f"fact of {mentor}"].pk if partners else things["training"].pk,
        "asked": things[f"request of {mentee}"].pk,
        "application": own_part.pk,
        "mentor": place.parts[mentor].pk,
        "certificate": things[f"certificate of {mentor}"].pk,
        "upload": things["upload"].pk,
        "token": _token(route, place, mentee),
        "membership": things["Lea"].pk,
        "site": place.parts[mentor].site_id,
        "errand": things["errand"].pk,
        "letter": things["letter"].pk,
        "item": things["item"].pk,
        "permission": things["permission"].pk,
        "key": things["record"].slug,
        "step": "check_in_1",
        "kind": "mentee-end",
        "part": "mentor",
        "number": 1,
        "act": "accept",
        "proof": "sessions",
        "pk": 1,
        "name": "no-such-letter",
        "edition": "2026-11-23",
        "suggestion": things["suggestion"].pk,
        "person": things["site editor"].pk,
        "account": things["account"].pk,
        "mentee": place.parts["Noor" if _is_of_coming(route) else mentee].pk,
    } | CHOICES.get(route.view, {})
    if route.view == "mentor.home.calendar":
        known["session"] = things["training"].pk
    return {name: known[name] for name in parameters(route)}


def missing(route: Route) -> Objects:
    """Return values that stand for nothing."""
    converters = dict(reversed(part.split(">")[0].split(":")) for part in route.path.split("<")[1:] if ":" in part)
    nothing: Objects = {"uuid": NO_ID, "slug": NOWHERE, "str": NOWHERE, "int": 9_999}
    return {name: nothing[converters[name]] for name in parameters(route)}


def own(route: Route, inhabited: Inhabited) -> Objects:
    """Return objects that the right person reaches."""
    return objects(route, inhabited.northgate, "Max")


def foreign(route: Route, inhabited: Inhabited) -> Iterator[tuple[Objects, Objects]]:
    """Yield somebody else's objects, each with objects that do not exist in the same places.

    An address of several objects is tried from each of them on: all of another scheme; one's own scheme and a pair
    of another; and for what belongs to one person, their own scheme's other people.
    """
    mine, nothing, names = own(route, inhabited), missing(route), parameters(route)
    others = [objects(route, inhabited.southmere, "Max")]
    if route.audience in {Audience.MENTOR, Audience.MENTEE, Audience.CONTACT, Audience.ACCOUNT}:
        others.append(objects(route, inhabited.northgate, "Mina"))
    for theirs in others:
        for start, name in enumerate(names):
            ahead = {each: mine[each] for each in names[:start]}
            if theirs[name] != mine[name]:
                behind = names[start:]
                yield (
                    ahead | {each: theirs[each] for each in behind},
                    ahead | {each: nothing[each] for each in behind},
                )


def address(route: Route, given: Objects) -> str:
    """Return the address with these objects in it."""
    return reverse(route.name, kwargs=given) + QUERIES.get(route.view, "")


def _is_of_coming(route: Route) -> bool:
    """Tell whether a page is about people still being brought in and matched."""
    return route.view.startswith(
        (
            "lead.imports.",
            "lead.matching",
            "lead.by_hand.",
            "lead.groups.",
            "lead.shortlists.",
            "lead.stable.",
            "public.join.",
        )
    )


def _token(route: Route, place: Place, mentee: str) -> str:
    if "survey" in route.view:
        return str(place.things["invitation of Eli"].token)
    if "experience" in route.view:
        return account_links.token(place.things["account"].pk)
    if "notice" in route.view:
        return links.token(place.things["listed"].pk)
    if "changeover" in route.view:
        return str(place.things["check of Mina" if route.view.endswith("check") else "going on of Mina"].token)
    return str(place.things[f"reply of {'Max' if mentee == 'Ella' else 'Mina'}"].token)
