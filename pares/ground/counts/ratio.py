"""A count with its denominator, the only way a proportion is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ratio:
    """`n` of `of`; `str()` gives "12 of 14 (86%)". Refuses (ValueError) a part outside its whole."""

    n: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.n <= self.of:
            raise ValueError(f"{self.n} is not a part of {self.of}.")

    @property
    def percent(self) -> int | None:
        """The nearest whole percent (halves up); None of nobody; 0 and 100 mean exactly none and all."""
        if self.of == 0:
            return None
        if self.n in (0, self.of):
            return 100 * self.n // self.of
        nearest = (200 * self.n + self.of) // (2 * self.of)
        return min(max(nearest, 1), 99)

    def __str__(self) -> str:
        if self.percent is None:
            return "0 of 0"
        return f"{self.n} of {self.of} ({self.percent}%)"
