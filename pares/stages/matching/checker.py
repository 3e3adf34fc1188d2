"""A second program that judges a solution from the problem alone and shares no code with the solver.

`check` takes the two parsed JSON files and gives sentences about what is wrong; an empty list means that
the solution is accepted: its pairs are allowed, nobody is left out without a reason that holds, and no
solution matches more mentees, has a better worst pair, or (of those) a higher total. Where the problem
names pairs that stand, moving fewer people comes second, and only new pairs count for the worst. Which of
several equally good solutions the seed picks is not judged.

Where the problem has lots, exactly those are matched who by their lots have a place: somebody is left out only if
mentees drawn before, all of them matched, fill every place they share; and no solution is better for these mentees.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

Edge = tuple[str, str]


class _Unreadable(Exception):  # noqa: N818 - not an error of ours: the file's
    """Something in a file does not have the shape it must have."""


class _Question:
    """The problem as the checker reads it; a locked mentee may have only that mentor."""

    def __init__(self, data: Any) -> None:
        self.places = {row["id"]: _count(row["capacity"]) for row in data["mentors"]}
        self.mentees = {row["id"] for row in data["mentees"]}
        self.score = {(row["mentee"], row["mentor"]): _count(row["score"]) for row in data["pairs"]}
        self.lock: dict[str, str] = dict(data.get("locked", []))
        self.standing: dict[str, str] = dict(data.get("standing", []))
        given = (data["mentors"], data["mentees"], data["pairs"], data.get("locked", []), data.get("standing", []))
        read = (self.places, self.mentees, self.score, self.lock, self.standing)
        if [len(each) for each in given] != [len(each) for each in read]:
            raise _Unreadable("something is listed twice")
        taken = Counter(self.lock.values())
        if any(edge not in self.score for edge in self.lock.items()) or any(
            number > self.places[mentor] for mentor, number in taken.items()
        ):
            raise _Unreadable("a lock is not allowed")
        if any(a not in self.mentees or b not in self.places for a, b in (*self.score, *self.standing.items())):
            raise _Unreadable("a pair names somebody who is not listed")
        lots = [_name(one) for one in data.get("lots", [])]
        if lots and sorted(lots) != sorted(self.mentees):
            raise _Unreadable("the lots do not name each mentee exactly once")
        if lots and data.get("standing"):
            raise _Unreadable("pairs stand already, so that there is nothing to draw")
        self.drawn = {mentee: -1 if mentee in self.lock else place for place, mentee in enumerate(lots)}

        self.edges = [
            (mentee, mentor, score)
            for (mentee, mentor), score in self.score.items()
            if self.lock.get(mentee, mentor) == mentor
        ]


class _Prices:
    """Prices by id."""

    def __init__(self, data: Any) -> None:
        self.each_pair, self.each_kept = _figure(data["each_pair"]), _figure(data.get("each_kept", 0))
        self.mentee = {_name(key): _figure(value) for key, value in data["mentees"].items()}
        self.mentor = {_name(key): _figure(value) for key, value in data["mentors"].items()}


class _Answer:
    """The solution as the checker reads it; `standing` where pairs stand, which changes what a proof holds."""

    def __init__(self, data: Any, *, standing: bool) -> None:
        self.pairs: list[Edge] = [(_name(mentee), _name(mentor)) for mentee, mentor in data["pairs"]]
        self.unmatched = [(_name(row["mentee"]), *_two_sets(row["witness"])) for row in data["unmatched"]]
        figures = data["objective"]
        self.matched, self.worst, self.total = (_figure(figures[key]) for key in ("matched", "worst", "total"))
        self.moved = _figure(figures["moved"]) if standing else 0
        proof = data["proof"]
        self.most = _two_sets(proof["most"])
        self.floor = None if standing or proof["floor"] is None else _two_sets(proof["floor"])
        self.prices = _Prices(proof["prices"])
        self.kept = _Prices(proof["kept"]) if standing else None
        self.no_better = _Prices(proof["floor"]) if standing and proof["floor"] is not None else None


def check(problem: Any, solution: Any) -> list[str]:
    """Give a sentence for each thing wrong with a solution (both are parsed JSON); [] accepts it."""
    try:
        question = _Question(problem)
    except (_Unreadable, KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"The problem cannot be read: {error}."]
    try:
        answer = _Answer(solution, standing=bool(question.standing))
    except (_Unreadable, KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"The solution cannot be read: {error}."]
    wrong = list(_pairs(question, answer))
    if wrong:
        return wrong
    return [
        *_unmatched(question, answer),
        *_objective(question, answer),
        *_most(question, answer),
        *(_kept(question, answer, answer.kept) if answer.kept else _floor(question, answer)),
        *_prices(question, answer),
    ]


def _pairs(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check that the pairs may be made: allowed, one mentor each, within the places, locks kept."""
    for edge in answer.pairs:
        if edge not in question.score:
            yield f"The pair of {edge[0]!r} and {edge[1]!r} is not allowed."
    for mentee, number in Counter(mentee for mentee, _ in answer.pairs).items():
        if number > 1:
            yield f"The mentee {mentee!r} has {number} mentors."
    for mentor, number in Counter(mentor for _, mentor in answer.pairs).items():
        if number > question.places.get(mentor, number):
            yield f"The mentor {mentor!r} has {number} mentees and only {question.places[mentor]} places."
    for edge in question.lock.items() - set(answer.pairs):
        yield f"The locked pair of {edge[0]!r} and {edge[1]!r} is missing."


def _unmatched(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check that everybody left out is listed once, with a set of mentees that has too few places."""
    left = question.mentees - {mentee for mentee, _ in answer.pairs}
    if sorted(left) != sorted(mentee for mentee, _, _ in answer.unmatched):
        yield "The unmatched mentees are not exactly those without a pair."
    bit = {mentor: 1 << place for place, mentor in enumerate(question.places)}
    choice = dict.fromkeys(question.mentees, 0)
    for mentee, mentor, _ in question.edges:
        choice[mentee] |= bit[mentor]
    for mentee, mentees, mentors in answer.unmatched:
        theirs = reduce(or_, (choice.get(one, 0) for one in mentees), 0)
        if mentee not in mentees or not mentees <= question.mentees:
            yield f"The witness for {mentee!r} does not hold that mentee, or holds somebody unknown."
        elif not mentors <= bit.keys() or theirs != sum(bit[mentor] for mentor in mentors):
            yield f"The witness for {mentee!r} does not list exactly the mentors its mentees may have."
        elif sum(question.places[mentor] for mentor in mentors) >= len(mentees):
            yield f"The witness for {mentee!r} has places enough for all its mentees."
        elif question.drawn and not mentees - {mentee} <= _earlier(question, mentee) - left:
            yield f"The witness for {mentee!r} holds somebody who was not drawn before, or has no mentor."


def _earlier(question: _Question, mentee: str) -> set[str]:
    """Give the mentees whose turn came before this one's: those locked, and those drawn earlier."""
    return {one for one, place in question.drawn.items() if place < question.drawn[mentee]}


def _compared(question: _Question, answer: _Answer) -> Iterator[tuple[str, str, int]]:
    """Give the pairs that another solution could use: where lots were drawn, only those of the same mentees."""
    matched = {mentee for mentee, _ in answer.pairs}
    return (edge for edge in question.edges if not question.drawn or edge[0] in matched)


def _objective(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check the figures against the pairs."""
    scores = [question.score[edge] for edge in answer.pairs]
    judged = [question.score[edge] for edge in _judged(question, answer)]
    moved = len(question.standing) - _staying(question, answer)
    stated = {"matched": answer.matched, "worst": answer.worst, "total": answer.total, "moved": answer.moved}
    true = {"matched": len(scores), "worst": min(judged, default=0), "total": sum(scores), "moved": moved}
    for name, value in stated.items():
        if value != true[name]:
            yield f"The figure {name!r} is given as {value}, but the pairs give {true[name]}."


def _size(question: _Question, cover: tuple[set[str], set[str]]) -> int:
    """Give how many pairs could at most be made if each had one of these mentees or mentors."""
    mentees, mentors = cover
    if not mentees <= question.mentees or not mentors <= question.places.keys():
        return len(question.mentees) + 1
    return len(mentees) + sum(question.places[mentor] for mentor in mentors)


def _most(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check that no more could be matched: a cover of all pairs no larger than what was matched."""
    mentees, mentors = answer.most
    if any(mentee not in mentees and mentor not in mentors for mentee, mentor, _ in question.edges):
        yield "The cover of all pairs misses a pair, so it does not show that no more could be matched."
    if _size(question, answer.most) != len(answer.pairs):
        yield "The cover of all pairs has another size than the number matched."


def _floor(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check that the worst pair could not be better: pairs above it (and locks) cannot match as many."""
    if len(answer.pairs) == len(question.lock):
        return
    if answer.floor is None:
        yield "There is no cover to show that the worst pair could not be better."
        return
    mentees, mentors = answer.floor
    for mentee, mentor, score in _compared(question, answer):
        open_edge = score > answer.worst or mentee in question.lock
        if open_edge and mentee not in mentees and mentor not in mentors:
            yield "The cover of the better pairs misses a pair, so the worst pair might be better."
            break
    if _size(question, answer.floor) >= len(answer.pairs):
        yield "The cover of the better pairs is too large to show that the worst pair could not be better."


def _staying(question: _Question, answer: _Answer) -> int:
    """Give how many of the pairs that stand are made again."""
    return len(question.standing.items() & set(answer.pairs))


def _judged(question: _Question, answer: _Answer) -> list[Edge]:
    """Give the pairs that count for the worst: those that are neither locked nor stand already."""
    standing = question.standing.items()
    return [edge for edge in answer.pairs if edge[0] not in question.lock and edge not in standing]


def _kept(question: _Question, answer: _Answer, kept: _Prices) -> Iterator[str]:
    """Check that no more pairs could stay, and that as many could not stay beside better new pairs alone.

    Every solution with as many pairs keeps at most what the prices sum to, if a pair that stands is worth 1
    and every other one nothing.
    """
    edges = [(mentee, mentor, int(question.standing.get(mentee) == mentor)) for mentee, mentor, _ in question.edges]
    staying = _staying(question, answer)
    yield from _sound(question, kept, edges, "so more might stay")
    if _sum(question, answer, kept) != staying:
        yield "The prices of what stays do not sum to the number of pairs that stay."
    if not _judged(question, answer):
        return
    if answer.no_better is None:
        yield "There are no prices to show that the worst new pair could not be better."
        return
    score = question.score
    better = [edge for edge in edges if edge[2] or edge[0] in question.lock or score[edge[0], edge[1]] > answer.worst]
    yield from _sound(question, answer.no_better, better, "so the worst new pair might be better")
    if _sum(question, answer, answer.no_better) >= staying:
        yield "The prices do not show that the worst new pair could not be better."


def _prices(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check that the total could not be higher: no pair beats its prices, and the prices sum to the total.

    Any other solution with as many pairs, as many that stay and as good a worst pair pays at most the sum of
    the prices.
    """
    standing = question.standing.items()
    counts = []
    for mentee, mentor, score in _compared(question, answer):
        stays = (mentee, mentor) in standing
        if stays or score >= answer.worst or mentee in question.lock:
            counts.append((mentee, mentor, score - answer.prices.each_kept * stays))
    yield from _sound(question, answer.prices, counts, "so the total might be higher")
    bound = _sum(question, answer, answer.prices) + answer.prices.each_kept * _staying(question, answer)
    if bound != sum(question.score[edge] for edge in answer.pairs):
        yield "The prices do not sum to the total."


def _sound(question: _Question, prices: _Prices, edges: Iterable[tuple[str, str, int]], what: str) -> Iterator[str]:
    """Check that no pair is worth more than its prices.

    A locked mentee's pair is always made, so that price alone may be below 0.
    """
    if prices.mentee.keys() != question.mentees or prices.mentor.keys() != question.places.keys():
        yield "The prices do not name everybody exactly once."
        return
    free = [price for mentee, price in prices.mentee.items() if mentee not in question.lock]
    if min(free, default=0) < 0 or min(prices.mentor.values(), default=0) < 0:
        yield "A price is below 0."
    for mentee, mentor, worth in edges:
        if prices.each_pair + prices.mentee[mentee] + prices.mentor[mentor] < worth:
            yield f"The pair of {mentee!r} and {mentor!r} beats its prices, {what}."
            break


def _sum(question: _Question, answer: _Answer, prices: _Prices) -> int:
    """Give the most that as many pairs can be worth by these prices."""
    bound = prices.each_pair * len(answer.pairs) + sum(prices.mentee.values())
    return bound + sum(price * question.places.get(mentor, 0) for mentor, price in prices.mentor.items())


def _two_sets(data: Any) -> tuple[set[str], set[str]]:
    mentees, mentors = data["mentees"], data["mentors"]
    sets = {_name(one) for one in mentees}, {_name(one) for one in mentors}
    if (len(mentees), len(mentors)) != (len(sets[0]), len(sets[1])):
        raise _Unreadable("a set names somebody twice")
    return sets


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise _Unreadable(f"{value!r} is not an id")
    return value


def _figure(value: object) -> int:
    if type(value) is not int:
        raise _Unreadable(f"{value!r} is not a whole number")
    return value


def _count(value: object) -> int:
    if _figure(value) < 0:
        raise _Unreadable(f"{value!r} is below 0")
    return _figure(value)
