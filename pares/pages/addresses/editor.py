"""Addresses of editors: of the site's words, library and directory, and of a scheme's own words."""

from pares.pages.route import BOTH, POST, Audience, Route

_SCHEME = "lead/<slug:scheme>/"
_LIST_EDITED = "edit/directory/"
_TOLD = "edit/accounts/<uuid:account>/"
_WORDING = _SCHEME + "wording/"
_LETTER = _WORDING + "<slug:key>/"
_LIBRARY = "edit/library/"
_RECORD = _LIBRARY + "records/<slug:key>/"
_ASKED = _LIBRARY + "letters/<uuid:permission>/"
_WORDS = "edit/<slug:kind>/<slug:key>/"

EDITOR_ROUTES: tuple[Route, ...] = (
    Route("edit/", "editor.words.contents", Audience.EDITOR),
    Route("edit/accounts/", "editor.accounts.inbox", Audience.EDITOR),
    Route(_TOLD, "editor.accounts.account", Audience.EDITOR),
    Route(_TOLD + "publish/", "editor.accounts.publish", Audience.EDITOR, BOTH),
    Route(_TOLD + "ask/", "editor.accounts.ask", Audience.EDITOR, BOTH),
    Route(_TOLD + "decline/", "editor.accounts.decline", Audience.EDITOR, BOTH),
    Route(_TOLD + "withdraw/", "editor.accounts.withdraw", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED, "editor.directory.inbox", Audience.EDITOR),
    Route(_LIST_EDITED + "issue/", "editor.directory.issue", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED + "suggestions/<uuid:suggestion>/", "editor.directory.suggestion", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED + "suggestions/<uuid:suggestion>/decline/", "editor.directory.decline", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED + "rows/", "editor.directory.rows", Audience.EDITOR),
    Route(_LIST_EDITED + "rows/add/", "editor.directory.add", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED + "rows/<slug:key>/", "editor.directory.row", Audience.EDITOR),
    Route(_LIST_EDITED + "rows/<slug:key>/edit/", "editor.directory.edit", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED + "rows/<slug:key>/check/", "editor.directory.check", Audience.EDITOR, BOTH),
    Route(_LIST_EDITED + "rows/<slug:key>/take-out-names/", "editor.directory.take_out_names", Audience.EDITOR, POST),
    Route(_LIST_EDITED + "rows/<slug:key>/take-off/", "editor.directory.take_off", Audience.EDITOR, BOTH),
    Route(_WORDING, "editor.letters.contents", Audience.EDITOR),
    Route(_LETTER, "editor.letters.edit", Audience.EDITOR, BOTH),
    Route(_LETTER + "history/", "editor.letters.history", Audience.EDITOR),
    Route(_LETTER + "history/<int:number>/", "editor.letters.revision", Audience.EDITOR),
    Route(_LETTER + "history/<int:number>/restore/", "editor.letters.restore", Audience.EDITOR, BOTH),
    Route(_LETTER + "standard/", "editor.letters.shipped_words", Audience.EDITOR, BOTH),
)

LIBRARY_ROUTES: tuple[Route, ...] = (
    Route(_LIBRARY, "editor.library.work", Audience.EDITOR),
    Route(_LIBRARY + "add/", "editor.library.add", Audience.EDITOR, BOTH),
    Route(_LIBRARY + "records/", "editor.library.records", Audience.EDITOR),
    Route(_RECORD, "editor.library.record", Audience.EDITOR),
    Route(_RECORD + "describe/", "editor.library.describe", Audience.EDITOR, BOTH),
    Route(_RECORD + "licence/", "editor.library.licence", Audience.EDITOR, BOTH),
    Route(_RECORD + "copy/", "editor.library.copy", Audience.EDITOR, BOTH),
    Route(_RECORD + "copy/file", "editor.library.copy_file", Audience.EDITOR),
    Route(_RECORD + "copy/delete/", "editor.library.let_go", Audience.EDITOR, BOTH),
    Route(_RECORD + "checked/", "editor.library.checked", Audience.EDITOR, POST),
    Route(_RECORD + "new-address/", "editor.library.new_address", Audience.EDITOR, POST),
    Route(_RECORD + "take-out/", "editor.library.withdraw", Audience.EDITOR, BOTH),
    Route(_RECORD + "put-back/", "editor.library.put_back", Audience.EDITOR, POST),
    Route(_RECORD + "ask/", "editor.library_asking.ask", Audience.EDITOR, BOTH),
    Route(_ASKED, "editor.library_asking.letter", Audience.EDITOR, BOTH),
    Route(_ASKED + "sent/", "editor.library_asking.sent", Audience.EDITOR, BOTH),
    Route(_ASKED + "discard/", "editor.library_asking.discard", Audience.EDITOR, POST),
    Route(_ASKED + "ask-again/", "editor.library_asking.chase", Audience.EDITOR, BOTH),
    Route(_ASKED + "yes/", "editor.library_asking.yes", Audience.EDITOR, BOTH),
    Route(_ASKED + "no/", "editor.library_asking.no", Audience.EDITOR, BOTH),
    Route(_ASKED + "give-up/", "editor.library_asking.give_up", Audience.EDITOR, BOTH),
    Route(_ASKED + "evidence", "editor.library_asking.evidence", Audience.EDITOR),
)

WORDS_ROUTES: tuple[Route, ...] = (
    Route(_WORDS, "editor.words.edit", Audience.EDITOR, BOTH),
    Route(_WORDS + "history/", "editor.words.history", Audience.EDITOR),
    Route(_WORDS + "history/<int:number>/", "editor.words.revision", Audience.EDITOR),
    Route(_WORDS + "history/<int:number>/restore/", "editor.words.restore", Audience.EDITOR, BOTH),
    Route(_WORDS + "shipped/", "editor.words.shipped_words", Audience.EDITOR, BOTH),
    Route(_WORDS + "review/", "editor.words.review", Audience.EDITOR, BOTH),
)
