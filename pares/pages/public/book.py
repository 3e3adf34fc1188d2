"""The whole handbook as one PDF, with the letters that go with its steps."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse

from pares.ground.files.pdf import PDF_TYPE
from pares.ground.files.typesetting import book_pdf
from pares.ground.letters import merge
from pares.ground.letters.kinds import LetterKind, kind
from pares.ground.letters.worded import LETTERS, as_edited
from pares.ground.wording.current import edits
from pares.guide.handbook.edited import KIND, all_chapters
from pares.guide.handbook.papers import Letter, book
from pares.pages.public.downloads import download
from pares.pages.public.handbook import READERS
from pares.pages.public.papers import site


def handbook_pdf(request: HttpRequest) -> HttpResponse:
    """Hand out every chapter and its letters as one tagged PDF with contents and bookmarks."""
    made = edits(kinds=[KIND, LETTERS.name])
    chapters = all_chapters(made)
    parts = [(READERS[reader], [*found]) for reader, found in groupby(chapters, lambda each: each.reader)]
    names = dict.fromkeys(name for chapter in chapters for name in chapter.letters)
    letters = [as_edited(kind(name), made) for name in names]
    shows = (chapters, letters, site())

    def paper() -> bytes:
        return book_pdf(book(parts, [_letter(each) for each in letters], site()))

    return download(request, "pares-handbook.pdf", PDF_TYPE, shows, paper)


def _letter(letter: LetterKind) -> Letter:
    """Return a letter with its samples."""
    return Letter(letter.key, letter.title, letter.preview().subject, merge.merge(letter.body, letter.samples))
