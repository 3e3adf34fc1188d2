from dataclasses import replace
from datetime import date

from pares.guide.directory.coverage import changes, coverage
from pares.guide.directory.schemes import Scheme, directory

A = replace(directory().schemes[0], key="a", year="2020", link="https://example.org/", since="2001")
B: Scheme = replace(A, key="b", name="B", year="", link="", since="", mentors="", mentees="", kind="standards")


def test_what_is_unknown_is_counted() -> None:
    found = coverage([replace(A, checked_on=date(2027, 3, 3)), B])

    assert (found.rows, found.schemes, found.verified) == (2, 1, 1)
    assert {number for _, number in found.unknown} == {1}
    assert coverage([A]).unknown[-1] == ("have not been verified by us", 1)


def test_what_changed_is_told_row_by_row_and_fact_by_fact() -> None:
    c = replace(A, key="c", name="C")
    renamed = replace(A, name="New name", year="2021", checked_on=date(2027, 3, 3), checked_how="Asked", origin="x")
    found = changes([A, B], [renamed, c])

    assert (found.added, found.gone, found.number) == ((c,), (B,), 3)
    assert found.changed == (
        (renamed, ("Name of the scheme", "Year of the report", "Last checked", "Source of the row")),
    )
    assert changes([A, B], [B, A]).number == 0
