"""Why two people fit, in words for the lead: third person, no names, one sentence per criterion.

Sentences about wishes, preferences and shared experience are for the lead's eyes while pairs are proposed:
they are marked confidential, are never put into a letter, and are dropped when the pairs are confirmed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pares.stages.matching.people import MenteeFacts, MentorFacts, SchemeRules
from pares.stages.matching.scores import Contribution, Criterion, interests_of

CONFIDENTIAL = frozenset({Criterion.EXPERIENCE, Criterion.PREFERENCE, Criterion.WISHES})


@dataclass(frozen=True, slots=True)
class Reason:
    """One criterion in words; `share` in thousandths of its `weight` points (0: this did not fit)."""

    criterion: Criterion
    weight: int
    share: int
    words: str
    confidential: bool


def reasons(
    mentor: MentorFacts, mentee: MenteeFacts, rules: SchemeRules, contributions: Iterable[Contribution]
) -> tuple[Reason, ...]:
    """Give the words for each contribution to a pair, the one that earned most first."""
    ordered = sorted(contributions, key=lambda one: -one.weight * one.share)
    return tuple(
        Reason(
            criterion=one.criterion,
            weight=one.weight,
            share=one.share,
            words=_WORDS[one.criterion](mentor, mentee, rules),
            confidential=one.criterion in CONFIDENTIAL,
        )
        for one in ordered
    )


def listing(things: Iterable[str]) -> str:
    """Give words in order of the alphabet as a list in a sentence."""
    words = sorted(things)
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1] if words else ""]))


def _travel(mentor: MentorFacts, mentee: MenteeFacts, rules: SchemeRules) -> str:
    minutes = rules.minutes(mentee.site, mentor.site)
    if mentor.site == mentee.site:
        return f"Both at {mentee.site}."
    sites = f"{mentee.site} and {mentor.site or 'a site not stated'}"
    far = f"{minutes} minutes between {sites}" if minutes is not None else f"At {sites}; the journey is not known"
    return f"{far}; both accept video." if mentee.video and mentor.video else f"{far}."


def _post(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    both = mentor.previous_posts & mentee.previous_posts
    return f"Both have worked in {listing(both)}." if both else "No post in common."


def _interest(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    drawn = interests_of(mentee)
    both = drawn & (mentor.interests | {mentor.specialty})
    met = f"the mentor shares {listing(both)}" if both else "the mentor shares none of it"
    return f"The mentee is interested in {listing(drawn)}; {met}."


def _topics(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    return _asked(mentee.topics, mentor.topics)


def _exam(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    return _asked(mentee.exams, mentor.exams)


def _asked(asked: frozenset[str], offered: frozenset[str]) -> str:
    both = asked & offered
    everything = "that" if len(asked) == 1 else "all of it"
    met = everything if both == asked else listing(both) or "none of it"
    return f"The mentee asked about {listing(asked)}; the mentor offers {met}."


def _experience(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    both = mentee.experience_asked & mentor.experience
    met = f"the mentor has experience of {listing(both)}" if both else "the mentor has not said they have it"
    return f"The mentee asked for experience of {listing(mentee.experience_asked)}; {met}."


def _availability(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    both = mentor.availability & mentee.availability
    return f"Both are free: {listing(both)}." if both else "No time in common was stated."


def _preference(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    met = sum((demand.trait in mentor.all_traits) == demand.present for demand in mentee.preferences)
    return f"Preferences the mentee stated: {met} of {len(mentee.preferences)} met."


def _wishes(mentor: MentorFacts, mentee: MenteeFacts, _rules: SchemeRules) -> str:
    by_mentee = next((place for place, key in enumerate(mentee.ranked, 1) if key in mentor.names), None)
    by_mentor = next((place for place, key in enumerate(mentor.ranked, 1) if key in mentee.names), None)
    match by_mentee, by_mentor:
        case None, None:
            return "Neither named the other as a wish."
        case int(), None:
            return f"The mentor is wish {by_mentee} of the mentee."
        case None, int():
            return f"The mentee is wish {by_mentor} of the mentor."
        case _:
            return f"They named each other: wish {by_mentee} of the mentee, wish {by_mentor} of the mentor."


_WORDS: dict[Criterion, Callable[[MentorFacts, MenteeFacts, SchemeRules], str]] = {
    Criterion.TRAVEL: _travel,
    Criterion.POST: _post,
    Criterion.INTEREST: _interest,
    Criterion.TOPICS: _topics,
    Criterion.WISHES: _wishes,
    Criterion.EXPERIENCE: _experience,
    Criterion.EXAM: _exam,
    Criterion.AVAILABILITY: _availability,
    Criterion.PREFERENCE: _preference,
}
