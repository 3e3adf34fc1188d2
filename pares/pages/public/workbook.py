"""The workbook to run a scheme without this site: its lists of people have the headings that the import knows."""

import re
from collections.abc import Mapping
from datetime import date

from django.conf import settings

from pares.ground.cohorts.timeline import Step
from pares.ground.files.blocks import Block, Heading, Listing, said, texts
from pares.ground.files.ruled import Asked, Column, Forms, Formula, Kind, Ruled, ruled_bytes
from pares.ground.schemes.lists import GRADES, SPECIALTIES, TOPICS
from pares.ground.wording.papers import Part, blocks
from pares.guide.handbook.chapters import quoted
from pares.guide.handbook.papers import AUTHOR, LICENCE
from pares.guide.handbook.templates import Template
from pares.pages.lead.imports import SHEETS
from pares.pages.public.outlines import shipped
from pares.pages.public.timeline_files import AUDIENCES
from pares.stages.mentoring.models import Band, Mode
from pares.stages.recruitment.columns import MENTEES_ONLY, MENTORS_ONLY, WORDS, Meaning
from pares.stages.recruitment.models import Part as Taking

CHANGED = date(2026, 11, 23)
CHECKLIST = "lead-checklist"
_SITE = "The names of your sites stand on the sheet Lists: write them there first."
_LISTED: dict[Meaning, Column] = {
    Meaning.NAME: Column("", width=26),
    Meaning.EMAIL: Column("", width=30, hint="The address letters go to. One only."),
    Meaning.PERSONAL: Column("", width=30, hint="In case the work address ends with the post."),
    Meaning.GRADE: Column("", Kind.CHOICE, 10, choices="Grades"),
    Meaning.SITE: Column("", Kind.CHOICE, 22, hint=_SITE, choices="Sites", strict=False),
    Meaning.SPECIALTY: Column("", Kind.CHOICE, 22, choices="Specialties", strict=False),
    Meaning.TEAM: Column("", width=18),
    Meaning.PREVIOUS: Column("", width=18),
    Meaning.SUPERVISORS: Column("", width=26, hint="So that nobody is matched with their own supervisor."),
    Meaning.TOPICS: Column("", width=34, hint="From the sheet Lists; semicolons between several."),
    Meaning.EXAM: Column("", width=14, hint="An exam ahead, such as MRCP."),
    Meaning.CAPACITY: Column("", Kind.CHOICE, 12, hint="How many mentees this mentor can take.", choices="Numbers"),
    Meaning.GROUP: Column(
        "", Kind.CHOICE, 12, hint="Yes: a mentor meets mentees together; a group suits a mentee.", choices="Yes or no"
    ),
    Meaning.VIDEO: Column("", Kind.CHOICE, 12, choices="Yes or no"),
    Meaning.ABOUT: Column("", width=40, hint="A line or two that the mentee reads."),
    Meaning.APPLIED: Column("", Kind.DATE, 14),
}
_ENDINGS = ("As planned", "A change was asked for", "They never met", "Somebody left")
_LENGTHS = (4, 6, 12)
_LINE = re.compile(r"\s*_{3,}\s*")
_SHEETS = (
    ("Mentors, Mentees", "One person in each row. You can bring both sheets into Pares."),
    ("Training register", "Who came to which session. Only trained mentors are matched."),
    ("Pairs", "Who is matched with whom, who knows it, and how it ended."),
    ("Timeline", "Fill in three cells: every step gets its date. Weekends become Mondays; check bank holidays."),
    ("Activity log", "The day, the length and the way of each meeting. Never what was said."),
    ("Checklist", "Every task of a cohort, from the template of that name."),
    ("Lists", "What the other sheets offer to choose from. Write your sites there first."),
)


def workbook(checklist: Template) -> Forms:
    """Return the workbook; its checklist is the template of the same name."""
    return Forms(
        title="Pares workbook",
        author=AUTHOR,
        words=_read_me(),
        sheets=(
            Ruled(SHEETS[Taking.MENTOR], _people(MENTEES_ONLY)),
            Ruled(SHEETS[Taking.MENTEE], _people(MENTORS_ONLY)),
            _register(),
            _pairs(),
            _timeline(),
            _activity_log(),
            _checklist(checklist),
        ),
        lists=(
            ("Grades", tuple(name for name, _ in GRADES)),
            ("Sites", ()),
            ("Specialties", SPECIALTIES),
            ("Topics", TOPICS),
            ("Yes or no", ("Yes", "No")),
            ("Numbers", ("1", "2", "3", "4")),
            ("Lengths", tuple(map(str, Band.labels))),
            ("Ways to meet", tuple(map(str, Mode.labels))),
            ("Endings", _ENDINGS),
            ("Months", tuple(map(str, _LENGTHS))),
        ),
        changed=max(CHANGED, checklist.changed),
    )


def content(forms: Forms) -> bytes:
    """Return the workbook's file."""
    return ruled_bytes(forms)


def _read_me() -> tuple[tuple[str, ...], ...]:
    mentors, mentees = (
        tuple(column.heading for column in _people(without)) for without in (MENTEES_ONLY, MENTORS_ONLY)
    )
    return (
        ("Workbook for a mentoring scheme",),
        ("It runs one cohort by hand. Keep it where only the leads can open it: it is about people.",),
        ("Delete the file when the cohort is over and its report is written.",),
        ("",),
        *_SHEETS,
        ("",),
        ("To bring people into Pares: open People there, then Bring in a list. Say whether it is mentors or mentees.",),
        ("Upload this file each time. Pares reads the sheet of that name, and shows you everything before it saves.",),
        ("The other sheets stay here: Pares has no way to bring in registers, pairs or meetings.",),
        ("",),
        ("How a row looks. These are examples: leave them here, and type on the sheets themselves.",),
        ("Mentors", *mentors),
        ("example, delete me", *map(_example, mentors)),
        ("Mentees", *mentees),
        ("example, delete me", *map(_example, mentees)),
        ("",),
        (f"From Pares, by the Pares contributors, {LICENCE}. {settings.URL}/templates/. Not an NHS service.",),
    )


def _example(heading: str) -> str:
    known = {
        Meaning.NAME: "Sam Example",
        Meaning.EMAIL: "sam.example@example.org",
        Meaning.GRADE: GRADES[2][0],
        Meaning.SPECIALTY: SPECIALTIES[0],
        Meaning.TOPICS: f"{TOPICS[0]}; {TOPICS[-1]}",
        Meaning.CAPACITY: "2",
        Meaning.VIDEO: "Yes",
        Meaning.APPLIED: "17/2/2027",
    }
    return next((example for meaning, example in known.items() if WORDS[meaning] == heading), "")


def _people(without: frozenset[Meaning]) -> tuple[Column, ...]:
    """Return the columns of a list of people, under the import's own headings."""
    kept = [(meaning, column) for meaning, column in _LISTED.items() if meaning not in without]
    return tuple(
        Column(WORDS[meaning], each.kind, each.width, each.hint, each.choices, each.strict) for meaning, each in kept
    )


def _register() -> Ruled:
    sessions = ("Basic session", "Advanced session", "Workshop")
    return Ruled(
        "Training register",
        (
            Column("Name", width=26),
            Column("Email address", width=30),
            *(Column(name, Kind.DATE, 18, "The day this person came. Leave it empty if not.") for name in sessions),
            Column("Trained elsewhere", Kind.CHOICE, 16, "A like training that you accept.", choices="Yes or no"),
        ),
    )


def _pairs() -> Ruled:
    dates = ("Matched on", "Mentor told on", "Mentee told on", "Agreement talked through on")
    return Ruled(
        "Pairs",
        (
            Column("Mentor", width=26),
            Column("Mentor's email address", width=30),
            Column("Mentee", width=26),
            Column("Mentee's email address", width=30),
            *(Column(name, Kind.DATE, 16) for name in dates),
            Column("Ended on", Kind.DATE, 14),
            Column("How it ended", Kind.CHOICE, 24, "Nobody has to say why.", choices="Endings", strict=False),
        ),
    )


def _activity_log() -> Ruled:
    return Ruled(
        "Activity log",
        (
            Column("Mentor", width=26),
            Column("Mentee", width=26),
            Column("Day", Kind.DATE, 14),
            Column("Length", Kind.CHOICE, 22, choices="Lengths"),
            Column("How they met", Kind.CHOICE, 16, choices="Ways to meet"),
        ),
    )


def _timeline() -> Ruled:
    """Return the steps of the three shipped timelines, whose dates follow from what is asked above them."""
    by_months = {each.months: {step.key: step for step in each.steps} for each in shipped().values()}
    every: dict[str, Step] = {}
    for months in _LENGTHS:
        every = by_months[months] | every
    steps = sorted(every.values(), key=lambda step: (step.anchor != "start", step.offset_days))
    asked = (
        Asked("First day of the posts", Column("First day", Kind.DATE)),
        Asked("First day of the next posts", Column("First day of the next posts", Kind.DATE)),
        Asked("Months", Column("Months", Kind.CHOICE, choices="Months"), _LENGTHS[0]),
    )
    rows = [
        (step.title, AUDIENCES[step.who], step.anchor, *_days(step, by_months), _date(row), None)
        for row, step in enumerate(steps, len(asked) + 3)
    ]
    return Ruled(
        "Timeline",
        (
            Column("What happens", width=52),
            Column("For whom", width=22),
            Column("Counts from", width=14),
            *(Column(f"Days, {months} months", width=12) for months in _LENGTHS),
            Column("Date", Kind.DATE, 14),
            Column("Done on", Kind.DATE, 14),
        ),
        tuple(rows),
        asked,
    )


def _days(step: Step, by_months: Mapping[int, Mapping[str, Step]]) -> list[int | None]:
    """Return the step's days from its anchor in each timeline, None where that has no such step."""
    found = [by_months[months].get(step.key) for months in _LENGTHS]
    return [each.offset_days if each else None for each in found]


def _date(row: int) -> Formula:
    """Return the formula of a step's date: from its anchor by its days, a weekend becoming the Monday after."""
    days = f"INDEX(D{row}:F{row},MATCH($B$3,{{4,6,12}},0))"
    anchor = f'IF(C{row}="start",$B$1,$B$2)'
    formula = f'=IF(OR($B$1="",$B$2="",{days}=""),"",WORKDAY({anchor}+{days}-1,1))'
    return Formula(formula)


def _checklist(template: Template) -> Ruled:
    columns = (
        Column("Step", width=34),
        Column("Task", width=70),
        Column("Who does it", width=22),
        Column("By", Kind.DATE, 14),
        Column("Done", Kind.DATE, 14),
    )
    return Ruled("Checklist", columns, tuple(_tasks(blocks(quoted(template.text)[0], Part(str)))))


def _tasks(found: tuple[Block, ...]) -> list[tuple[str | None, ...]]:
    """Return a row for each box of the checklist; its lines to write on become the sheet's own columns."""
    step, tasks = "", list[tuple[str | None, ...]]()
    for block in found:
        if isinstance(block, Heading):
            step = said(block.runs)
        elif isinstance(block, Listing):
            words = (" ".join(texts(item.blocks)) for item in block.items if item.box)
            tasks += [(step, _LINE.sub(" ", each).strip(), None, None, None) for each in words]
    return tasks
