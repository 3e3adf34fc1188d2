"""The people of a cohort as the matching sees them: the only reader of wishes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple, TypedDict
from uuid import UUID

from django.db.models import Count, Q

from pares.ground.cohorts.models import Cohort
from pares.ground.schemes.models import Scheme, Travel
from pares.stages.matching.ballots.models import Ticket
from pares.stages.matching.exclusions import Exclusion, exclude
from pares.stages.matching.framing import Frame, frame
from pares.stages.matching.models import Aside, Pair
from pares.stages.matching.people import (
    LONGEST_RANKING,
    Demand,
    Experience,
    MenteeFacts,
    MentorFacts,
    SchemeRules,
)
from pares.stages.matching.scores import DEFAULT_WEIGHTS, Criterion
from pares.stages.recruitment import wishes
from pares.stages.recruitment.given import AVAILABILITY, GivenWish
from pares.stages.recruitment.models import FROM_A_SHORTLIST, Application, Applications, Part, WishKind
from pares.stages.training.models import with_training

# Not the cohort and its scheme, which are the same for everybody.
_SHOWN = ("person", "grade", "site", "specialty")
_BETWEEN_NAMES = re.compile(r"[,;\n]")


class Line(NamedTuple):
    """What is read of one application, by the names of the database; the last two of mentors only."""

    pk: UUID
    person: UUID
    person__email: str
    person__personal_email: str
    person__former_emails: list[str]
    grade__position: int | None
    site__name: str | None
    specialty__name: str | None
    team: str
    previous_post: str
    supervisors: str
    exam: str
    availability: list[str]
    experience: list[str]
    travel_minutes: int | None
    video: bool
    group: bool
    capacity: int
    on_leave: bool
    applied_at: datetime
    taken: int = 0
    trained: bool = False


class Shared(TypedDict):
    """What the matching knows of mentors and mentees alike: the fields of PersonFacts."""

    id: str
    keys: frozenset[str]
    grade: int
    site: str
    team: str
    specialty: str
    previous_posts: frozenset[str]
    availability: frozenset[str]
    longest_journey: int | None
    video: bool
    group: bool
    musts: frozenset[Demand]
    not_with: frozenset[str]
    related: frozenset[str]
    never_again: frozenset[str]
    ranked: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What is known of the cohort's people together.

    `again` holds for each person the addresses of those not to be matched with them again, `book` for each name the
    addresses of everybody called so: two people of one name are two people, and a wish about the name means both.
    `fellows` is all that the cohort's mentees are known by. `topics`, and the wishes as they are kept (`sealed`), are
    told by application.
    """

    again: dict[UUID, frozenset[str]]
    book: dict[str, frozenset[str]]
    fellows: frozenset[str]
    topics: dict[UUID, frozenset[str]]
    sealed: dict[UUID, list[bytes]]

    def addresses(self, names: Iterable[str]) -> frozenset[str]:
        """Return the addresses meant by names or addresses as people write them."""
        return frozenset(address for name in names for address in self.book.get(key(name), {key(name)}))

    def wishes(self, application: UUID) -> dict[WishKind, list[GivenWish]]:
        """Return the wishes of one application by kind."""
        told: dict[WishKind, list[GivenWish]] = defaultdict(list)
        for sealed in self.sealed.get(application, ()):
            wish = wishes.unseal(sealed, application)
            told[wish.kind].append(wish)
        return told


def frame_of(
    cohort: Cohort, on: date, *, without: frozenset[str] = frozenset(), weights: Mapping[Criterion, int] | None = None
) -> Frame:
    """Return the cohort ready to be matched on a day: who waits for whom, what is excluded, what each pair scores.

    `without` names the applications to leave out; `weights` stand for the scheme's own where they are tried.
    """
    known = _known(cohort)
    mentees = [each for each in _lines(waiting_mentees(cohort, on)) if str(each.pk) not in without]
    framed = frame(
        _mentors(cohort, known, without),
        [_mentee(each, known) for each in mentees],
        _rules(cohort, known.fellows),
        weights_of(cohort.scheme) if weights is None else weights,
    )
    return replace(framed, lots=_by_lot(cohort, mentees))


def _by_lot(cohort: Cohort, mentees: Iterable[Line]) -> tuple[str, ...]:
    """Return the mentees in the order of their lots, those without a ticket last; () where no ballot was drawn."""
    lots = Ticket.objects.in_force(cohort)
    if not lots:
        return ()
    last = max(lots.values()) + 1
    return tuple(str(each.pk) for each in sorted(mentees, key=lambda each: _turn(each, lots.get(each.pk, last))))


def _turn(mentee: Line, lot: int) -> tuple[int, datetime, UUID]:
    return lot, mentee.applied_at, mentee.pk


def frame_of_all(cohort: Cohort, on: date, *, without: frozenset[str] = frozenset()) -> Frame:
    """Return the cohort with those who have a mentor already, every place open: who could have whom after the match.

    Whoever has a mentor is there whether or not they could be matched on that day; `without` leaves applications out.
    """
    known = _known(cohort)
    mentees = Application.objects.filter(cohort=cohort).mentees()
    taken = Pair.objects.standing().filter(cohort=cohort).values("mentee")
    there = mentees.filter(Q(pk__in=taken) | Q(pk__in=mentees.matchable(on).values("pk")))
    framed = frame(
        [replace(each, taken=0) for each in _mentors(cohort, known, frozenset())],
        [_mentee(each, known) for each in _lines(there.order_by("pk")) if str(each.pk) not in without],
        _rules(cohort, known.fellows),
        weights_of(cohort.scheme),
    )
    return framed.after_the_match()


def _mentors(cohort: Cohort, known: Known, without: frozenset[str]) -> list[MentorFacts]:
    """Return the mentors; one who meets a group avoids, from now on, whom those who are in it already avoid."""
    those = [each for each in _lines(mentors(cohort)) if str(each.pk) not in without]
    unwanted: dict[str, frozenset[str]] = defaultdict(frozenset)
    if any(each.group and each.taken for each in those):
        groups = Pair.objects.standing().filter(cohort=cohort, mentor__group=True)
        there = _lines(Application.objects.filter(pk__in=groups.values("mentee")))
        avoided = {each.pk: _avoided(_both(each, known.wishes(each.pk), known)) for each in there}
        for mentor, mentee in groups.values_list("mentor", "mentee"):
            unwanted[str(mentor)] |= avoided[mentee]
    facts = (_mentor(each, known) for each in those)
    return [replace(each, not_with=each.not_with | unwanted[each.id]) if unwanted[each.id] else each for each in facts]


def _avoided(told: Shared) -> frozenset[str]:
    return told["not_with"] | told["related"] | told["never_again"]


def set_aside(cohort: Cohort) -> frozenset[str]:
    """Return the applications that the leads leave out of the cohort's proposals for now."""
    asides = Aside.objects.filter(application__cohort=cohort).values_list("application", flat=True)
    return frozenset(str(each) for each in asides)


def mentors(cohort: Cohort) -> Applications:
    """Return the mentors who count, with `trained` and `taken` places; untrained ones too, to say why they are idle."""
    counted = Application.objects.filter(cohort=cohort).mentors().counted().select_related(*_SHOWN)
    standing = Count("pairs_as_mentor", filter=Q(pairs_as_mentor__ended_at=None), distinct=True)
    return with_training(counted).annotate(taken=standing).order_by("pk")


def waiting_mentees(cohort: Cohort, on: date) -> Applications:
    """Return the mentees who may be matched on a day and have no standing pair."""
    mentees = Application.objects.filter(cohort=cohort).mentees().matchable(on)
    taken = Pair.objects.standing().filter(cohort=cohort).values("mentee")
    return mentees.exclude(pk__in=taken).select_related(*_SHOWN).order_by("pk")


def _lines(applications: Applications) -> list[Line]:
    """Read applications in one query, as plain lines: a cohort of a thousand is read at every step of its leads."""
    names = [
        name for name in Line._fields if name not in Line._field_defaults or name in applications.query.annotations
    ]
    return [Line(*line) for line in applications.values_list(*names)]


def _mentor(line: Line, known: Known) -> MentorFacts:
    return MentorFacts(
        **_both(line, known.wishes(line.pk), known),
        capacity=line.capacity,
        taken=line.taken,
        trained=line.trained,
        on_leave=line.on_leave,
        topics=known.topics.get(line.pk, frozenset()),
        exams=_exams(line),
        experience=_experience(line),
    )


def _mentee(line: Line, known: Known) -> MenteeFacts:
    told = known.wishes(line.pk)
    return MenteeFacts(
        **_both(line, told, known),
        topics=known.topics.get(line.pk, frozenset()),
        exams=_exams(line),
        experience_asked=_experience(line),
        shortlisted=frozenset(wish.whom for kind in FROM_A_SHORTLIST for wish in told[kind]),
        chosen=_chosen(told[WishKind.CHOSEN]),
        rather_others=bool(told[WishKind.OTHERS]),
        preferences=_demands(told[WishKind.PREFER]),
        supervisors=known.addresses(name for name in _BETWEEN_NAMES.split(line.supervisors) if name.strip()),
    )


def _both(line: Line, told: dict[WishKind, list[GivenWish]], known: Known) -> Shared:
    ranked = sorted(told[WishKind.RANKED], key=lambda wish: wish.rank)
    # Somebody named by an address is meant after it has changed, too.
    names = (str(line.person), line.person__email, line.person__personal_email, *line.person__former_emails)
    return {
        "id": str(line.pk),
        "keys": frozenset(key(name) for name in names if name),
        "grade": line.grade__position or 0,
        "site": line.site__name or "",
        "team": line.team.casefold().strip(),
        "specialty": line.specialty__name or "",
        "previous_posts": frozenset({line.previous_post}) if line.previous_post else frozenset(),
        "availability": frozenset(AVAILABILITY[each] for each in line.availability if each in AVAILABILITY),
        "longest_journey": line.travel_minutes,
        "video": line.video,
        "group": line.group,
        "musts": _demands(told[WishKind.MUST]),
        "not_with": known.addresses(wish.whom for wish in told[WishKind.NOT_WITH]),
        "related": known.addresses(wish.whom for wish in told[WishKind.RELATIONSHIP]),
        "never_again": known.again.get(line.person, frozenset()),
        "ranked": _ranked((wish.whom for wish in ranked), known),
    }


def key(name: str) -> str:
    """Return how a name or address is compared: without capitals and superfluous spaces."""
    return " ".join(name.casefold().split())


def _ranked(names: Iterable[str], known: Known) -> tuple[str, ...]:
    """Return the addresses of the people wished for, in order; a name that several have stands for each in turn."""
    found = dict.fromkeys(address for name in names for address in sorted(known.addresses([name])))
    return tuple(found)[:LONGEST_RANKING]


def _chosen(told: Iterable[GivenWish]) -> tuple[frozenset[str], ...]:
    """Return the accounts chosen from a shortlist in order of wish; rank 0 was shown and not chosen."""
    ranks: dict[int, set[str]] = defaultdict(set)
    for wish in told:
        ranks[wish.rank].add(wish.whom)
    return tuple(frozenset(ranks[rank]) for rank in sorted(ranks) if rank)


def _known(cohort: Cohort) -> Known:
    """Return what is known of a cohort's people together.

    Mentees who have left are fellows too: who comes or goes must not show whom somebody's wishes name.
    """
    book: dict[str, set[str]] = defaultdict(set)
    fellows: set[str] = set()
    shown = ("part", "person__name", "person__email", "person__personal_email", "person__former_emails", "person")
    for part, name, email, personal, former, person in Application.objects.filter(cohort=cohort).values_list(*shown):
        book[key(name)].add(key(email))
        if part == Part.MENTEE:
            fellows |= {key(each) for each in (email, personal, *former, str(person)) if each}
    known = {name: frozenset(addresses) for name, addresses in book.items()}
    return Known(_never_again(cohort), known, frozenset(fellows), _topics(cohort), wishes.sealed_in(cohort))


def _topics(cohort: Cohort) -> dict[UUID, frozenset[str]]:
    """Return the names of the topics each application names."""
    named: dict[UUID, set[str]] = defaultdict(set)
    lines = Application.topics.through.objects.filter(application__cohort=cohort)
    for application, topic in lines.values_list("application", "topic__name"):
        named[application].add(topic)
    return {application: frozenset(topics) for application, topics in named.items()}


def _demands(told: Iterable[GivenWish]) -> frozenset[Demand]:
    """Return demands as traits; a trait with "not " before it is one the other shall not have."""
    return frozenset(Demand(wish.whom.removeprefix("not "), not wish.whom.startswith("not ")) for wish in told)


def _exams(line: Line) -> frozenset[str]:
    return frozenset({line.exam}) if line.exam else frozenset()


def _experience(line: Line) -> frozenset[Experience]:
    return frozenset(Experience[each] for each in line.experience if each in Experience.__members__)


def _never_again(cohort: Cohort) -> dict[UUID, frozenset[str]]:
    """Return for each person the accounts not to be matched with them again, in any cohort of the scheme."""
    parted: dict[UUID, set[str]] = defaultdict(set)
    ended = Pair.objects.filter(cohort__scheme=cohort.scheme_id, never_again=True)
    for mentor, mentee in ended.values_list("mentor__person", "mentee__person"):
        parted[mentor].add(str(mentee))
        parted[mentee].add(str(mentor))
    return {person: frozenset(others) for person, others in parted.items()}


def _rules(cohort: Cohort, fellows: frozenset[str] = frozenset()) -> SchemeRules:
    ways = Travel.objects.filter(near__scheme=cohort.scheme_id).select_related("near", "far")
    return SchemeRules(
        smallest_gap=cohort.scheme.least_gap,
        journeys={(way.near.name, way.far.name): way.minutes for way in ways},
        fellows=fellows,
    )


def weights_of(scheme: Scheme) -> dict[Criterion, int]:
    """Return what counts how much in a scheme's matching."""
    return {criterion: scheme.weights.get(criterion.name, DEFAULT_WEIGHTS[criterion]) for criterion in Criterion}


def exclusions_between(cohort: Cohort, pairs: Iterable[Pair]) -> dict[UUID, tuple[Exclusion, ...]]:
    """Return for each of a cohort's pairs everything that would rule it out if it were made today, by its id.

    What belongs to making pairs counts too, such as a mentor's free places: whoever asks picks what matters to them.
    Groups are not looked at: who else joined or left does not bear on a pair that stands.
    """
    found = list(pairs)
    known = _known(cohort)
    those = Application.objects.filter(pk__in=[pair.mentee_id for pair in found]).order_by("pk")
    mentees = [_mentee(each, known) for each in _lines(those)]
    others = mentors(cohort).filter(pk__in=[pair.mentor_id for pair in found])
    alone = [replace(_mentor(each, known), group=False) for each in _lines(others)]
    between = exclude(alone, mentees, _rules(cohort))
    rows, columns = ({one.id: place for place, one in enumerate(side)} for side in (mentees, alone))
    places = ((pair, rows.get(str(pair.mentee_id)), columns.get(str(pair.mentor_id))) for pair in found)
    return {pair.pk: between.why(row, column) for pair, row, column in places if row is not None and column is not None}
