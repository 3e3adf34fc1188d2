"""What the demo's editor did can be seen."""

from pares.ground.letters.worded import worded
from pares.ground.wording import draft
from pares.ground.wording.current import current
from pares.ground.wording.models import Review
from pares.management.demo import cast, words
from tests import world as worlds


def test_a_chapter_a_letter_and_a_review_are_there_to_look_at(db):
    scheme = cast.riverside(worlds.PLANNED)

    words.change(scheme, worlds.CONFIRMED)

    assert "We end with a meal together." in current(*words.CHAPTER).text
    assert "on the second floor of Riverside Hospital" in worded("training_invitation", scheme).body
    assert "on the second floor" not in worded("training_invitation").body
    review = Review.objects.get()
    assert review.words == draft.of(current(*words.REVIEWED)).fingerprint
    assert review.role.endswith("invented for this demo")
