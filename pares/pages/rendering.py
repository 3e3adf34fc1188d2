"""The Jinja2 environment behind every page.

Named in the settings as "pares.pages.rendering.environment".
"""

import functools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import get_script_prefix, get_urlconf, reverse
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, Environment, FileSystemLoader, PackageLoader
from markupsafe import Markup

from pares.ground import clock
from pares.pages.site_context import Site

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NOON = 12
SURE = 100


class Unsaid(ChainableUndefined):
    """A name nobody defined: may be tested and chained, as the NHS macros do; raises when it is printed."""

    def _refuse(self, *_: object) -> Any:
        return self._fail_with_undefined_error()

    __str__ = __html__ = __format__ = _refuse

    def __iter__(self) -> Iterator[Any]:
        """Refuse to be looped over, but for the bare word `undefined`, which the NHS macros hand around."""
        if self._undefined_name != "undefined":
            self._refuse()
        return iter(())


def environment(**options: Any) -> Environment:
    """Return the environment for Django's Jinja2 backend, whose options it takes."""
    given: list[BaseLoader] = [loader] if (loader := options.pop("loader", None)) else []
    loaders = [*given, FileSystemLoader(TEMPLATES), PackageLoader("nhsuk_frontend_jinja")]
    options |= {"undefined": Unsaid, "trim_blocks": True, "lstrip_blocks": True, "autoescape": True}
    made = Environment(loader=ChoiceLoader(loaders), **options)  # noqa: S701 - autoescape is on, two lines above
    made.globals |= {"url": url, "static": static, "site": Site(), "today": clock.today}
    made.filters |= FILTERS
    return made


def url(name: str, /, *args: object, **kwargs: object) -> str:
    """Return the address of the page with that name."""
    return _reversed(name, args, tuple(kwargs.items()), get_script_prefix(), get_urlconf())


@functools.lru_cache(maxsize=2048)
def _reversed(
    name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...], _prefix: str, _urlconf: str | None
) -> str:
    """Keep the addresses: a page of eighty links spends a tenth of its time on them."""
    return reverse(name, args=args, kwargs=dict(kwargs))


def _day(value: date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def long_date(value: date) -> str:
    """Return "Wednesday 7 April 2027"; a moment becomes the day it is in the United Kingdom."""
    day = _day(value)
    return f"{DAYS[day.weekday()]} {day_month(day)} {day.year}"


def short_date(value: date) -> str:
    """Return "7 April 2027", for where the weekday says nothing."""
    return f"{day_month(value)} {_day(value).year}"


def day_month(value: date) -> str:
    """Return "7 April"."""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1]}"


def hour(value: datetime) -> str:
    """Return the time as the NHS writes it: "2:30pm", "9am", "midday", "midnight"."""
    at = clock.local(value)
    if at.minute == 0 and at.hour in {0, NOON}:
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % NOON or NOON}{minutes}{'am' if at.hour < NOON else 'pm'}"


def long_moment(value: datetime) -> str:
    """Return "Wednesday 7 April 2027 at 2:30pm"."""
    return f"{long_date(value)} at {hour(value)}"


def percent(part: int, whole: int) -> str:
    """Return the share as "30%", never 0% or 100% unless it is exactly that; "" of nothing."""
    if not whole:
        return ""
    share = (2 * SURE * part + whole) // (2 * whole)
    return f"{share if part in {0, whole} else min(max(share, 1), SURE - 1)}%"


def n_of(part: int, whole: int) -> str:
    """Return "12 of 40 (30%)", or "0 of 0"."""
    share = percent(part, whole)
    return f"{part:,} of {whole:,}" + (f" ({share})" if share else "")


def counted(number: int, one: str, many: str = "") -> str:
    """Return "1 mentor", "2 mentors", "2 people": the number in numerals (NHS content style) and its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: list[str]) -> Markup:
    """Return "Ann, Bo and Cy", each word escaped."""
    safe = [Markup.escape(word) for word in words]
    joined = Markup(", ").join(safe[:-1])
    return joined + Markup(" and ") + safe[-1] if joined else Markup("").join(safe)


FILTERS: dict[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (long_date, short_date, day_month, hour, long_moment, percent, n_of, counted, listed)
}
