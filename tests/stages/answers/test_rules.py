import pytest

from pares.ground.refusal import Refused
from pares.stages.answers import rules
from pares.stages.answers.questionnaire import shipped

ASKED = shipped("mentee-end", ["North", "South"])
FULL = {
    "sessions": "3-5",
    "useful": 5,
    "supported": "4",
    "match": "4",
    "topics": ["career", "exams"],
    "barriers": [],
    "recommend": 0,
    "become-mentor": "unsure",
}


def test_a_full_sheet_is_kept_as_it_is() -> None:
    kept = rules.clean(ASKED, FULL | {"change": "  Start\r\nearlier\x00 \ud800 ", "group": "2"})
    in_our_order = {"topics": ["exams", "career"], "change": "Start\nearlier ?", "group": "2"}
    assert kept == FULL | {"useful": "5", "recommend": "0"} | in_our_order


def test_what_need_not_be_answered_is_left_out_but_nothing_ticked_is_an_answer() -> None:
    given = {key: value for key, value in FULL.items() if key not in {"topics", "barriers"}}
    assert rules.clean(ASKED, given | {"change": " \n", "group": None}) == {
        **{key: str(value) for key, value in given.items()},
        "topics": [],
        "barriers": [],
    }


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"useful": ""}, rules.Unanswered, "useful"),
        ({"useful": None}, rules.Unanswered, "useful"),
        ({"useful": 6}, rules.NotAnOption, "useful"),
        ({"recommend": "11"}, rules.NotAnOption, "recommend"),
        ({"group": "3"}, rules.NotAnOption, "group"),
        ({"topics": ["exams", "gossip"]}, rules.NotAnOption, "topics"),
        ({"topics": "exams"}, rules.NotAnOption, "topics"),
        ({"change": "x" * 2001}, rules.TooLong, "change"),
        ({"name": "Dr Ash"}, rules.Unasked, None),
    ],
)
def test_refusals_name_the_question(change: dict[str, object], refusal: type[Refused], field: str | None) -> None:
    with pytest.raises(refusal) as refused:
        rules.clean(ASKED, FULL | change)
    assert refused.value.field == field
    assert str(refused.value).endswith((".", "?"))


def test_a_text_of_exactly_the_longest_counts_a_line_end_once() -> None:
    assert len(rules.clean(ASKED, FULL | {"change": "a\r\n" * 999 + "bc"})["change"]) == 2000
