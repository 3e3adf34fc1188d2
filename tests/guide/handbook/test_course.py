import re

import pytest

from pares.ground.wording.shipped import BadWordsError
from pares.guide.handbook.course import Form, Session, course, read

ON_TOP = "---\ntitle: T\nsummary: S\norder: 1\nchanged: 2026-11-23\nsession: basic\nform: {form}\n---\n"
LONG = "\n".join(f"- point {n}" for n in range(12))


def slides(text: str) -> str:
    return ON_TOP.format(form="slides") + text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Words.\n", "a set of slides has a heading of two number signs for each slide"),
        ("- Words\n\n## A\n", "only notes stand before slides"),
        (
            "## A\n\n| x |\n| - |\n| y |\n\n---\n\n```\ncode\n```\n",
            "the slide “A” holds what is not shown on one: verbatim",
        ),
        ("## A\n\n- a\n  - b\n    - c\n", "the slide “A” holds what is not shown on one: a list in a list in a list"),
        (f"## A\n\n{LONG}\n", "the slide “A” needs 12 lines; there is room for 9"),
    ],
)
def test_what_is_no_set_of_slides_is_refused(text: str, fault: str) -> None:
    with pytest.raises(BadWordsError, match=f"^{re.escape(f'course/s.md: {fault}.')}$"):
        read(slides(text), "s")


def test_handouts_may_hold_anything() -> None:
    part = read(ON_TOP.format(form="handout") + "Words.\n\n```\ncode\n```\n", "h")

    assert (part.form, part.session, part.shown) == (Form.HANDOUT, Session.BASIC, False)


def test_two_sessions_and_a_workshop_each_have_a_guide_and_slides() -> None:
    held = {(each.session, each.form) for each in course()}
    needed = {
        (each, form)
        for each in (Session.BASIC, Session.ADVANCED, Session.WORKSHOP)
        for form in (Form.GUIDE, Form.SLIDES)
    }

    assert needed - held == set()
    assert {Form.QUESTIONNAIRE, Form.FEEDBACK, Form.HANDOUT} <= {each.form for each in course()}
    assert sum(each.form is Form.DILEMMA for each in course()) >= 6
