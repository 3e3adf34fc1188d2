"""Which answers a questionnaire takes, when a box may be opened, and the sentence where not."""

from collections.abc import Mapping

from pares.ground.counts.suppression import OPENED_FROM
from pares.ground.refusal import Refused
from pares.stages.answers.questionnaire import Kind, Question, Questionnaire


class NobodyToAsk(Refused):
    """A survey was to be opened for nobody."""

    sentence = "There is nobody to send this survey to yet."


class NotTaken(Refused):
    """There is no box that still takes answers for this survey."""

    sentence = "This survey is closed. It no longer takes answers."


class NoRoom(Refused):
    """More people answer than were invited."""

    sentence = "Everyone who was asked has already answered this survey, so it takes no more answers."


class Altered(Refused):
    """A box cannot be opened because its content or its key was changed."""

    sentence = "The answers to this survey cannot be read, because the sealed box or its key was changed."


class TooFew(Refused):
    """Fewer answers than a box may be opened with."""

    sentence = (
        f"Fewer than {OPENED_FROM} people answered, so this survey stays sealed: "
        "anything shown could be traced to a person."
    )


class CountDiffers(Refused):
    """The box does not hold as many answers as people are recorded to have sent."""

    sentence = (
        "The sealed box does not hold as many answers as were sent in, so it was not opened. "
        "Ask the people who run this service to check whether an older copy of the database was put back."
    )


class Unasked(Refused):
    """An answer to a question this survey does not ask."""

    sentence = "One of the answers belongs to a different survey. Open the survey again from your letter."


class Unanswered(Refused):
    """A required question has no answer."""


class NotAnOption(Refused):
    """An answer that is not one of those offered."""

    sentence = "Choose one of the answers listed."


class TooLong(Refused):
    """A text longer than the question takes."""


def clean(questionnaire: Questionnaire, answers: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Take answers by question key and give the ones to keep, or refuse naming the question as the field.

    One option's key (a number may be an int), a list of keys for ticks, words for text. Questions without an
    answer are left out, except ticks, where nothing ticked is an answer.
    """
    if set(answers) - {question.key for question in questionnaire.questions}:
        raise Unasked
    kept = {question.key: _clean(question, answers.get(question.key)) for question in questionnaire.questions}
    return {key: value for key, value in kept.items() if value is not None}


def _clean(question: Question, given: object) -> str | list[str] | None:
    if question.kind is Kind.TICKS:
        return _ticks(question, given)
    value = "" if given is None else _plain(str(given))
    if not value:
        if question.required:
            raise Unanswered(f"Answer this question: {question.title}", field=question.key)
        return None
    if question.kind is Kind.TEXT and len(value) > question.longest:
        raise TooLong(
            f"Shorten this to {question.longest:,} characters or fewer: it has {len(value):,}.",
            field=question.key,
        )
    if question.kind is not Kind.TEXT and value not in {option.key for option in question.options}:
        raise NotAnOption(field=question.key)
    return value


def _ticks(question: Question, given: object) -> list[str]:
    ticked = [] if given is None else given
    keys = [option.key for option in question.options]
    if not isinstance(ticked, list | tuple | set | frozenset) or not all(key in keys for key in ticked):
        raise NotAnOption("Tick only boxes that are listed.", field=question.key)
    return [key for key in keys if key in ticked]


def _plain(text: str) -> str:
    """One kind of line end, nothing a database or a page cannot carry."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    printable = "".join(char for char in lines if char in "\n\t" or (char >= " " and char != "\x7f"))
    return printable.encode("utf-8", "replace").decode("utf-8").strip()
