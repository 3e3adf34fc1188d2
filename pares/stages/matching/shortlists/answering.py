"""What a mentee answers to a shortlist, as sealed wishes and back; as many of them whatever is answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import FROM_A_SHORTLIST, WishKind


class Way(StrEnum):
    """How somebody answers."""

    ORDER = "order"
    ANY = "any"
    OTHERS = "others"


@dataclass(frozen=True)
class Answer:
    """An answer; `order` holds the accounts of the mentors chosen, the one wanted most first."""

    way: Way
    order: tuple[str, ...] = ()


def as_wishes(answer: Answer, listed: Iterable[str]) -> list[GivenWish]:
    """Return one wish for each account listed, so that their number says nothing of the answer."""
    if answer.way is Way.OTHERS:
        return [GivenWish(WishKind.OTHERS, account) for account in listed]
    ranks = {account: rank for rank, account in enumerate(answer.order, 1)}
    alike = 1 if answer.way is Way.ANY else 0
    return [GivenWish(WishKind.CHOSEN, account, ranks.get(account, alike)) for account in listed]


def answered(wishes: Iterable[GivenWish]) -> Answer | None:
    """Return what somebody answered, from their wishes; None where they have not."""
    told = [wish for wish in wishes if wish.kind in FROM_A_SHORTLIST]
    if not told:
        return None
    if any(wish.kind == WishKind.OTHERS for wish in told):
        return Answer(Way.OTHERS)
    chosen = sorted((wish for wish in told if wish.rank), key=lambda wish: wish.rank)
    if len(told) == len(chosen) and len({wish.rank for wish in chosen}) == 1:
        return Answer(Way.ANY)
    return Answer(Way.ORDER, tuple(wish.whom for wish in chosen))
