"""People as the matching sees them: plain facts handed in; texts such as sites are compared as they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

LONGEST_RANKING = 5
_NONE: frozenset[str] = frozenset()


class Experience(StrEnum):
    """Experience a mentee may ask for in a mentor; it counts only where it is asked."""

    LTFT = "training less than full time"
    IMG = "having trained in medicine abroad"
    RETURN = "returning to training after a break"


@dataclass(frozen=True, slots=True)
class Demand:
    """A trait the other shall have (present=False: shall not have), such as "woman" or "trust:North"."""

    trait: str
    present: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFacts:
    """What both sides have.

    `keys` are all that names this person to others (account id, addresses in lower case), `traits` what
    they chose to say of themselves; site and specialty are traits of their own accord. `longest_journey` is
    in minutes, None for no limit. `group` says of a mentor that they meet their mentees together, and of a
    mentee that a group suits them. `not_with`, `related` and `never_again` hold keys of other people,
    `ranked` keys in order of wish, five at most.
    """

    id: str
    keys: frozenset[str] = _NONE
    grade: int = 0
    site: str = ""
    team: str = ""
    specialty: str = ""
    interests: frozenset[str] = _NONE
    previous_posts: frozenset[str] = _NONE
    availability: frozenset[str] = _NONE
    traits: frozenset[str] = _NONE
    longest_journey: int | None = None
    video: bool = True
    group: bool = False
    musts: frozenset[Demand] = frozenset()
    not_with: frozenset[str] = _NONE
    related: frozenset[str] = _NONE
    never_again: frozenset[str] = _NONE
    ranked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a ranking that is too long."""
        if len(self.ranked) > LONGEST_RANKING:
            raise ValueError(f"{self.id!r} ranks more than {LONGEST_RANKING} people.")

    @property
    def names(self) -> frozenset[str]:
        """All keys of this person, the id among them."""
        return self.keys | {self.id}

    @property
    def all_traits(self) -> frozenset[str]:
        """What a demand can ask for: the traits stated, the site and the specialty."""
        return self.traits | {f"site:{self.site}", f"specialty:{self.specialty}"}


@dataclass(frozen=True, kw_only=True, slots=True)
class MentorFacts(PersonFacts):
    """A mentor; `taken` places are used by running pairs, `oversees` are keys of doctors they supervise."""

    capacity: int = 1
    taken: int = 0
    trained: bool = True
    agreed: bool = True
    on_leave: bool = False
    topics: frozenset[str] = _NONE
    exams: frozenset[str] = _NONE
    experience: frozenset[Experience] = frozenset()
    oversees: frozenset[str] = _NONE

    @property
    def free_places(self) -> int:
        """How many more mentees fit."""
        return max(0, self.capacity - self.taken)


@dataclass(frozen=True, kw_only=True, slots=True)
class MenteeFacts(PersonFacts):
    """A mentee: what they want, and the keys of those who must not be their mentor because of their post.

    `shortlisted` are keys of the mentors they were asked to choose from, once they have answered, and `chosen` those
    they chose, in order of wish and before all `ranked`: the keys in one set are wanted alike. `rather_others` says
    that they would rather have somebody who was not shortlisted, which forbids nobody.
    """

    topics: frozenset[str] = _NONE
    exams: frozenset[str] = _NONE
    experience_asked: frozenset[Experience] = frozenset()
    preferences: frozenset[Demand] = frozenset()
    supervisors: frozenset[str] = _NONE
    programme_directors: frozenset[str] = _NONE
    panel_members: frozenset[str] = _NONE
    rota_makers: frozenset[str] = _NONE
    waives_team: bool = False
    shortlisted: frozenset[str] = _NONE
    chosen: tuple[frozenset[str], ...] = ()
    rather_others: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SchemeRules:
    """What the scheme sets: the gap in grades, whether teams stay apart, minutes between sites.

    `journeys` is read both ways; a journey not listed is unknown, which excludes nobody and earns nothing.
    `fellows` are keys of all mentees of the cohort, those who are not being matched now among them.
    """

    smallest_gap: int = 1
    largest_gap: int | None = None
    teams_apart: bool = True
    journeys: Mapping[tuple[str, str], int] = field(default_factory=dict)
    fellows: frozenset[str] = _NONE

    def among(self, mentees: Iterable[PersonFacts]) -> "SchemeRules":
        """Return the same rules with these mentees known as fellows too."""
        names = frozenset[str]().union(*(one.names for one in mentees))
        return self if names <= self.fellows else replace(self, fellows=self.fellows | names)

    def minutes(self, one: str, other: str) -> int | None:
        """Give the minutes between two sites; None if a site or the journey is not known."""
        if not one or not other:
            return None
        if one == other:
            return 0
        return self.journeys.get((one, other), self.journeys.get((other, one)))
