from dataclasses import replace

import pytest

from pares.guide.handbook.evidence import Reference, Study
from pares.guide.handbook.sifting import Sought, sift

A = Study(
    key="a",
    name="A",
    kind="peer",
    design="survey",
    size="18",
    compared=False,
    how="x",
    found=(),
    caveat="x",
    references=(Reference("r", "page", "", url="https://example.org/"),),
    year=2013,
    people=18,
)
B = replace(A, key="b", name="B", kind="senior", design="comparison", compared=True, year=2018, people=110)
C = replace(A, key="c", name="C", year=None, people=42)
D = replace(A, key="d", name="D", year=2018, people=None)
ALL = (C, D, A, B)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), [B, D, A, C]),
        (Sought(order="oldest"), [A, B, D, C]),
        (Sought(order="largest"), [B, C, A, D]),
        (Sought(order="smallest"), [A, C, B, D]),
        (Sought(order=""), [B, D, A, C]),
        (Sought(kind="senior"), [B]),
        (Sought(design="survey"), [D, A, C]),
        (Sought(comparison="with"), [B]),
        (Sought(comparison="without"), [D, A, C]),
        (Sought(kind="peer", comparison="with"), []),
    ],
)
def test_studies_are_chosen_and_what_is_not_known_stands_last(sought: Sought, found: list[Study]) -> None:
    assert sift(ALL, sought) == found
