"""Small problems and the plain truth about them, by trying everything."""

from collections.abc import Iterator
from random import Random

from pares.stages.matching.problem import Allowed, Mentee, Mentor, Problem

Chosen = tuple[tuple[str, str], ...]


def every_choice(problem: Problem) -> Iterator[Chosen]:
    """Every set of pairs that may be made, with all the locks in it."""
    locks = dict(problem.locked)
    options = {mentee.id: [None] for mentee in problem.mentees}
    for pair in problem.pairs:
        options[pair.mentee].append(pair.mentor)
    for mentee, mentor in locks.items():
        options[mentee] = [mentor]
    names = sorted(options)
    places = {mentor.id: mentor.capacity for mentor in problem.mentors}

    def extend(place: int, chosen: Chosen) -> Iterator[Chosen]:
        if place == len(names):
            yield chosen
            return
        for mentor in options[names[place]]:
            if mentor is None:
                yield from extend(place + 1, chosen)
            elif places[mentor]:
                places[mentor] -= 1
                yield from extend(place + 1, (*chosen, (names[place], mentor)))
                places[mentor] += 1

    return extend(0, ())


def figures(problem: Problem, chosen: Chosen) -> tuple[int, int, int]:
    """Matched, worst of the unlocked pairs, total."""
    score = {(pair.mentee, pair.mentor): pair.score for pair in problem.pairs}
    free = [score[pair] for pair in chosen if pair not in problem.locked]
    return len(chosen), min(free, default=0), sum(score[pair] for pair in chosen)


def best_figures(problem: Problem) -> tuple[int, int, int]:
    return max(figures(problem, chosen) for chosen in every_choice(problem))


def small_problem(random: Random, largest: int = 6, smallest: int = 0) -> Problem:
    """A random problem full of ties, empty mentors, strangers and locks."""
    mentors = [Mentor(f"m{n}", random.choice((0, 1, 1, 1, 2, 3))) for n in range(random.randint(smallest, largest))]
    mentees = [Mentee(f"e{n}") for n in range(random.randint(smallest, largest))]
    scores = random.choice(([0], [500], [1000], [0, 1], [0, 500, 1000], range(1001), range(300, 320)))
    density = random.choice((0, 0.2, 0.4, 0.6, 0.8, 1))
    pairs = [
        Allowed(mentee.id, mentor.id, random.choice(scores))
        for mentee in mentees
        for mentor in mentors
        if random.random() < density
    ]
    locked = random_locks(random, mentors, pairs, random.choice((0, 0, 0.1, 0.3, 1)))
    return Problem(tuple(mentors), tuple(mentees), tuple(pairs), locked, random.randint(0, 99))


def random_locks(random: Random, mentors: list[Mentor], pairs: list[Allowed], share: float) -> Chosen:
    free = {mentor.id: mentor.capacity for mentor in mentors}
    locks: dict[str, str] = {}
    for pair in random.sample(pairs, len(pairs)):
        if pair.mentee not in locks and free[pair.mentor] and random.random() < share:
            locks[pair.mentee] = pair.mentor
            free[pair.mentor] -= 1
    return tuple(locks.items())
