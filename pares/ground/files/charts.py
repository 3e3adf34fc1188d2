"""Charts as SVG on the page: no script, no style attribute, words that wrap and grow with the reader's letters.

Heights are in em and widths in per cent, so nothing shrinks at 320 px; everything is drawn in the colour of the text
around it, so dark and forced colours need nothing more. Classes let a stylesheet tint: app-chart, app-chart__bar,
app-chart__track, app-chart__month, app-chart__today, and app-chart__bar--<kind>.
"""

import datetime as dt
import functools
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

_LINE = 1.35
_BAR = 0.9
_GAP = 1.0
_LETTERS = 34
_MOST_TICKS = 5
_LAST_TICK = 88


@dataclass(frozen=True, slots=True)
class _Canvas:
    key: str
    title: str
    summary: str

    def around(self, body: Markup, height: float) -> Markup:
        return Markup(
            '<svg class="app-chart" role="img" aria-labelledby="{key}-title {key}-summary" width="100%" '
            'height="{height}em" fill="currentColor" xmlns="http://www.w3.org/2000/svg">'
            '<title id="{key}-title">{title}</title><desc id="{key}-summary">{summary}</desc>{body}</svg>'
        ).format(key=_name(self.key), title=self.title, summary=self.summary, height=_em(height), body=body)


def funnel(title: str, rows: Sequence[tuple[str, int | None, int]], *, key: str = "funnel") -> Markup:
    """Draw one bar a row, `n` of `of`; None for a number too small to show. `key` makes the ids unique on the page."""
    return _funnel(title, tuple(rows), key)


@functools.lru_cache(maxsize=128)
def _funnel(title: str, rows: tuple[tuple[str, int | None, int], ...], key: str) -> Markup:
    body, top = Markup(), 0.0
    for label, n, of in rows:
        words, top = _words(f"{label}: {_figure(n, of)}", top)
        body += words + _track(top) + _bar(0, _share(n, of), top)
        top += _BAR + _GAP
    summary = " ".join(f"{label}: {_figure(n, of)}." for label, n, of in rows)
    return _Canvas(key, title, summary).around(body, max(top, _LINE))


def bars(title: str, rows: Sequence[tuple[str, str, float, str]], *, key: str = "bars") -> Markup:
    """Draw one bar a row: its label, its figure in words, its length as a share of the longest (0 to 1), its kind."""
    body, top = Markup(), 0.0
    for label, figure, share, kind in rows:
        words, top = _words(f"{label}: {figure}", top)
        body += words + _track(top) + _bar(0, 100 * min(max(share, 0), 1), top, kind)
        top += _BAR + _GAP
    summary = " ".join(f"{label}: {figure}." for label, figure, _, _ in rows)
    return _Canvas(key, title, summary).around(body, max(top, _LINE))


def gantt(
    title: str, rows: Sequence[tuple[str, dt.date, dt.date, str]], today: dt.date, *, key: str = "timeline"
) -> Markup:
    """Draw a timeline: each row from its first to its last day (both included), one day as a dot, today as a line.

    `kind` becomes a class. A row that ends before it starts is a ValueError.
    """
    return _gantt(title, tuple(rows), today, key)


@functools.lru_cache(maxsize=128)
def _gantt(title: str, rows: tuple[tuple[str, dt.date, dt.date, str], ...], today: dt.date, key: str) -> Markup:
    if any(end < start for _, start, end, _ in rows):
        raise ValueError("a row ends before it starts")
    first = min((start for _, start, _, _ in rows), default=today)
    last = max((end for _, _, end, _ in rows), default=today)
    days = (last - first).days + 1

    def place(day: dt.date) -> float:
        return 100 * (day - first).days / days

    body, top = Markup(), 0.0
    shown = first <= today <= last
    for label, start, end, kind in rows:
        words, top = _words(f"{label}: {_span(start, end)}", top)
        body += words + _track(top)
        width = place(end) + 100 / days - place(start)
        body += _dot(place(start), top, kind) if start == end else _bar(place(start), width, top, kind)
        body += _today(place(today), top) if shown else Markup()
        top += _BAR + _GAP
    body += _ticks(first, last, place, top)
    top += _LINE
    if shown:
        words, top = _words(f"The upright line is today, {_day(today)}.", top)
        body += words
    summary = " ".join(f"{label}: {_span(start, end)}." for label, start, end, _ in rows)
    return _Canvas(key, title, f"{summary} Today is {_day(today)}.").around(body, top + _GAP / 2)


def _words(text: str, top: float) -> tuple[Markup, float]:
    """Set the text in lines that fit 320 px, from `top` down; give it and where it ends."""
    lines = _lines(text)
    spans = Markup().join(
        Markup('<tspan x="0" y="{y}em">{line}</tspan>').format(y=_em(top + 1 + at * _LINE), line=line)
        for at, line in enumerate(lines)
    )
    return Markup("<text>{}</text>").format(spans), top + len(lines) * _LINE


def _lines(text: str) -> list[str]:
    """Break what is too long for one line after a short label, so that its dates stay together."""
    label, _, rest = text.partition(": ")
    parts = [f"{label}:", rest] if len(text) > _LETTERS > len(label) and rest else [text]
    return [line for part in parts for line in textwrap.wrap(part, _LETTERS)] or [""]


def _track(top: float) -> Markup:
    return Markup(
        '<rect class="app-chart__track" x="0" y="{y}em" width="100%" height="{height}em" fill-opacity="0.12"/>'
    ).format(y=_em(top), height=_BAR)


def _bar(left: float, width: float, top: float, kind: str = "") -> Markup:
    return Markup('<rect class="{name}" x="{x}%" y="{y}em" width="{width}%" height="{height}em"/>').format(
        name=_class(kind), x=_em(left), y=_em(top), width=_em(width), height=_BAR
    )


def _dot(left: float, top: float, kind: str) -> Markup:
    middle = min(max(left, 2.5), 97.5)
    return Markup('<circle class="{name}" cx="{x}%" cy="{y}em" r="{r}em"/>').format(
        name=_class(kind), x=_em(middle), y=_em(top + _BAR / 2), r=_BAR / 2
    )


def _today(left: float, top: float) -> Markup:
    return Markup(
        '<line class="app-chart__today" x1="{x}%" x2="{x}%" y1="{from_y}em" y2="{to_y}em" '
        'stroke="currentColor" stroke-width="3"/>'
    ).format(x=_em(left), from_y=_em(top), to_y=_em(top + _BAR + _GAP / 2))


def _ticks(first: dt.date, last: dt.date, place: Callable[[dt.date], float], top: float) -> Markup:
    """Name months along the foot, few enough that they never touch; none so far right that it would be cut off."""
    months = [
        dt.date(number // 12, number % 12 + 1, 1)
        for number in range(first.year * 12 + first.month - (first.day == 1), last.year * 12 + last.month)
    ]
    step = -(-len(months) // _MOST_TICKS) or 1
    return Markup().join(
        Markup('<text class="app-chart__month" x="{x}%" y="{y}em">{month}</text>').format(
            x=_em(place(month)), y=_em(top + 1), month=f"{month:%b}"
        )
        for month in months[::step]
        if place(month) <= _LAST_TICK
    )


def _class(kind: str) -> str:
    return f"app-chart__bar app-chart__bar--{_name(kind)}" if kind else "app-chart__bar"


def _name(words: str) -> str:
    """Make an id or class of any words: small letters, figures and hyphens."""
    return re.sub("[^a-z0-9]+", "-", words.lower()).strip("-") or "chart"


def _share(n: int | None, of: int) -> float:
    return 100 * min(max(n / of, 0), 1) if n is not None and of else 0


def _figure(n: int | None, of: int) -> str:
    return "not shown" if n is None else f"{n:,} of {of:,}"


def _span(start: dt.date, end: dt.date) -> str:
    if start == end:
        return _day(start)
    return f"{start.day} {start:%B} to {_day(end)}" if start.year == end.year else f"{_day(start)} to {_day(end)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _em(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
