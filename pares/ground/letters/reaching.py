"""What becomes of a letter's placeholders once drawn: which its reader sees, and which go astray. Pure: no Django.

A placeholder may stand in the words and yet not reach anybody (in a link that is defined and never used), or be handed
to another site as a part of an address. So each is given a mark, and the marks are looked for in what is drawn.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pares.ground.letters import merge
from pares.ground.wording.markdown import parse


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter's words as they are drawn, each placeholder as its mark, and the addresses its links lead to."""

    marks: Mapping[str, str]
    said: str
    addresses: tuple[str, ...]

    def unseen(self) -> list[str]:
        """Return the placeholders that a reader neither sees nor can follow."""
        return [name for name, mark in self.marks.items() if mark not in self.said and mark not in self.addresses]

    def astray(self) -> list[str]:
        """Return the placeholders that stand in an address and are not the whole of it: another site would get them."""
        others = [address for address in self.addresses if address not in self.marks.values()]
        return [name for name, mark in self.marks.items() if any(_core(mark) in address for address in others)]


def drawn(body: str, names: Collection[str]) -> Drawn:
    """Return what a letter's Markdown is drawn as, with a mark for each of these placeholders."""
    marks = {name: _mark(name, number) for number, name in enumerate(names)}
    parts = [part for token in parse(merge.merge(body, marks)) for part in (token.children or [token])]
    addresses = tuple(str(part.attrGet("href")) for part in parts if part.type == "link_open")
    return Drawn(marks, "".join(part.content for part in parts), addresses)


def _mark(name: str, number: int) -> str:
    return f"https://pares.invalid/pq{number}qp" if name.endswith(merge.LINK) else f"pq{number}qp"


def _core(mark: str) -> str:
    return mark.rpartition("/")[2]
