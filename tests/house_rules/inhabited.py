"""Two schemes in full use, with somebody in every role and something unmistakable in every confidential field.

Northgate and Southmere are alike, person for person and row for row, so that whatever somebody of Northgate may reach
has its like in Southmere, which they may not. Both are as they stand on 28 July 2027: pairs have met, the end surveys
are open, a certificate is issued, a request for contact waits; and the next cohort has its list and its proposal.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pares.ground.cohorts.models import Cohort
from pares.ground.errands import actions as errands
from pares.ground.files.reading import read
from pares.ground.ledger.models import Entry
from pares.ground.letters import actions as letters
from pares.ground.letters.models import Letter
from pares.ground.membership import actions as membership
from pares.ground.membership.models import Role
from pares.ground.people import actions as people
from pares.ground.people.models import Person
from pares.ground.schemes.models import Scheme
from pares.ground.wording import actions as wording
from pares.ground.wording.draft import Draft
from pares.ground.wording.models import Revision
from pares.guide.directory import actions as directory
from pares.guide.directory import listing
from pares.guide.experience import actions as experience
from pares.stages.evaluation import actions as evaluation
from pares.stages.evaluation.models import Survey, SurveyKind
from pares.stages.matching import actions as matching
from pares.stages.matching.ballots import actions as ballots
from pares.stages.matching.models import Pair
from pares.stages.mentoring import actions as mentoring
from pares.stages.mentoring.changeover import actions as changeover
from pares.stages.mentoring.changeover.models import PairInQuestion, Wants
from pares.stages.mentoring.models import Band, Mode
from pares.stages.recognition import actions as recognition
from pares.stages.recognition.models import Proof, Why
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Application, Part, WishKind
from pares.stages.supervision import actions as supervision
from pares.stages.supervision.models import ContactRequest, Urgency, Way
from tests import world as worlds
from tests.house_rules.library_kept import kept
from tests.house_rules.shelf_kept import for_everybody, on_shelf

NOW = datetime(2027, 7, 28, 9, tzinfo=UTC)
COOKIES = Draft("Cookies", "The 2 small files this site needs.", "This site keeps 2 small files.")
SURVEYS_OPEN = datetime(2027, 7, 21, 9, tzinfo=UTC)
SURVEYS_CLOSE = date(2027, 8, 10)
# Days on which nothing else happens: Sundays, and none is the end of another date as it is written.
MET_ON = (date(2027, 5, 23), date(2027, 6, 13), date(2027, 6, 27))
ROLES = {
    "Lea": Role.LEAD, "Cleo": Role.CONTACT, "Cyr": Role.CONTACT, "Dai": Role.SPONSOR, "Fay": Role.FACILITATOR,
    "Edie": Role.EDITOR, "Xan": Role.LEAD,
}  # fmt: skip
MENTEE_SHEET = {
    **dict.fromkeys(("useful", "supported", "match"), 4),
    "sessions": "3-5",
    "topics": [],
    "barriers": [],
    "recommend": 9,
    "become-mentor": "yes",
}
MENTOR_SHEET = {
    **dict.fromkeys(("listen", "boundaries", "escalate", "structure", "useful"), 4),
    "sessions": "3-5",
    "supervision": "enough",
    "again": "yes",
}


@dataclass
class Place:
    """One scheme in use: its people and rows by name. `mark` ends every name and secret of it."""

    scheme: Scheme
    cohort: Cohort
    coming: Cohort
    mark: str
    people: dict[str, Person] = field(default_factory=dict)
    parts: dict[str, Application] = field(default_factory=dict)
    pairs: dict[str, Pair] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def secrets(self) -> dict[str, str]:
        """What stands in each field that not everybody reads, by the name that the table of readers gives it."""
        return secrets(self.mark)


def secrets(mark: str) -> dict[str, str]:
    """Return the words put into a place's confidential fields; none is part of another."""
    return {
        "the mentor's team": f"Team Quillon{mark}",
        "the mentee's team": f"Team Bezzle{mark}",
        "the mentor's post before": f"Post Tavish{mark}",
        "the mentee's supervisors": f"Prof Umbrage{mark}",
        "what the mentor says about themselves": f"Likes wombats{mark}",
        "the mentee's wish": f"Wisheth Zorbel{mark}",
        "the mentee's veto": f"Neveragain Krill{mark}",
        "the mentor's veto": f"Nottheeither Plonk{mark}",
        "the mentee's phone": f"07700 90{sum(map(ord, mark)) % 10_000:04}",
        "the mentee's answer": f"Anonymous grumble{mark}",
        "the mentor's answer": f"Candid mumble{mark}",
        "the mentee's sign-in code": f"{mark[:4].upper()}-9Z7Q",
        "the mentee's personal address": f"ella.private.{mark.lower()}@example.org",
        "the mentor's personal address": f"max.private.{mark.lower()}@example.org",
        "what a reader would correct": f"Grades of Wibble{mark}",
        "how a reader knows": f"Overheard at Trundle{mark}",
        "the file on the shelf": f"Way to the mess {mark}",
        "a reader's address": f"reader.{mark.lower()}@example.net",
        "the scheme’s own words": f"Between us at Quibble{mark}",
    }


def settle(name: str, mark: str) -> Place:
    """Return a scheme of that name in full use."""
    place = _scheme(name, mark)
    _take_part(place)
    _pair_up(place)
    _meet(place)
    _ask_for_contact(place)
    _survey(place)
    _recognise(place)
    _plan_the_next(place)
    _part_ways(place)
    _send_in(place)
    place.things["record"], place.things["permission"] = kept(_person(place, "Edie"))
    place.things["item"] = on_shelf(place.scheme, place.secrets["the file on the shelf"], _person(place, "Edie"))
    for_everybody(_person(place, "Edie"))
    _reword(place)
    return place


def _person(place: Place, name: str) -> Person:
    if name not in place.people:
        place.people[name] = worlds.person(f"{name} {place.mark}")
    return place.people[name]


def _scheme(name: str, mark: str) -> Place:
    scheme = worlds.scheme(name, lead=f"Asha {mark}")
    place = Place(scheme, worlds.cohort(scheme), worlds.cohort(scheme, "Autumn 2027", start=date(2027, 9, 22)), mark)
    asha = _person(place, "Asha")
    for each, role in ROLES.items():
        given = membership.appoint(scheme=scheme, person=_person(place, each), role=role, by=asha, at=worlds.PLANNED)
        place.things[each] = given
    membership.end(membership=place.things.pop("Xan"), by=asha, at=NOW)
    return place


def _apply(place: Place, into: Cohort, name: str, part: Part, **answers: Any) -> Application:
    who = _person(place, name)
    answers.setdefault("grade", "CT2" if part == Part.MENTOR else "F1")
    told = worlds.given(into.scheme, **answers)
    applied = recruitment.apply(
        cohort=into, person=who, part=part, given=told, terms=worlds.TERMS, by=who, at=worlds.SIGNED_UP
    )
    applied = recruitment.confirm_address(application=applied, by=who, at=worlds.SIGNED_UP)
    place.parts.setdefault(name, applied)
    return applied


def _take_part(place: Place) -> None:
    told = place.secrets
    _apply(
        place, place.cohort, "Max", Part.MENTOR, team=told["the mentor's team"], experience=("LTFT",),
        previous_post=told["the mentor's post before"], about=told["what the mentor says about themselves"],
        wishes=(GivenWish(WishKind.NOT_WITH, told["the mentor's veto"]),),
    )  # fmt: skip
    _apply(place, place.cohort, "Mina", Part.MENTOR, site="Southmere")
    _apply(
        place, place.cohort, "Ella", Part.MENTEE, team=told["the mentee's team"],
        supervisors=told["the mentee's supervisors"], experience=("LTFT",),
        wishes=(
            GivenWish(WishKind.RANKED, told["the mentee's wish"], 1),
            GivenWish(WishKind.NOT_WITH, told["the mentee's veto"]),
        ),
    )  # fmt: skip
    _apply(place, place.cohort, "Eli", Part.MENTEE, site="Southmere")
    for name, part in (("Wyn", Part.MENTOR), ("Wilma", Part.MENTEE)):
        _apply(place, place.cohort, name, part)
    for name, kind in (("Ella", "mentee's"), ("Max", "mentor's")):
        address = told[f"the {kind} personal address"]
        who = _person(place, name)
        people.add_personal_address(person=who, email=address, by=who, at=worlds.SIGNED_UP)
    trainees = [place.parts[name] for name in ("Max", "Mina", "Wyn")]
    place.things["training"] = worlds.train(place.cohort, *trainees)


def _pair_up(place: Place) -> None:
    asha, at = place.people["Asha"], worlds.SIGNED_UP
    recruitment.withdraw(application=place.parts["Wyn"], by=place.people["Wyn"], at=at)
    # Three for two places, until one of them withdraws.
    ballot = ballots.announce(cohort=place.cohort, by=asha, at=at, source="the draw on Saturday 20 February 2027")
    recruitment.withdraw(application=place.parts["Wilma"], by=place.people["Wilma"], at=at)
    ballots.draw(ballot=ballot, by=asha, at=at, seed="14 32 5")
    for pair in worlds.match(place.cohort):
        place.pairs[pair.mentor.person.name.split()[0]] = pair
    # Each mentor has the mentee of the same site.
    assert {name: pair.mentee.person.name.split()[0] for name, pair in place.pairs.items()} == {
        "Max": "Ella",
        "Mina": "Eli",
    }


def _meet(place: Place) -> None:
    pair = place.pairs["Max"]
    for person in (pair.mentor.person, pair.mentee.person):
        mentoring.agree(pair=pair, terms=worlds.TERMS, by=person, at=worlds.CONFIRMED + timedelta(days=4))
    for name, days in (("Max", MET_ON), ("Mina", MET_ON[:1])):
        pair = place.pairs[name]
        met = [mentoring.Met(day, Band.LONG, Mode.PHONE) for day in days]
        mentoring.declare_sessions(pair=pair, met=met, by=pair.mentor.person, at=SURVEYS_OPEN)
    for name in ("Max", "Mina"):
        pair = place.pairs[name]
        place.things[f"fact of {name}"] = pair.session_facts.order_by("on").first()
        place.things[f"reply of {name}"] = mentoring.ask_reply(pair=pair, person=pair.mentee.person, at=SURVEYS_OPEN)
    mentoring.ask_for_change(pair=place.pairs["Mina"], by=place.people["Eli"], at=SURVEYS_OPEN)
    _change_posts(place)


def _change_posts(place: Place) -> None:
    """Let Mina supervise Eli after a changeover, and both be asked whether to go on: she would rather not."""
    mina, eli = place.parts["Mina"], place.parts["Eli"]
    asked = changeover.ask_check(application=mina, changeover_on=date(2027, 7, 7), at=SURVEYS_OPEN)
    name = place.people["Mina"].name
    changeover.tell_post(
        application=eli, site=eli.site, team="", supervisors=name, by=place.people["Eli"], at=SURVEYS_OPEN
    )
    question = PairInQuestion.objects.get(pair=place.pairs["Mina"])
    changeover.ask_both(question=question, by=place.people["Asha"], at=SURVEYS_OPEN)
    answer = question.answers.select_related("question__pair__cohort").get(person=place.people["Mina"])
    changeover.answer_going_on(answer=answer, wants=Wants.OTHER, at=SURVEYS_OPEN)
    place.things["check of Mina"], place.things["going on of Mina"] = asked, answer


def ask_for_contact(place: Place, name: str, contact: str, *, phone: str) -> ContactRequest:
    """Let somebody ask one of the scheme's contacts to call."""
    return supervision.ask(
        scheme=place.scheme,
        contact=place.people[contact],
        urgency=Urgency.TODAY,
        way=Way.PHONE,
        phone=phone,
        by=place.people[name],
        at=NOW - timedelta(hours=1),
    )


def _ask_for_contact(place: Place) -> None:
    phone = place.secrets["the mentee's phone"]
    place.things["request of Ella"] = ask_for_contact(place, "Ella", "Cleo", phone=phone)
    place.things["request of Eli"] = ask_for_contact(place, "Eli", "Cyr", phone="07700 900999")


def _launch(place: Place, kind: SurveyKind) -> Survey:
    return evaluation.launch(cohort=place.cohort, kind=kind, closes_on=SURVEYS_CLOSE, by=None, at=SURVEYS_OPEN)


def _survey(place: Place) -> None:
    surveys = {kind: _launch(place, kind) for kind in (SurveyKind.MENTOR_END, SurveyKind.MENTEE_END)}
    place.things["surveys"] = surveys
    for name, kind, sheet in (
        ("Max", SurveyKind.MENTOR_END, MENTOR_SHEET | {"change": place.secrets["the mentor's answer"]}),
        ("Ella", SurveyKind.MENTEE_END, MENTEE_SHEET | {"change": place.secrets["the mentee's answer"]}),
    ):
        invitation = surveys[kind].invitations.get(application=place.parts[name])
        place.things[f"invitation of {name}"] = invitation
        evaluation.submit(invitation=invitation, given=sheet, at=SURVEYS_OPEN)
    place.things["invitation of Eli"] = surveys[SurveyKind.MENTEE_END].invitations.get(application=place.parts["Eli"])


def _recognise(place: Place) -> None:
    for name in ("Max", "Mina"):
        mentor = place.parts[name]
        for proof in (Proof.EVALUATION, Proof.SESSIONS):
            recognition.waive(mentor=mentor, proof=proof, why=Why.ABSENCE, by=None, at=NOW)
        place.things[f"certificate of {name}"] = recognition.award_one(mentor=mentor, by=None, at=NOW)


def _plan_the_next(place: Place) -> None:
    """Leave the next cohort with a list being brought in, somebody told of it, and a proposal."""
    asha, coming = place.people["Asha"], place.coming
    rows = f"Name,Email,Grade\nLuc {place.mark},luc.{place.mark}@example.org,F1\n"
    upload = recruitment.keep_list(
        cohort=coming, part=Part.MENTEE, file_name="list.csv", table=read(rows.encode(), "list.csv"), by=asha,
        at=NOW, address_from="the postgraduate office", answer_by=date(2027, 8, 20),
    )  # fmt: skip
    mentor = _apply(place, coming, "Nina", Part.MENTOR)
    _apply(place, coming, "Noor", Part.MENTEE)
    worlds.train(coming, mentor, on=date(2027, 7, 14))
    place.things |= {
        "upload": upload,
        "listed": recruitment.put_on_list(
            cohort=coming, person=_person(place, "Lou"), part=Part.MENTEE, given=worlds.given(place.scheme, grade="F1"),
            address_from="the postgraduate office", answer_by=date(2027, 8, 20), by=asha, at=NOW,
        ),
        "proposal": matching.propose(cohort=coming, by=asha, at=NOW),
        "errand": errands.ask(
            kind="import_people", arguments={"upload": str(upload.pk)}, by=asha, at=NOW, scheme=place.scheme
        ),
        "code letter": letters.queue(
            kind="sign_in_code",
            key=f"code of {place.mark}",
            to=place.people["Ella"],
            values={"code": place.secrets["the mentee's sign-in code"]},
            at=NOW,
        ),
    }  # fmt: skip


def _part_ways(place: Place) -> None:
    place.things["letter"] = Letter.objects.filter(scheme=place.scheme, kind="match_mentee").order_by("to").first()
    place.things["entry"] = Entry.objects.filter(scheme=place.scheme.pk).first()


def _send_in(place: Place) -> None:
    """Let readers correct a row of the directory and tell of a scheme; no editor has decided yet."""
    row, told = listing.shipped_row("psychstart"), place.secrets
    assert row
    place.things["suggestion"] = directory.suggest(
        key=row.key,
        facts=row.facts | {"mentees": told["what a reader would correct"]},
        words=told["how a reader knows"],
        email=told["a reader's address"],
        licence="cc-by-4.0",
        at=NOW,
    )
    place.things["account"] = experience.send_in(
        name=f"Robin {place.mark}", role="lead", scheme=place.scheme.name, place="Northgate", text="We began small.",
        email=told["a reader's address"], licence="cc-by-4.0", at=NOW,
    )  # fmt: skip


def _reword(place: Place) -> None:
    """Let the scheme word a letter, with its own secret in it, and the site a page, once for both schemes."""
    edie = _person(place, "Edie")
    una = worlds.person("Una Wordsmith")
    place.things["site editor"] = people.appoint_editor(person=una, by=None, at=worlds.PLANNED)
    ours = Draft("How are you both?", "", f"Hello {{name}}, {place.secrets['the scheme’s own words']}: {{link}}")
    told = {"why": "Clearer.", "started_from": 0, "by": edie, "at": NOW}
    wording.revise(kind="letters", key="check_in_mentor", draft=ours, scheme=place.scheme, **told)
    if not Revision.objects.of("handbook", "cookies", None).exists():
        wording.revise(kind="handbook", key="cookies", draft=COOKIES, **told)
