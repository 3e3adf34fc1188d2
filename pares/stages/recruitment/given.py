"""What somebody tells us when they apply, by form or on a list; nothing here is checked against the scheme yet."""

from dataclasses import dataclass

from pares.ground.schemes.models import Grade, Site, Specialty, Topic
from pares.stages.recruitment.models import WishKind


@dataclass(frozen=True)
class GivenWish:
    """A wish in the person's own words: a name or address, or a trait such as "woman"; `rank` orders ranked ones.

    What somebody answers to a shortlist names accounts by their id; equal ranks are wanted alike, 0 is no wish.
    """

    kind: WishKind
    whom: str
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Given:
    """The answers of one application. Times of the week and experience are keys of AVAILABILITY and EXPERIENCE.

    `group` says of a mentor that they meet their mentees together, of a mentee that a group suits them.
    """

    grade: Grade | None = None
    site: Site | None = None
    specialty: Specialty | None = None
    team: str = ""
    previous_post: str = ""
    supervisors: str = ""
    topics: tuple[Topic, ...] = ()
    exam: str = ""
    availability: tuple[str, ...] = ()
    experience: tuple[str, ...] = ()
    video: bool = True
    travel_minutes: int | None = None
    capacity: int = 1
    group: bool = False
    about: str = ""
    wishes: tuple[GivenWish, ...] = ()


AVAILABILITY = {
    "weekday_day": "Weekdays, in the day",
    "weekday_evening": "Weekday evenings",
    "weekend": "Weekends",
}
EXPERIENCE = {
    "LTFT": "Training less than full time",
    "IMG": "Having trained in medicine abroad",
    "RETURN": "Returning to training after a break",
}
