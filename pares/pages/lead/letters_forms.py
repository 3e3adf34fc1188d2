"""What is asked about a letter that has not left."""

from pares.pages.fields import LongTextField, PagesForm, TextField


class LetterForm(PagesForm):
    """The words of a held letter."""

    subject = TextField("Subject", hint="It must not name anybody: others may see it on a screen.", max_length=200)
    text = LongTextField(
        "Letter",
        rows=18,
        max_length=8000,
        hint="Paragraphs, lists with dashes and web addresses keep their form. Only this one letter changes.",
    )
