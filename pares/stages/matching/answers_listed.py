"""The answer to two lists as sheets: who is with whom and why, who is without, which places are left, what was read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pares.ground.files.writing import Cell, Sheet
from pares.stages.matching.crowds import Everybody, Found
from pares.stages.matching.proposing import fit_in_words, why_no_mentor

_FIGURES = ("Mentees matched", "Mentees without a mentor", "Weakest pair, of 1000", "Scores together", "Seed")


@dataclass(frozen=True)
class Answer:
    """Everybody, the best pairs, and the names by id: mentors' and mentees' apart."""

    everybody: Everybody
    found: Found
    mentors: Mapping[str, str]
    mentees: Mapping[str, str]
    seed: int

    def sheets(self, understood: Sequence[str]) -> list[Sheet]:
        """Return the sheets of a workbook."""
        made, without = self.found.objective, len(self.found.unmatched)
        figures = (made.matched, without, made.worst, made.total, self.seed)
        pairs, left_out = self._rows()
        return [
            Sheet("Pairs", ("Mentee", "Mentor", "Fit", "Score, of 1000", "Why"), pairs),
            Sheet("Without a mentor", ("Mentee", "Why"), left_out),
            Sheet("Places left", ("Mentor", "Places left"), self._left()),
            Sheet("Figures", ("What", "How many"), zip(_FIGURES, figures, strict=True)),
            Sheet("What was read", ("Read",), ((line,) for line in understood)),
        ]

    def _rows(self) -> tuple[list[Sequence[Cell]], list[Sequence[Cell]]]:
        """Return the lines of who is matched and of who is not, each by name."""
        given = dict(self.found.pairs)
        unmatched = {left.mentee: left for left in self.found.unmatched}
        pairs: list[Sequence[Cell]] = []
        without: list[Sequence[Cell]] = []
        for part in self.everybody.frames():
            for mentee in part.rows:
                name = self.mentees[mentee]
                if mentee in unmatched:
                    without.append((name, why_no_mentor(part, unmatched[mentee])))
                    continue
                mentor = given[mentee]
                score = part.score(mentee, mentor)
                why = " ".join(reason.words for reason in part.reasons(mentee, mentor))
                pairs.append((name, self.mentors[mentor], fit_in_words(score), score, why))
        return sorted(pairs, key=_by_name), sorted(without, key=_by_name)

    def _left(self) -> Iterator[Sequence[Cell]]:
        taken = Counter(mentor for _, mentor in self.found.pairs)
        for mentor in self.everybody.mentors:
            if left := mentor.free_places - taken[mentor.id]:
                yield self.mentors[mentor.id], left


def _by_name(row: Sequence[Cell]) -> str:
    return str(row[0]).casefold()
