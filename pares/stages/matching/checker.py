"""A second program that judges a solution from the problem alone and shares no code with the solver.

`check` takes the two parsed JSON files and gives sentences about what is wrong; an empty list means that
the solution is accepted: its pairs are allowed, nobody is left out without a reason that holds, and no
solution matches more mentees, has a better worst pair, or (of those) a higher total. Which of several
equally good solutions the seed picks is not judged.
"""

from collections import Counter
from collections.abc import Iterator
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
        sizes = (len(data["mentors"]), len(data["mentees"]), len(data["pairs"]), len(data.get("locked", [])))
        if sizes != (len(self.places), len(self.mentees), len(self.score), len(self.lock)):
            raise _Unreadable("something is listed twice")
        taken = Counter(self.lock.values())
        if any(edge not in self.score for edge in self.lock.items()) or any(
            number > self.places[mentor] for mentor, number in taken.items()
        ):
            raise _Unreadable("a lock is not allowed")
        if any(a not in self.mentees or b not in self.places for a, b in self.score):
            raise _Unreadable("a pair names somebody who is not listed")

        self.edges = [
            (mentee, mentor, score)
            for (mentee, mentor), score in self.score.items()
            if self.lock.get(mentee, mentor) == mentor
        ]


class _Answer:
    """The solution as the checker reads it."""

    def __init__(self, data: Any) -> None:
        self.pairs: list[Edge] = [(_name(mentee), _name(mentor)) for mentee, mentor in data["pairs"]]
        self.unmatched = [(_name(row["mentee"]), *_two_sets(row["witness"])) for row in data["unmatched"]]
        figures = data["objective"]
        self.matched, self.worst, self.total = (_figure(figures[key]) for key in ("matched", "worst", "total"))
        proof = data["proof"]
        self.most = _two_sets(proof["most"])
        self.floor = None if proof["floor"] is None else _two_sets(proof["floor"])
        prices = proof["prices"]
        self.each_pair = _figure(prices["each_pair"])
        self.mentee_price = {_name(key): _figure(value) for key, value in prices["mentees"].items()}
        self.mentor_price = {_name(key): _figure(value) for key, value in prices["mentors"].items()}


def check(problem: Any, solution: Any) -> list[str]:
    """Give a sentence for each thing wrong with a solution (both are parsed JSON); [] accepts it."""
    try:
        question = _Question(problem)
    except (_Unreadable, KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"The problem cannot be read: {error}."]
    try:
        answer = _Answer(solution)
    except (_Unreadable, KeyError, TypeError, ValueError, AttributeError) as error:
        return [f"The solution cannot be read: {error}."]
    wrong = list(_pairs(question, answer))
    if wrong:
        return wrong
    return [
        *_unmatched(question, answer),
        *_objective(question, answer),
        *_most(question, answer),
        *_floor(question, answer),
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


def _objective(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check the three figures against the pairs."""
    scores = [question.score[edge] for edge in answer.pairs]
    free = [question.score[edge] for edge in answer.pairs if edge[0] not in question.lock]
    stated = {"matched": answer.matched, "worst": answer.worst, "total": answer.total}
    true = {"matched": len(scores), "worst": min(free, default=0), "total": sum(scores)}
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
    for mentee, mentor, score in question.edges:
        open_edge = score > answer.worst or mentee in question.lock
        if open_edge and mentee not in mentees and mentor not in mentors:
            yield "The cover of the better pairs misses a pair, so the worst pair might be better."
            break
    if _size(question, answer.floor) >= len(answer.pairs):
        yield "The cover of the better pairs is too large to show that the worst pair could not be better."


def _prices(question: _Question, answer: _Answer) -> Iterator[str]:
    """Check that the total could not be higher: no pair beats its prices, and the prices sum to the total.

    Any other solution with as many pairs and as good a worst pair pays at most the sum of the prices. A
    locked mentee's pair is always made, so that price alone may be below 0.
    """
    mentee_price, mentor_price = answer.mentee_price, answer.mentor_price
    if mentee_price.keys() != question.mentees or mentor_price.keys() != question.places.keys():
        yield "The prices do not name everybody exactly once."
        return
    free = [price for mentee, price in mentee_price.items() if mentee not in question.lock]
    if min(free, default=0) < 0 or min(mentor_price.values(), default=0) < 0:
        yield "A price is below 0."
    for mentee, mentor, score in question.edges:
        counts = score >= answer.worst or mentee in question.lock
        if counts and answer.each_pair + mentee_price[mentee] + mentor_price[mentor] < score:
            yield f"The pair of {mentee!r} and {mentor!r} beats its prices, so the total might be higher."
            break
    bound = answer.each_pair * len(answer.pairs) + sum(mentee_price.values())
    bound += sum(price * question.places[mentor] for mentor, price in mentor_price.items())
    if bound != sum(question.score[edge] for edge in answer.pairs):
        yield "The prices do not sum to the total."


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
