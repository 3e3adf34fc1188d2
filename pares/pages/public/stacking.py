"""Tables inside our words, given the markup by which the design system stacks their rows on a narrow screen."""

import functools
import re

from markupsafe import Markup

from pares.ground.wording import markdown

SECTION = 2
_TABLE = re.compile(r"<table class=\"nhsuk-table\">.*?</table>", re.DOTALL)
_HEADER = re.compile(r"<th class=\"nhsuk-table__header\"[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr class=\"nhsuk-table__row\">(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<td class=\"nhsuk-table__cell\">(.*?)</td>", re.DOTALL)
_HEAD = re.compile(r"<thead.*?</thead>\s*", re.DOTALL)
_FIRST = re.compile(r'<td role="cell" class="nhsuk-table__cell"><span [^>]*> </span>(.*?)</td>', re.DOTALL)
_SIDE = r'<th role="rowheader" scope="row" class="nhsuk-table__header">\1</th>'
_CORNER = re.compile(r"<th class=\"nhsuk-table__header\"[^>]*></th>")
_ROLES = (
    ('<table class="nhsuk-table">', '<table class="nhsuk-table-responsive" role="table">'),
    ("<thead ", '<thead role="rowgroup" '),
    ("<tbody ", '<tbody role="rowgroup" '),
    ("<tr ", '<tr role="row" '),
    ('<th class="', '<th role="columnheader" class="'),
)


@functools.lru_cache(maxsize=256)
def drawn(text: str) -> Markup:
    """Return Markdown that many people read as safe HTML with stacking tables, kept: drawing it costs milliseconds."""
    return stacking(markdown.html(text))


@functools.lru_cache(maxsize=256)
def sections(text: str) -> tuple[markdown.Heading, ...]:
    """Return the headings of the second level of Markdown that many people read, kept like `drawn`."""
    return tuple(each for each in markdown.headings(text) if each.level == SECTION)


def stacking(html: str) -> Markup:
    """Return safe HTML, as `wording.markdown.html` makes it, with every table stacking on a narrow screen."""
    return Markup(_TABLE.sub(lambda found: _stacked(found[0]), html))  # noqa: S704 - safe already


def _stacked(table: str) -> str:
    headers = _HEADER.findall(table)
    if not any(headers):
        table = _HEAD.sub("", table)
    table = _CORNER.sub('<td role="cell" class="nhsuk-table__header"></td>', table)
    drawn = _ROW.sub(lambda row: row[0].replace(row[1], _cells(row[1], headers)), table)
    for plain, role in _ROLES:
        drawn = drawn.replace(plain, role)
    return drawn


def _cells(row: str, headers: list[str]) -> str:
    """Name the cells; where the first column has no heading, it is one of headings itself."""
    named = iter(headers)
    cells = _CELL.sub(lambda cell: _cell(next(named, ""), cell[1]), row)
    return cells if headers[0] else _FIRST.sub(_SIDE, cells, count=1)


def _cell(heading: str, words: str) -> str:
    return (
        '<td role="cell" class="nhsuk-table__cell">'
        f'<span class="nhsuk-table-responsive__heading" aria-hidden="true">{heading} </span>'
        f'<span class="pares-cell">{words}</span></td>'
    )
