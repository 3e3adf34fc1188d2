"""Whether web addresses still answer: asked politely, one at a time, never inside a private network. Pure: no Django.

A page is asked for its headers (HEAD, and GET where that is not understood); no body is ever read. Redirects are
followed a few times, and every stop on the way is held to the same rules: no address leads where we must not go.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from itertools import zip_longest
from urllib.parse import urldefrag, urljoin

from pares.guide.library.visiting import Answer, NotVisitedError, Place, Visitable, place, public_web, visit

MOST_STOPS = 6
REDIRECTS = {301, 302, 303, 307, 308}
FOR_GOOD = {301, 308}
GONE = {404, 410}
# A site that turns programs away, or asks for an account, may well show the page to a person.
TURNED_AWAY = {401, 402, 403, 407, 429, 451, 999}


class Verdict(StrEnum):
    """What came of asking."""

    FOUND = "found"
    MOVED = "moved"
    """Found, at another address for good: the record should say the new one."""
    TURNED_AWAY = "turned_away"
    """The site answers people only, or those with an account: somebody must look."""
    GONE = "gone"
    FAULTY = "faulty"
    SILENT = "silent"
    NOT_ASKED = "not_asked"
    """The address is none on the public web."""

    @property
    def is_broken(self) -> bool:
        """Whether the link is of no use as it is."""
        return self in {Verdict.GONE, Verdict.FAULTY, Verdict.SILENT, Verdict.NOT_ASKED}


VERDICTS = {
    Verdict.FOUND: "Works",
    Verdict.MOVED: "Has moved",
    Verdict.TURNED_AWAY: "Look for yourself",
    Verdict.GONE: "Gone",
    Verdict.FAULTY: "Faulty",
    Verdict.SILENT: "No answer",
    Verdict.NOT_ASKED: "Not asked",
}


@dataclass(frozen=True, slots=True)
class Checked:
    """One link as it was found: the last status (0 where none came), where it ends, and why in a sentence."""

    url: str
    verdict: Verdict
    why: str
    status: int = 0
    ends_at: str = ""


class Checker:
    """Asks one address after another and keeps a pause, in seconds, between two questions to the same host."""

    def __init__(
        self, *, agent: str, timeout: float = 10.0, pause: float = 1.0, may_visit: Visitable = public_web
    ) -> None:
        """Take how we call ourselves, the seconds an answer may take, and which places may be visited."""
        self.agent, self.timeout, self.pause, self.may_visit = agent, timeout, pause, may_visit
        self._asked: dict[str, float] = defaultdict(lambda: -pause)

    def check_all(self, urls: Iterable[str]) -> Iterator[Checked]:
        """Check each address once, hosts in turn."""
        return map(self.check, in_turn(urls))

    def check(self, url: str) -> Checked:
        """Follow one address to its end and say what is there."""
        stops: list[str] = []
        statuses: list[int] = []
        at = url
        while len(stops) < MOST_STOPS:
            stops.append(at)
            try:
                answer = self._ask(place(at))
            except NotVisitedError as error:
                return Checked(url, Verdict(error.verdict), _at(str(error), url, at), ends_at=at)
            if answer.status not in REDIRECTS or not answer.location:
                return _judged(url, at, answer.status, statuses)
            statuses.append(answer.status)
            at = urldefrag(urljoin(at, answer.location)).url
            if at in stops:
                return Checked(url, Verdict.FAULTY, "It leads round in a circle.", answer.status, at)
        return Checked(url, Verdict.FAULTY, f"It leads on more than {MOST_STOPS - 1} times.", statuses[-1], at)

    def _ask(self, where: Place) -> Answer:
        """Return the answer to HEAD, or to GET where HEAD brings none that counts."""
        try:
            answer = self._once(where, "HEAD")
        except NotVisitedError as error:
            if not error.by_method:
                raise
            return self._once(where, "GET")
        return answer if answer.status < HTTPStatus.BAD_REQUEST else self._once(where, "GET")

    def _once(self, where: Place, method: str) -> Answer:
        since = time.monotonic() - self._asked[where.host]
        if since < self.pause:
            time.sleep(self.pause - since)
        try:
            return visit(where, method, agent=self.agent, timeout=self.timeout, may_visit=self.may_visit)
        finally:
            self._asked[where.host] = time.monotonic()


def in_turn(urls: Iterable[str]) -> list[str]:
    """Return the addresses, each once, so that the same host seldom comes twice in a row."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(url.split("/")[2].lower() if url.count("/") > 1 else "", []).append(url)
    rounds = zip_longest(*by_host.values())
    return [url for each in rounds for url in each if url is not None]


def _judged(url: str, at: str, status: int, statuses: list[int]) -> Checked:
    """Return what the last status says; `statuses` are those of the redirects before it."""
    if status in GONE:
        return Checked(url, Verdict.GONE, _at("There is no such page.", url, at), status, at)
    if status in TURNED_AWAY:
        return Checked(url, Verdict.TURNED_AWAY, _at("The site turns programs away.", url, at), status, at)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Checked(url, Verdict.FAULTY, _at(f"The site answers with fault {status}.", url, at), status, at)
    if statuses and set(statuses) <= FOR_GOOD:
        return Checked(url, Verdict.MOVED, f"It has moved for good to {at}.", status, at)
    return Checked(url, Verdict.FOUND, "It is there.", status, at)


def _at(sentence: str, url: str, at: str) -> str:
    return sentence if at == url else f"{sentence} It led to {at}."
