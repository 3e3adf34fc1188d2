"""The people of a cohort as the matching sees them: the only reader of wishes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.db.models import Count, Q

from pares.ground.cohorts.models import Cohort
from pares.ground.schemes.models import Scheme, Travel
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
from pares.stages.recruitment.models import Application, Applications, WishKind
from pares.stages.training.models import with_training

# Not the cohort and its scheme, which are the same for everybody.
_SHOWN = ("person", "grade", "site", "specialty")
_BETWEEN_NAMES = re.compile(r"[,;\n]")


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
    """

    again: dict[UUID, frozenset[str]]
    book: dict[str, frozenset[str]]

    def addresses(self, names: Iterable[str]) -> frozenset[str]:
        """Return the addresses meant by names or addresses as people write them."""
        return frozenset(address for name in names for address in self.book.get(key(name), {key(name)}))


def frame_of(
    cohort: Cohort, on: date, *, without: frozenset[str] = frozenset(), weights: Mapping[Criterion, int] | None = None
) -> Frame:
    """Return the cohort ready to be matched on a day: who waits for whom, what is excluded, what each pair scores.

    `without` names the applications to leave out; `weights` stand for the scheme's own where they are tried.
    """
    known = Known(_never_again(cohort), _book(cohort))
    return frame(
        [_mentor(each, known) for each in mentors(cohort) if str(each.pk) not in without],
        [_mentee(each, known) for each in waiting_mentees(cohort, on) if str(each.pk) not in without],
        _rules(cohort),
        weights_of(cohort.scheme) if weights is None else weights,
    )


def set_aside(cohort: Cohort) -> frozenset[str]:
    """Return the applications that the leads leave out of the cohort's proposals for now."""
    asides = Aside.objects.filter(application__cohort=cohort).values_list("application", flat=True)
    return frozenset(str(each) for each in asides)


def mentors(cohort: Cohort) -> Applications:
    """Return the mentors who count, with `trained` and `taken` places; untrained ones too, to say why they are idle."""
    counted = Application.objects.filter(cohort=cohort).mentors().counted().select_related(*_SHOWN)
    standing = Count("pairs_as_mentor", filter=Q(pairs_as_mentor__ended_at=None), distinct=True)
    return with_training(counted).annotate(taken=standing).prefetch_related("topics", "wishes").order_by("pk")


def waiting_mentees(cohort: Cohort, on: date) -> Applications:
    """Return the mentees who may be matched on a day and have no standing pair."""
    mentees = Application.objects.filter(cohort=cohort).mentees().matchable(on)
    taken = Pair.objects.standing().filter(cohort=cohort).values("mentee")
    shown = mentees.exclude(pk__in=taken).select_related(*_SHOWN)
    return shown.prefetch_related("topics", "wishes").order_by("pk")


def _mentor(application: Application, known: Known) -> MentorFacts:
    told = _wishes(application)
    return MentorFacts(
        **_both(application, told, known),
        capacity=application.capacity,
        taken=application.taken,  # type: ignore[attr-defined]  # by mentors()
        trained=application.trained,  # type: ignore[attr-defined]  # by mentors()
        on_leave=application.on_leave,
        topics=frozenset(topic.name for topic in application.topics.all()),
        exams=_exams(application),
        experience=_experience(application),
    )


def _mentee(application: Application, known: Known) -> MenteeFacts:
    told = _wishes(application)
    return MenteeFacts(
        **_both(application, told, known),
        topics=frozenset(topic.name for topic in application.topics.all()),
        exams=_exams(application),
        experience_asked=_experience(application),
        preferences=_demands(told[WishKind.PREFER]),
        supervisors=known.addresses(name for name in _BETWEEN_NAMES.split(application.supervisors) if name.strip()),
    )


def _both(application: Application, told: dict[WishKind, list[GivenWish]], known: Known) -> Shared:
    person = application.person
    grade, site, specialty = application.grade, application.site, application.specialty
    ranked = sorted(told[WishKind.RANKED], key=lambda wish: wish.rank)
    return {
        "id": str(application.pk),
        "keys": frozenset(key(name) for name in _names(application) if name),
        "grade": grade.position if grade else 0,
        "site": site.name if site else "",
        "team": application.team.casefold().strip(),
        "specialty": specialty.name if specialty else "",
        "previous_posts": frozenset({application.previous_post}) if application.previous_post else frozenset(),
        "availability": frozenset(AVAILABILITY[each] for each in application.availability if each in AVAILABILITY),
        "longest_journey": application.travel_minutes,
        "video": application.video,
        "musts": _demands(told[WishKind.MUST]),
        "not_with": known.addresses(wish.whom for wish in told[WishKind.NOT_WITH]),
        "related": known.addresses(wish.whom for wish in told[WishKind.RELATIONSHIP]),
        "never_again": known.again.get(person.pk, frozenset()),
        "ranked": _ranked((wish.whom for wish in ranked), known),
    }


def _names(application: Application) -> tuple[str, ...]:
    """Return what tells somebody from everybody else: the account's id and both addresses."""
    person = application.person
    return str(person.pk), person.email, person.personal_email


def key(name: str) -> str:
    """Return how a name or address is compared: without capitals and superfluous spaces."""
    return " ".join(name.casefold().split())


def _wishes(application: Application) -> dict[WishKind, list[GivenWish]]:
    told: dict[WishKind, list[GivenWish]] = defaultdict(list)
    for wish in wishes.of(application):
        told[wish.kind].append(wish)
    return told


def _ranked(names: Iterable[str], known: Known) -> tuple[str, ...]:
    """Return the addresses of the people wished for, in order; a name that several have stands for each in turn."""
    found = dict.fromkeys(address for name in names for address in sorted(known.addresses([name])))
    return tuple(found)[:LONGEST_RANKING]


def _book(cohort: Cohort) -> dict[str, frozenset[str]]:
    """Return for each name the addresses of those in the cohort who are called so."""
    book: dict[str, set[str]] = defaultdict(set)
    people = Application.objects.filter(cohort=cohort).values_list("person__name", "person__email")
    for name, email in people:
        book[key(name)].add(key(email))
    return {name: frozenset(addresses) for name, addresses in book.items()}


def _demands(told: Iterable[GivenWish]) -> frozenset[Demand]:
    """Return demands as traits; a trait with "not " before it is one the other shall not have."""
    return frozenset(Demand(wish.whom.removeprefix("not "), not wish.whom.startswith("not ")) for wish in told)


def _exams(application: Application) -> frozenset[str]:
    return frozenset({application.exam}) if application.exam else frozenset()


def _experience(application: Application) -> frozenset[Experience]:
    return frozenset(Experience[each] for each in application.experience if each in Experience.__members__)


def _never_again(cohort: Cohort) -> dict[UUID, frozenset[str]]:
    """Return for each person the accounts not to be matched with them again, in any cohort of the scheme."""
    parted: dict[UUID, set[str]] = defaultdict(set)
    ended = Pair.objects.filter(cohort__scheme=cohort.scheme_id, never_again=True)
    for mentor, mentee in ended.values_list("mentor__person", "mentee__person"):
        parted[mentor].add(str(mentee))
        parted[mentee].add(str(mentor))
    return {person: frozenset(others) for person, others in parted.items()}


def _rules(cohort: Cohort) -> SchemeRules:
    ways = Travel.objects.filter(near__scheme=cohort.scheme_id).select_related("near", "far")
    return SchemeRules(
        smallest_gap=cohort.scheme.least_gap,
        journeys={(way.near.name, way.far.name): way.minutes for way in ways},
    )


def weights_of(scheme: Scheme) -> dict[Criterion, int]:
    """Return what counts how much in a scheme's matching."""
    return {criterion: scheme.weights.get(criterion.name, DEFAULT_WEIGHTS[criterion]) for criterion in Criterion}
