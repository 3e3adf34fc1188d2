from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from pares.stages.recruitment.wishes import NONCE, SIZE, seal, unseal


@given(st.sampled_from(WishKind), st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=80))
def test_a_sealed_wish_has_one_size_and_opens_again(kind: WishKind, whom: str) -> None:
    wish, application = GivenWish(kind, whom, 1), uuid4()
    sealed = seal(wish, application)

    assert len(sealed) == NONCE + SIZE + 16
    assert unseal(sealed, application) == wish
    with pytest.raises(ValueError, match="cannot be opened"):
        unseal(sealed, uuid4())
