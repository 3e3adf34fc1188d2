"""From the answers in an opened box to what is kept: counts per option, and texts joined to nothing."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pares.ground.counts import suppression
from pares.stages.answers.questionnaire import GROUP, Kind, Question, Questionnaire

Sheet = Mapping[str, str | list[str]]
"""One person's answers by question key, as `rules.clean` gives them."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many gave one answer, as `models.Tally` keeps it."""

    question: str
    group: str
    option: str
    people: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a survey: counts in the order of the questions, (question, text) in random order."""

    counts: tuple[Count, ...]
    texts: tuple[tuple[str, str], ...]


def to_bytes(sheet: Sheet) -> bytes:
    """Give one person's answers as they go into the box."""
    return json.dumps(sheet, ensure_ascii=False, separators=(",", ":")).encode()


def longest(questionnaire: Questionnaire) -> int:
    """Give the most bytes one person's answers can take: every box ticked, every text full."""
    sheet: dict[str, str | list[str]] = {}
    for question in questionnaire.questions:
        keys = [option.key for option in question.options]
        if question.kind is Kind.TICKS:
            sheet[question.key] = keys
        else:
            sheet[question.key] = max(keys, key=len) if keys else "\U0001f600" * question.longest
    return len(to_bytes(sheet))


def split(questionnaire: Questionnaire, contents: Sequence[bytes]) -> Kept:
    """Take a survey's answers as they were in its boxes and part them for good."""
    sheets: list[Sheet] = [json.loads(content) for content in contents]
    counts: list[Count] = []
    texts: list[tuple[str, str]] = []
    for question in questionnaire.questions:
        if question.kind is Kind.TEXT:
            texts += [(question.key, cast("str", s[question.key])) for s in sheets if question.key in s]
        elif question.key != GROUP:
            counts += _whole(question, sheets)
            counts += _groups(question, questionnaire.question(GROUP), sheets)
    secrets.SystemRandom().shuffle(texts)
    return Kept(tuple(counts), tuple(texts))


def _whole(question: Question, sheets: Sequence[Sheet]) -> Iterator[Count]:
    given = [sheet[question.key] for sheet in sheets if question.key in sheet]
    people = Counter(key for answer in given for key in ([answer] if isinstance(answer, str) else answer))
    if question.kind is Kind.TICKS:
        yield Count(question.key, "", "", len(given))
    for option in question.options:
        yield Count(question.key, "", option.key, people[option.key])


def _groups(question: Question, group: Question | None, sheets: Sequence[Sheet]) -> Iterator[Count]:
    """Count by group only what may be shown; nothing of the rest is kept."""
    if group is None or not question.breakdown or not question.bands:
        return
    tables = {option.key: [0] * len(question.bands) for option in group.options}
    rest = [0] * len(question.bands)
    for sheet in sheets:
        if question.key in sheet:
            band = next(i for i, band in enumerate(question.bands) if sheet[question.key] in band.options)
            tables.get(str(sheet.get(GROUP)), rest)[band] += 1
    whole = [sum(column) for column in zip(rest, *tables.values(), strict=True)]
    for name, cells in suppression.by_group(tables, rest, suppression.release(whole)).items():
        yield from (Count(question.key, name, str(number), cell.n) for number, cell in enumerate(cells))
