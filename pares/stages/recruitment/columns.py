"""Which column of a list means what. Pure: no Django.

The suggestion reads the headings, those of Microsoft Forms and Google Forms among them, and looks into the cells: an
"Email" column that only says "anonymous" is not where the addresses are.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

SAMPLE = 200
# What an empty column counts, so that it is named only where nothing better is there.
_EMPTY = 0.05


class Meaning(StrEnum):
    """What a column can hold."""

    EMAIL = "email"
    NAME = "name"
    FIRST = "first"
    LAST = "last"
    PERSONAL = "personal"
    GRADE = "grade"
    SITE = "site"
    SPECIALTY = "specialty"
    TEAM = "team"
    PREVIOUS = "previous"
    SUPERVISORS = "supervisors"
    TOPICS = "topics"
    EXAM = "exam"
    CAPACITY = "capacity"
    GROUP = "group"
    VIDEO = "video"
    ABOUT = "about"
    APPLIED = "applied"


WORDS: Mapping[Meaning, str] = {
    Meaning.EMAIL: "Email address",
    Meaning.NAME: "Name",
    Meaning.FIRST: "First name",
    Meaning.LAST: "Last name",
    Meaning.PERSONAL: "Personal email address",
    Meaning.GRADE: "Grade",
    Meaning.SITE: "Site",
    Meaning.SPECIALTY: "Specialty",
    Meaning.TEAM: "Team",
    Meaning.PREVIOUS: "Previous post",
    Meaning.SUPERVISORS: "Supervisors",
    Meaning.TOPICS: "Topics",
    Meaning.EXAM: "Exam",
    Meaning.CAPACITY: "How many mentees",
    Meaning.GROUP: "In a group",
    Meaning.VIDEO: "Video calls are fine",
    Meaning.ABOUT: "About the mentor",
    Meaning.APPLIED: "Signed up on",
}
MENTORS_ONLY = frozenset({Meaning.CAPACITY, Meaning.ABOUT})
MENTEES_ONLY = frozenset({Meaning.SUPERVISORS})

# Each with what makes a heading fit, in words without capitals and signs; the first of a line fits best.
_FITS: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.EMAIL: (r"(nhs |work |your |trust )?e ?mail( address)?", r".*\be ?mails?\b.*", r"mail|address"),
    Meaning.NAME: (r"((your )?full |your |mentor |mentee |doctor )?names?", r"(?!.*\bof\b).*\bname\b.*", r"doctor|who"),
    Meaning.FIRST: (r"(your )?(first|given) names?|forenames?", r".*\b(first name|forename|given name)\b.*"),
    Meaning.LAST: (r"(your )?(last|family) name|surname", r".*\b(last name|surname|family name)\b.*"),
    Meaning.PERSONAL: (r".*\b(personal|private|home|alternative|second)\b.*\be ?mail\b.*",),
    Meaning.GRADE: (
        r"(current |training )?grade",
        r".*\bgrade\b.*",
        r".*\b(level|year|stage) of training\b.*|.*\btraining (level|year|stage)\b.*",
    ),
    Meaning.SITE: (
        r"sites?|hospital|base|trust",
        r".*\b(hospital|sites?|trust|base)\b.*",
        r".*\b(location|practice)\b.*|where .*\bwork.*",
    ),
    Meaning.SPECIALTY: (r"special(i)?ty", r".*\bspecial(i)?t(y|ies)\b.*", r".*\bcareer interests?\b.*|department"),
    Meaning.TEAM: (r"team|ward|firm", r".*\b(team|ward|firm)\b.*"),
    Meaning.PREVIOUS: (r".*\b(previous|last|former) (post|job|rotation|placement)s?\b.*",),
    Meaning.SUPERVISORS: (r".*\bsupervisors?\b.*",),
    Meaning.TOPICS: (r"topics?", r".*\btopics?\b.*", r".*\b(talk about|help with|interests?|hope to discuss)\b.*"),
    Meaning.EXAM: (r"exams?", r".*\bexams?\b.*"),
    Meaning.CAPACITY: (
        r"capacity|places",
        r".*\bhow many (mentees|people)\b.*|.*\bnumber of mentees\b.*",
        r".*\bmentees\b.*",
    ),
    Meaning.GROUP: (
        r"(in a |as a )?group",
        r"(?!.*\b(staff|age|blood|ethnic|user|job|grade|specialty|hospital|trust|practice|site)\b).*\bgroups?\b.*",
    ),
    Meaning.VIDEO: (r"video|online|remote", r".*\b(video|online|remote(ly)?|virtual(ly)?)\b.*"),
    Meaning.ABOUT: (
        r"about( you| me| the mentor)?|bio|biography|pen portrait",
        r".*\b(about you(rself)?|bio|portrait)\b.*",
    ),
    Meaning.APPLIED: (
        r"completion time|timestamp|(date )?submitted( at| on)?|signed up( on)?|date|applied( on)?",
        r"start time",
    ),
}  # fmt: skip
# What names one thing only goes before what many headings say.
_TELLING = frozenset(
    {Meaning.PERSONAL, Meaning.FIRST, Meaning.LAST, Meaning.SUPERVISORS, Meaning.PREVIOUS, Meaning.GROUP}
)
# A column of another kind of group, such as of staff, has other cells.
_YES_OR_NO = re.compile(r"(yes|no|y|n|true|false|1|0|x|ok|fine)\b.*", re.IGNORECASE)
# A heading that says one of these is not the person's own name or address, whatever else it says.
_SOMEBODY_ELSES = re.compile(r"\b(supervisor|director|line manager|secretary|modified|user ?name)s?\b")


def suggest(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[Meaning, int]:
    """Return for each meaning found the place of its column; no column is given two meanings."""
    sample = rows[:SAMPLE]
    columns = [[row[place] for row in sample] for place in range(len(headings))]
    found = [
        (score * _weight(meaning, columns[place]), place, meaning)
        for place, heading in enumerate(headings)
        for meaning, score in _scores(heading).items()
    ]
    chosen: dict[Meaning, int] = {}
    for score, place, meaning in sorted(found, key=lambda each: (-each[0], each[1])):
        if score and meaning not in chosen and place not in chosen.values():
            chosen[meaning] = place
    return _sensible(chosen)


def faults(chosen: Mapping[int, Meaning], headings: Sequence[str]) -> list[str]:
    """Return what is wrong with the meanings chosen for the columns, in words; nothing where they will do."""
    found = []
    for meaning in Meaning:
        twice = [headings[place] for place, each in chosen.items() if each is meaning]
        if len(twice) > 1:
            listed = " and ".join(f"“{heading}”" for heading in twice)
            found.append(f"{listed} cannot both be “{WORDS[meaning]}”. Choose one of them.")
    meanings = set(chosen.values())
    if Meaning.EMAIL not in meanings:
        found.append("Choose the column that holds the email addresses.")
    if not meanings & {Meaning.NAME, Meaning.FIRST, Meaning.LAST}:
        found.append("Choose the column that holds the names.")
    if Meaning.NAME in meanings and meanings & {Meaning.FIRST, Meaning.LAST}:
        found.append("Choose either one column of names, or first and last names. Leave the other out.")
    return found


def _scores(heading: str) -> dict[Meaning, int]:
    """Return how well a heading fits each meaning it fits at all, 10 to 35."""
    words = re.sub(r" \d+$", "", " ".join(re.findall(r"[^\W_]+", heading.casefold())))
    elses = bool(_SOMEBODY_ELSES.search(words))
    found = {}
    for meaning, fits in _FITS.items():
        place = next((place for place, fit in enumerate(fits) if re.fullmatch(fit, words)), None)
        if place is not None and (not elses or meaning is Meaning.SUPERVISORS):
            found[meaning] = 30 - 10 * place + (5 if meaning in _TELLING else 0)
    return found


def _weight(meaning: Meaning, cells: Sequence[str]) -> float:
    """Return how far a column's cells bear a meaning out: 0 for not at all, 1 for every cell."""
    if not any(cells):
        return _EMPTY if cells else 1
    if meaning in {Meaning.EMAIL, Meaning.PERSONAL}:
        good = sum("@" in cell for cell in cells)
    elif meaning in {Meaning.NAME, Meaning.FIRST, Meaning.LAST}:
        good = sum(bool(cell) and "@" not in cell and cell.casefold() != "anonymous" for cell in cells)
    elif meaning is Meaning.GROUP:
        good = sum(bool(_YES_OR_NO.match(cell)) for cell in cells)
    else:
        return 0.2 + 0.8 * sum(map(bool, cells)) / len(cells)
    return good and 0.2 + 0.8 * good / len(cells)


def _sensible(chosen: dict[Meaning, int]) -> dict[Meaning, int]:
    """Return the choice with one way to the name, and with the only addresses there are as those to write to."""
    if Meaning.EMAIL not in chosen and Meaning.PERSONAL in chosen:
        chosen[Meaning.EMAIL] = chosen.pop(Meaning.PERSONAL)
    both = Meaning.FIRST in chosen and Meaning.LAST in chosen
    for surplus in (Meaning.NAME,) if both else (Meaning.FIRST, Meaning.LAST) if Meaning.NAME in chosen else ():
        chosen.pop(surplus, None)
    return chosen
