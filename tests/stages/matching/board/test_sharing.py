"""Nobody can be found in a group, or by subtracting groups from the whole."""

from hypothesis import given
from hypothesis import strategies as st

from pares.stages.matching.board.sharing import OTHERS, SMALLEST_GROUP, Got, Share, shares


def group(name: str, *scores: int | None) -> list[Got]:
    return [Got({"Site": name}, score) for score in scores]


def test_small_groups_are_counted_together() -> None:
    people = group("North", 800, 600, None, 700, 701) + group("South", 300, 500) + group("East", 400, None, 600)
    assert shares(people, "Site") == [Share("North", 5, 4, 700), Share(OTHERS, 5, 4, 450)]


def test_one_small_group_takes_the_smallest_with_it() -> None:
    people = group("North", *[800] * 9) + group("South", *[600] * 6) + group("East", 400)
    assert shares(people, "Site") == [Share("North", 9, 9, 800), Share(OTHERS, 7, 7, 571)]


def test_too_few_altogether_are_not_counted() -> None:
    assert shares(group("North", 1, 2, 3) + group("South", 4), "Site") == []


@given(st.lists(st.sampled_from("abcdef"), max_size=60))
def test_every_group_is_large_enough_and_nobody_is_missing(sites: list[str]) -> None:
    found = shares([Got({"Site": site}, 500) for site in sites], "Site")
    assert all(each.mentees >= SMALLEST_GROUP for each in found)
    assert sum(each.mentees for each in found) in {0, len(sites)}
    assert found or len(sites) < SMALLEST_GROUP
