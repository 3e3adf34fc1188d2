"""Nobody can be found in a group, or by subtracting groups from the whole."""

from hypothesis import given
from hypothesis import strategies as st

from pares.stages.matching.board.sharing import OTHERS, SMALLEST_GROUP, Got, Share, shares


def group(name: str, *scores: int | None) -> list[Got]:
    return [Got({"Site": name}, score) for score in scores]


def test_small_groups_are_counted_together() -> None:
    people = group("North", 800, 600, None, 700, 701) + group("South", 300, 500) + group("East", 400, None, 600)
    assert shares(people, "Site") == [Share("North", 5, 4, None), Share(OTHERS, 5, 4, None)]
    more = people + group("North", 699) + group("East", 350)
    assert shares(more, "Site") == [Share("North", 6, 5, 700), Share(OTHERS, 6, 5, 430)]


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
    assert len(found) != 1


def test_one_group_alone_is_not_told_whether_or_not_it_holds_a_few_others() -> None:
    """Nine who did not ask, and nine of whom one asked: the two must look alike."""
    assert shares(group("Did not ask", *[500] * 9), "Site") == []
    assert shares(group("Did not ask", *[500] * 8) + group("Asked", 300), "Site") == []


def test_a_small_mean_is_not_found_by_subtracting_the_others_from_the_whole() -> None:
    people = group("North", *[800] * 6) + group("South", *[600] * 7) + group("East", 400, *[None] * 5)
    assert [(each.name, each.mean) for each in shares(people, "Site")] == [
        ("East", None),
        ("North", None),
        ("South", 600),
    ]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.none() | st.integers(0, 1000)), max_size=40))
def test_whoever_subtracts_what_is_told_from_the_whole_is_left_with_five_or_nobody(
    people: list[tuple[str, int | None]],
) -> None:
    found = shares([Got({"Site": site}, score) for site, score in people], "Site")
    hidden = [each.matched for each in found if each.matched and each.mean is None]
    assert all(each.matched >= SMALLEST_GROUP for each in found if each.mean is not None)
    with_mentor = sum(each.matched for each in found)
    assert not hidden or (len(hidden) > 1 and sum(hidden) >= SMALLEST_GROUP) or sum(hidden) == with_mentor
