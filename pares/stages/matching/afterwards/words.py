"""Free places, plans and what-ifs in words."""

from collections.abc import Mapping

from pares.stages.matching.afterwards.asking import Followed
from pares.stages.matching.alternatives import Move
from pares.stages.matching.framing import Frame
from pares.stages.matching.proposing import fit_in_words
from pares.stages.matching.sparing import Spared


def waiting_in_words(free: int, waiting: int) -> str:
    """Return "2 places are free and 3 mentees wait"."""
    places = {0: "No place is free", 1: "1 place is free"}.get(free, f"{free} places are free")
    mentees = {0: "nobody waits", 1: "1 mentee waits"}.get(waiting, f"{waiting} mentees wait")
    return f"{places} and {mentees}"


def line_in_words(line: Move, frame: Frame, names: Mapping[str, str]) -> str:
    """Return "Esme: from Mo (good fit, 72 of 100) to Max (fair fit, 45 of 100)", or "from nobody to ..."."""
    first, last = (_with_fit(line.mentee, mentor, frame, names) for mentor in (line.before, line.after))
    return f"{names[line.mentee]}: from {first} to {last}"


def followed_in_words(found: Followed, mentees: int) -> list[str]:
    """Return what follows from a change: how many have a mentor of all `mentees`, and how many move."""
    words = [f"With a mentor: {found.after} of {mentees}. Now: {found.before}."]
    if found.without_change > found.before:
        words.append(f"Without this change, {found.without_change} of {mentees} could have one.")
    lost = sum(line.after is None for line in found.needing + found.moved)
    if lost:
        words.append("1 would have none for now." if lost == 1 else f"{lost} would have none for now.")
    others = len(found.moved)
    moves = {0: "Nobody else would have to move.", 1: "1 other would have to move."}
    return [*words, moves.get(others, f"{others} others would have to move.")]


def spared_in_words(each: Spared) -> str:
    """Return what the withdrawal of a mentor would mean, in words."""
    found = [_without(each)]
    if each.others:
        found.append("1 other would have to move for it." if each.others == 1 else f"{each.others} others would.")
    return " ".join(found)


def _without(each: Spared) -> str:
    if not each.without:
        return "Their mentee could have another mentor." if each.mentees == 1 else "All could have another mentor."
    if each.without == each.mentees:
        return "Their mentee would have nobody." if each.mentees == 1 else "All of them would have nobody."
    return f"{each.without} of {each.mentees} would have nobody."


def _with_fit(mentee: str, mentor: str | None, frame: Frame, names: Mapping[str, str]) -> str:
    if mentor is None:
        return "nobody"
    fit = fit_in_words(frame.score(mentee, mentor))
    return f"{names[mentor]} ({fit[0].lower()}{fit[1:]})"
