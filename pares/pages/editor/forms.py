"""What is asked of somebody who changes words."""

from pares.ground import clock
from pares.ground.wording.rules import SUMMARY_AT_MOST, TEXT_AT_MOST, TITLE_AT_MOST, WHY_AT_MOST
from pares.pages.fields import DateField, LongTextField, PagesForm, TextField

WRITING = (
    "Markdown: ## begins a heading, - a line of a list, **bold**, [words](/address/). HTML is shown as it is typed."
)


class WordsForm(PagesForm):
    """A page: its title, its summary, its words, and why they change. What is missing, the action says."""

    title = TextField("Title", max_length=TITLE_AT_MOST, required=False)
    summary = LongTextField("Summary", rows=2, max_length=SUMMARY_AT_MOST, required=False)
    text = LongTextField("Words", rows=26, max_length=TEXT_AT_MOST, required=False, hint=WRITING)
    why = TextField(
        "Why do you change this?",
        max_length=WHY_AT_MOST,
        required=False,
        hint="One line. On a public page it stands on the page of changes, so name nobody.",
    )


class LetterWordsForm(PagesForm):
    """A letter: its subject, its words, and why they change."""

    title = TextField(
        "Subject", max_length=TITLE_AT_MOST, required=False, hint="Name nobody: others may see it on a screen."
    )
    text = LongTextField("Letter", rows=22, max_length=TEXT_AT_MOST, required=False, hint=WRITING)
    why = TextField("Why do you change this?", max_length=WHY_AT_MOST, required=False, hint="One line.")


class WhyForm(PagesForm):
    """Why earlier or shipped words come back."""

    why = TextField("Why?", max_length=WHY_AT_MOST, required=False, hint="One line.")


class ReviewForm(PagesForm):
    """Who reviewed the words, and when."""

    reviewer = TextField(
        "Who reviewed these words?",
        max_length=TITLE_AT_MOST,
        required=False,
        hint="Their name, as they let us print it.",
    )
    role = TextField(
        "Their role or registration", max_length=TITLE_AT_MOST, required=False, hint="Such as consultant psychiatrist."
    )
    on = DateField("When did they review them?", latest=clock.today, missing="Enter the day of the review")
