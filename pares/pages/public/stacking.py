"""Tables inside our words, given the markup by which the design system stacks their rows on a narrow screen."""

import re

from markupsafe import Markup

_TABLE = re.compile(r"<table class=\"nhsuk-table\">.*?</table>", re.DOTALL)
_HEADER = re.compile(r"<th class=\"nhsuk-table__header\"[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr class=\"nhsuk-table__row\">(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<td class=\"nhsuk-table__cell\">(.*?)</td>", re.DOTALL)
_ROLES = (
    ('<table class="nhsuk-table">', '<table class="nhsuk-table-responsive" role="table">'),
    ("<thead ", '<thead role="rowgroup" '),
    ("<tbody ", '<tbody role="rowgroup" '),
    ("<tr ", '<tr role="row" '),
    ("<th ", '<th role="columnheader" '),
)


def stacking(html: str) -> Markup:
    """Return safe HTML, as `wording.markdown.html` makes it, with every table stacking on a narrow screen."""
    return Markup(_TABLE.sub(lambda found: _stacked(found[0]), html))  # noqa: S704 - safe already


def _stacked(table: str) -> str:
    headers = _HEADER.findall(table)
    drawn = _ROW.sub(lambda row: row[0].replace(row[1], _cells(row[1], headers)), table)
    for plain, role in _ROLES:
        drawn = drawn.replace(plain, role)
    return drawn


def _cells(row: str, headers: list[str]) -> str:
    named = iter(headers)
    return _CELL.sub(lambda cell: _cell(next(named, ""), cell[1]), row)


def _cell(heading: str, words: str) -> str:
    return (
        '<td role="cell" class="nhsuk-table__cell">'
        f'<span class="nhsuk-table-responsive__heading" aria-hidden="true">{heading} </span>'
        f'<span class="pares-cell">{words}</span></td>'
    )
