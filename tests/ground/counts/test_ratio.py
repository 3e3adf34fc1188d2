import pytest

from pares.ground.counts.ratio import Ratio


def test_a_count_is_shown_with_its_denominator() -> None:
    shown = [str(Ratio(n, of)) for n, of in [(12, 14), (1, 8), (0, 3), (3, 3), (0, 0), (1, 400), (399, 400)]]
    assert shown == [
        "12 of 14 (86%)",
        "1 of 8 (13%)",
        "0 of 3 (0%)",
        "3 of 3 (100%)",
        "0 of 0",
        "1 of 400 (1%)",
        "399 of 400 (99%)",
    ]


@pytest.mark.parametrize(("n", "of"), [(2, 1), (-1, 3)])
def test_a_part_outside_its_whole_is_refused(n: int, of: int) -> None:
    with pytest.raises(ValueError, match="is not a part of"):
        Ratio(n, of)
