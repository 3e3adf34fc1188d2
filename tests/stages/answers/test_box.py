import pytest

from pares.stages.answers import box

ID, OTHER = b"box one", b"box two"
SLOT = 64


@pytest.fixture
def key() -> bytes:
    return box.new_key()


def filled(key: bytes, answers: list[bytes], slots: int = 4) -> list[bytes]:
    blobs = [box.new(slots, key, ID, slot=SLOT)]
    for answer in answers:
        blobs.append(box.put(blobs[-1], key, ID, answer, slot=SLOT))
    return blobs


def test_what_goes_in_comes_out(key: bytes) -> None:
    answers = [b"", b"short", b"x" * box.room(SLOT)]
    assert sorted(box.take(filled(key, answers)[-1], key, ID, slot=SLOT)) == sorted(answers)


def test_every_version_has_one_size_and_none_of_the_last_ones_blocks(key: bytes) -> None:
    blobs = filled(key, [b"", b"a" * 59, b"", b"b"])
    assert {len(blob) for blob in blobs} == {len(blobs[0])}
    blocks = [{blob[i : i + 16] for i in range(len(blob) - 15)} for blob in blobs]
    assert not any(blocks[i] & blocks[j] for i in range(5) for j in range(i))


def test_a_real_box_is_as_large_as_its_slots(key: bytes) -> None:
    assert len(box.new(3, key, ID)) == 12 + 3 * 16_384 + 16


def test_a_full_box_and_a_long_answer_are_refused(key: bytes) -> None:
    blob = filled(key, [b"a", b"b"], slots=2)[-1]
    with pytest.raises(box.FullError):
        box.put(blob, key, ID, b"c", slot=SLOT)
    with pytest.raises(box.TooLongError):
        box.put(filled(key, [])[-1], key, ID, b"x" * (box.room(SLOT) + 1), slot=SLOT)
    with pytest.raises(ValueError, match="at least one slot"):
        box.new(0, key, ID)


def test_an_altered_box_is_refused(key: bytes) -> None:
    blob = filled(key, [b"a"])[-1]
    for place in (0, 12, len(blob) // 2, len(blob) - 1):
        altered = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(box.TamperedError):
            box.take(altered, key, ID, slot=SLOT)
    for short in (b"", blob[:20], blob[:-1]):
        with pytest.raises(box.TamperedError):
            box.put(short, key, ID, b"b", slot=SLOT)


def test_a_box_opens_only_with_its_own_key_and_id(key: bytes) -> None:
    blob = filled(key, [b"a"])[-1]
    with pytest.raises(box.TamperedError):
        box.take(blob, box.new_key(), ID, slot=SLOT)
    with pytest.raises(box.TamperedError):
        box.take(blob, key, OTHER, slot=SLOT)
