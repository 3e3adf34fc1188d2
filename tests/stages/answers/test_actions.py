import stat
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import models, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from pares.ground.refusal import Refused
from pares.stages.answers import actions, keys, rules
from pares.stages.answers.models import Answer, Box, Tally
from pares.stages.answers.results import QuestionResult, counts, questions

pytestmark = pytest.mark.django_db

SHEET = {
    "sessions": "3-5",
    "useful": 5,
    "supported": 4,
    "match": 4,
    "topics": [],
    "barriers": [],
    "recommend": 9,
    "become-mentor": "yes",
}


def survey_with(sheets: list[dict[str, object]], eligible: int = 20, groups: tuple[str, ...] = ()) -> UUID:
    survey = uuid4()
    actions.open_new(survey=survey, eligible=eligible, questionnaire="mentee-end", groups=groups)
    for sheet in sheets:
        actions.put_in(survey=survey, answers=SHEET | sheet)
    return survey


def result(survey: UUID, key: str) -> QuestionResult:
    return next(result for result in counts(survey) if result.key == key)


def sheets_of(people: int, **answers: object) -> list[dict[str, object]]:
    return [dict(answers) for _ in range(people)]


def test_results_are_counted_and_suppressed() -> None:
    survey = survey_with(
        sheets_of(4, useful=1, topics=["exams"], change="Start earlier")
        + sheets_of(3, useful=3, topics=["exams", "career"])
        + [{"useful": 4, "topics": ["exams"], "change": "More time"}, *sheets_of(4, topics=["exams"])]
    )
    assert counts(survey) == []
    actions.open_box(survey=survey, returned=12)
    useful, topics = result(survey, "useful"), result(survey, "topics")
    assert [(row.label, str(row.cell)) for row in useful.rows] == [
        ("1 or 2", "4 of 12 (33%)"),
        ("3", "3 of 12 (25%)"),
        ("4 or 5", "5 of 12 (42%)"),
    ]
    assert (useful.answered, str(useful.mean), useful.note) == (12, "3.1", "")
    assert [str(row.cell) for row in topics.rows] == [
        "fewer than 3 of 12",
        "fewer than 3 of 12",
        "at least 10 of 12",
        "3 of 12 (25%)",
        *["fewer than 3 of 12"] * 4,
    ]
    assert [str(row.cell) for row in result(survey, "supported").rows] == ["at least 10 of 12"]
    assert sorted(result(survey, "change").texts) == ["More time", *["Start earlier"] * 4]


def test_few_answers_and_few_texts_are_not_shown() -> None:
    survey = survey_with([*sheets_of(4, change="A secret of four"), *sheets_of(3)])
    actions.open_box(survey=survey, returned=7)
    assert [(r.rows, r.mean, r.texts, r.groups) for r in counts(survey)] == [((), None, (), ())] * 9
    assert [r.note for r in counts(survey) if not r.note] == []


def test_a_question_few_answered_says_so() -> None:
    survey, asked = uuid4(), {"listen": 4, "boundaries": 4, "escalate": 4, "structure": 4, "sessions": "6"}
    sheet = asked | {"useful": 4, "supervision": "enough", "again": "yes"}
    actions.open_new(survey=survey, eligible=9, questionnaire="mentor-end")
    for mode in ["person"] * 4 + [""] * 5:
        actions.put_in(survey=survey, answers=sheet | {"mode": mode})
    actions.open_box(survey=survey, returned=9)
    mode = result(survey, "mode")
    assert (mode.rows, mode.note) == (
        (),
        "Fewer than 5 people answered this question, so it is not shown.",
    )


def test_groups_fixed_at_the_start_are_shown_when_all_are_large() -> None:
    north, south = {"useful": 1, "group": "1"}, {"useful": 5, "group": "2"}
    both = [north, north | {"useful": 4}, south, south | {"useful": 3}, north | {"useful": 3}, south | {"useful": 2}]
    survey = survey_with(both * 5, eligible=30, groups=("North", "South"))
    actions.open_box(survey=survey, returned=30)
    groups = result(survey, "useful").groups
    assert [(name, [(row.label, str(row.cell)) for row in rows]) for name, rows in groups] == [
        (name, [(band, "5 of 15 (33%)") for band in ("1 or 2", "3", "4 or 5")]) for name in ("North", "South")
    ]
    assert result(survey, "supported").groups == ()
    assert set(Tally.objects.exclude(group="").values_list("question", flat=True)) == {"useful"}


def test_a_group_too_small_to_show_is_not_even_kept() -> None:
    small = [{"useful": 1, "group": "1"}] * 4 + [{"useful": 5, "group": "2"}] * 9
    survey = survey_with(small, groups=("North", "South"))
    actions.open_box(survey=survey, returned=13)
    assert [str(row.cell) for row in result(survey, "useful").rows] == ["4 of 13 (31%)", "9 of 13 (69%)"]
    assert [r.groups for r in counts(survey) if r.groups] == []
    assert [r.key for r in counts(survey) if r.key == "group"] == []
    assert Tally.objects.exclude(group="").count() == 0


def test_nothing_can_be_read_before_and_no_sheet_can_be_joined_after() -> None:
    marks = [f"canary-{n}" for n in range(6)]
    survey = survey_with([])
    size = len(bytes(Box.objects.get(survey=survey).sealed))
    for mark in marks:
        actions.put_in(survey=survey, answers=SHEET | {"change": mark})
        box = Box.objects.get(survey=survey)
        assert len(bytes(box.sealed)) == size
        assert b"canary" not in bytes(box.sealed)
        assert (Tally.objects.count(), Answer.objects.count()) == (0, 0)
    actions.open_box(survey=survey, returned=6)
    assert bytes(Box.objects.get(survey=survey).sealed) == b""
    assert sorted(Answer.objects.values_list("value", flat=True)) == marks


def test_the_key_is_private_and_goes_when_the_opening_is_kept(
    key_directory: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    survey = survey_with(sheets_of(5))
    box = Box.objects.get(survey=survey)
    key_file = key_directory / str(box.id)
    assert [path.name for path in key_directory.iterdir()] == [str(box.id)]
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert key_file.read_bytes() not in bytes(box.sealed)
    with django_capture_on_commit_callbacks(execute=True):
        actions.open_box(survey=survey, returned=5)
        assert key_file.exists()
    assert list(key_directory.iterdir()) == []


def test_only_the_keys_of_opened_boxes_are_swept_away(key_directory: Path) -> None:
    opened, shut = survey_with(sheets_of(5)), survey_with(sheets_of(5))
    # As where the machine dies before the commit's own clearing up.
    actions.open_box(survey=opened, returned=5)
    assert len(list(key_directory.iterdir())) == 2
    for swept in (1, 0):
        assert actions.destroy_left_keys(at=datetime(2027, 8, 11, tzinfo=UTC)) == swept
        assert [path.name for path in key_directory.iterdir()] == [str(Box.objects.get(survey=shut).pk)]


def test_opening_again_changes_nothing_and_clears_a_key_left_behind(
    key_directory: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    survey = survey_with(sheets_of(8))
    actions.open_box(survey=survey, returned=8)
    before = counts(survey)
    assert len(list(key_directory.iterdir())) == 1
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.open_box(survey=survey, returned=8)
        assert (counts(survey), list(key_directory.iterdir())) == (before, [])


@pytest.mark.parametrize(
    ("held", "returned", "refusal"),
    [(4, 4, rules.TooFew), (6, 4, rules.TooFew), (4, 6, rules.CountDiffers), (6, 5, rules.CountDiffers)],
)
def test_a_box_stays_sealed(held: int, returned: int, refusal: type[Refused]) -> None:
    survey = survey_with(sheets_of(held))
    with pytest.raises(refusal):
        actions.open_box(survey=survey, returned=returned)
    box = Box.objects.get(survey=survey)
    assert (box.opened, counts(survey), Tally.objects.count()) == (False, [], 0)
    assert len(keys.read(box.id)) == 32


def test_no_answer_after_opening_nor_beyond_the_invited() -> None:
    survey = survey_with(sheets_of(5), eligible=5)
    with pytest.raises(rules.NoRoom):
        actions.put_in(survey=survey, answers=SHEET)
    actions.open_box(survey=survey, returned=5)
    with pytest.raises(rules.NotTaken):
        actions.put_in(survey=survey, answers=SHEET)
    with pytest.raises(rules.NotTaken):
        actions.put_in(survey=uuid4(), answers=SHEET)
    with pytest.raises(rules.NotTaken):
        actions.open_box(survey=uuid4(), returned=5)


def test_an_answer_goes_with_the_transaction_it_came_in() -> None:
    survey = survey_with(sheets_of(5))

    with transaction.atomic():
        actions.put_in(survey=survey, answers=SHEET)
        transaction.set_rollback(True)
    actions.open_box(survey=survey, returned=5)
    assert result(survey, "useful").answered == 5


def test_a_large_survey_has_several_boxes_opened_together() -> None:
    survey = survey_with(sheets_of(9, useful=3), eligible=201)
    assert sorted(Box.objects.values_list("slots", flat=True)) == [100, 101]
    actions.open_box(survey=survey, returned=9)
    assert [str(row.cell) for row in result(survey, "useful").rows] == ["at least 5 of 9"]


def test_full_boxes_hand_on_to_one_with_room(key_directory: Path) -> None:
    survey = survey_with(sheets_of(3), eligible=3)
    other = survey_with([], eligible=3)
    Box.objects.filter(survey=other).update(survey=survey)
    for _ in range(3):
        actions.put_in(survey=survey, answers=SHEET)
    with pytest.raises(rules.NoRoom):
        actions.put_in(survey=survey, answers=SHEET)


def test_opening_a_new_box_twice_makes_one() -> None:
    survey = survey_with(sheets_of(1))
    again = actions.open_new(survey=survey, eligible=90, questionnaire="mentor-end")
    assert (again.key, Box.objects.count()) == ("mentee-end", 1)
    assert questions(survey) == again
    assert questions(uuid4()) is None
    with pytest.raises(rules.NobodyToAsk):
        actions.open_new(survey=uuid4(), eligible=0, questionnaire="mentor-end")


def test_a_missing_key_is_said_and_loses_nothing(key_directory: Path) -> None:
    survey = survey_with(sheets_of(5))
    box = Box.objects.get(survey=survey)
    kept = keys.read(box.id)
    (key_directory / str(box.id)).unlink()
    for act in (
        lambda: actions.put_in(survey=survey, answers=SHEET),
        lambda: actions.open_box(survey=survey, returned=5),
    ):
        with pytest.raises(keys.KeyMissing):
            act()
    (key_directory / str(box.id)).write_bytes(kept)
    actions.open_box(survey=survey, returned=5)
    assert result(survey, "useful").answered == 5


def test_an_altered_box_is_said() -> None:
    survey = survey_with(sheets_of(5))
    other = survey_with(sheets_of(5))
    Box.objects.filter(survey=survey).update(sealed=Box.objects.get(survey=other).sealed)
    with pytest.raises(rules.Altered):
        actions.put_in(survey=survey, answers=SHEET)
    with pytest.raises(rules.Altered):
        actions.open_box(survey=survey, returned=5)


@pytest.mark.parametrize("opened", [False, True])
def test_destroying_leaves_nothing(
    opened: bool,  # noqa: FBT001 - a parameter of the test
    key_directory: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    kept, survey = survey_with(sheets_of(5)), survey_with(sheets_of(5, change="A text"))
    if opened:
        actions.open_box(survey=survey, returned=5)
    with django_capture_on_commit_callbacks(execute=True):
        actions.destroy(survey=survey)
        actions.destroy(survey=survey)
    assert [model.objects.filter(survey=survey).count() for model in (Box, Tally, Answer)] == [0, 0, 0]
    assert [path.name for path in key_directory.iterdir()] == [str(Box.objects.get(survey=kept).id)]


@pytest.mark.parametrize("model", [Box, Tally, Answer])
def test_no_table_leads_to_a_person_or_a_time(model: type[Box | Tally | Answer]) -> None:
    fields = model._meta.get_fields()  # noqa: SLF001 - Django's own way to ask
    assert [f.name for f in fields if f.is_relation or isinstance(f, models.DateField | models.TimeField)] == []
    assert set(model.held) == {field.name for field in fields}
