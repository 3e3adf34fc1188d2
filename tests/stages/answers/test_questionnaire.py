import pytest

from pares.stages.answers import box, opening
from pares.stages.answers.questionnaire import Kind, read, shipped, shipped_keys

SHIPPED = ["mentee-end", "mentor-end", "mentor-pre"]


def test_what_is_shipped() -> None:
    assert shipped_keys() == SHIPPED
    assert {key: len(shipped(key).questions) for key in SHIPPED} == {
        "mentee-end": 9,
        "mentor-end": 12,
        "mentor-pre": 6,
    }
    with pytest.raises(LookupError):
        shipped("../timelines/peer")


@pytest.mark.parametrize("key", SHIPPED)
def test_the_longest_answers_fit_a_slot(key: str) -> None:
    assert opening.longest(shipped(key, [f"Hospital {n}" for n in range(30)])) <= box.room()


@pytest.mark.parametrize("key", SHIPPED)
def test_every_text_asks_not_to_name_people_or_patients(key: str) -> None:
    texts = [question for question in shipped(key).questions if question.kind is Kind.TEXT]
    assert [q.key for q in texts if "Do not name or describe any person, patient or place" not in q.hint] == []
    assert [q.key for q in texts if q.required or not 0 < q.longest <= 2000] == []


@pytest.mark.parametrize("key", SHIPPED)
def test_the_frozen_copy_asks_the_same(key: str) -> None:
    asked = shipped(key, ["North", "South"])
    assert read(asked.definition) == asked
    assert [(o.key, o.label) for o in asked.questions[-1].options] == [("1", "North"), ("2", "South")]
    assert {len(q.bands) for q in asked.questions[:-1] if q.options and q.kind is not Kind.TICKS} == {3}


def test_scale_and_number_have_worded_ends() -> None:
    asked = shipped("mentee-end")
    useful, recommend = asked.question("useful"), asked.question("recommend")
    assert useful is not None
    assert recommend is not None
    assert [o.label for o in useful.options] == ["1: Not at all useful", "2", "3", "4", "5: Very useful"]
    assert [band.options for band in recommend.bands] == [tuple("0123456"), ("7", "8"), ("9", "10")]


def test_bands_out_of_order_are_refused() -> None:
    options = [{"key": k, "label": k} for k in "abc"]
    bands = [{"label": "", "options": ["b", "a"]}, {"label": "", "options": ["c"]}]
    question = {"key": "q", "kind": "choice", "title": "", "options": options, "bands": bands}
    with pytest.raises(ValueError, match="bands of q"):
        read({"key": "x", "title": "", "intro": "", "minutes": 1, "questions": [question]})
