"""What an opened survey shows: per question, already suppressed, the same for everybody and ever after."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from pares.ground.counts import suppression
from pares.ground.counts.means import mean
from pares.ground.counts.suppression import Cell
from pares.stages.answers.models import Answer, Box, Tally
from pares.stages.answers.questionnaire import GROUP, Kind, Question, Questionnaire, read

_TOO_FEW = f"Fewer than {suppression.OPENED_FROM} people answered this question, so it is not shown."
_POOLED = (
    f"From {suppression.OPENED_FROM} to {suppression.SHOWN_FROM - 1} people answered this question. "
    "It is not shown for this cohort alone."
)
_FEW_WORDS = f"Texts are shown when at least {suppression.WORDS_FROM} people wrote one."


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: the answer in words and its count; `str(cell)` is what is shown."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What is shown of one question.

    `note` says why nothing is, where nothing is. `groups` are (group's name, rows), all with the same labels.
    `mean` has one decimal and is None where it is not asked for or would give somebody away.
    """

    key: str
    kind: Kind
    title: str
    answered: int
    rows: tuple[Row, ...] = ()
    mean: Decimal | None = None
    texts: tuple[str, ...] = ()
    groups: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    note: str = ""


def questions(survey: UUID) -> Questionnaire | None:
    """Give what a survey asks, as frozen when it was opened; None where it has no box."""
    box = Box.objects.of_survey(survey).without_content().first()
    return read(box.questionnaire) if box else None


def counts(survey: UUID) -> list[QuestionResult]:
    """Give a survey's results in the order of its questions; an empty list until its box is opened."""
    box = Box.objects.of_survey(survey).without_content().filter(opened=True).first()
    if box is None:
        return []
    asked = read(box.questionnaire)
    tallies = list(Tally.objects.filter(survey=survey))
    texts = list(Answer.objects.filter(survey=survey).order_by("id"))
    return [_result(question, asked, tallies, texts) for question in asked.questions if question.key != GROUP]


def _result(
    question: Question, asked: Questionnaire, tallies: Sequence[Tally], texts: Sequence[Answer]
) -> QuestionResult:
    if question.kind is Kind.TEXT:
        return _text(question, [text.value for text in texts if text.question == question.key])
    mine = [tally for tally in tallies if tally.question == question.key]
    people = {tally.option: tally.people for tally in mine if not tally.group}
    if question.kind is Kind.TICKS:
        return _ticks(question, people)
    return _distribution(question, people, asked.question(GROUP), [tally for tally in mine if tally.group])


def _text(question: Question, written: Sequence[str]) -> QuestionResult:
    shown = suppression.words(written)
    note = "" if shown else _FEW_WORDS
    answered = len(shown)
    return QuestionResult(question.key, question.kind, question.title, answered, texts=shown, note=note)


def _ticks(question: Question, people: dict[str, int]) -> QuestionResult:
    answered = people[""]
    cells = [(option.label, suppression.ticked(people[option.key], answered)) for option in question.options]
    rows = tuple(Row(label, cell) for label, cell in cells if cell)
    note = _note(answered)
    return QuestionResult(question.key, question.kind, question.title, answered, rows, note=note)


def _distribution(
    question: Question, people: dict[str, int], group: Question | None, tallies: Sequence[Tally]
) -> QuestionResult:
    published = suppression.release([sum(people[key] for key in band.options) for band in question.bands])
    rows = tuple(Row(_label(question, cell), cell) for cell in published.cells)
    return QuestionResult(
        question.key,
        question.kind,
        question.title,
        published.of,
        rows,
        mean=_mean(question, people),
        groups=_groups(group, rows, tallies),
        note=_note(published.of),
    )


def _mean(question: Question, people: dict[str, int]) -> Decimal | None:
    if question.kind is Kind.CHOICE:
        return None
    values = {int(key): n for key, n in people.items()}
    return mean(values, [[int(key) for key in band.options] for band in question.bands])


def _groups(
    group: Question | None, rows: Sequence[Row], tallies: Sequence[Tally]
) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    if group is None or not tallies:
        return ()
    people = {(tally.group, tally.option): tally.people for tally in tallies}
    shown = []
    for option in group.options:
        figures = [people[option.key, str(number)] for number in range(len(rows))]
        cells = [Cell(row.cell.bands, n, sum(figures)) for row, n in zip(rows, figures, strict=True)]
        shown.append((option.label, tuple(Row(r.label, c) for r, c in zip(rows, cells, strict=True))))
    return tuple(shown)


def _label(question: Question, cell: Cell) -> str:
    return ", or ".join(question.bands[band].label for band in cell.bands)


def _note(answered: int) -> str:
    if answered < suppression.OPENED_FROM:
        return _TOO_FEW
    return _POOLED if answered < suppression.SHOWN_FROM else ""
