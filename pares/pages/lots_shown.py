"""A drawn ballot as leads and mentees see it: the order of tickets, and how to work it out again."""

from dataclasses import dataclass

from pares.stages.matching.ballot import lot_of, order_of_lots
from pares.stages.matching.ballots.models import Ballot


@dataclass(frozen=True)
class Lots:
    """The tickets in the order of their lots as the command prints them, and two ways to check it.

    It follows from the seed and the number of tickets alone, so it stays true whoever withdrew.
    """

    ballot: Ballot

    @property
    def printed(self) -> str:
        """The tickets given out when the ballot was announced, first lot first."""
        return " ".join(map(str, order_of_lots(self.ballot.seed, self.ballot.size)))

    @property
    def python(self) -> str:
        """A line that prints the order; a seed holds nothing that a shell would read as something else."""
        key = f"lambda n: sha256(f'{self.ballot.seed}/{{n}}'.encode()).hexdigest()"
        return f'python3 -c "from hashlib import sha256; print(*sorted(range(1, {self.ballot.size + 1}), key={key}))"'

    @property
    def shell(self) -> str:
        """A line that prints the figure of the first ticket."""
        return f"printf '%s' '{self.ballot.seed}/1' | sha256sum"

    @property
    def figure(self) -> str:
        """What that line prints."""
        return lot_of(self.ballot.seed, 1)


def lots(ballot: Ballot) -> Lots | None:
    """Return the lots of a ballot; None before it is drawn."""
    return Lots(ballot) if ballot.drawn_at else None
