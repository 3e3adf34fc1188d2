"""Problems and solutions as files, through the operator's commands."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PROBLEM = {
    "mentors": [{"id": "m1", "capacity": 1}, {"id": "m2", "capacity": 1}],
    "mentees": [{"id": "e1"}, {"id": "e2"}, {"id": "e3"}],
    "pairs": [
        {"mentee": "e1", "mentor": "m1", "score": 812},
        {"mentee": "e2", "mentor": "m1", "score": 700},
        {"mentee": "e2", "mentor": "m2", "score": 400},
        {"mentee": "e3", "mentor": "m1", "score": 900},
    ],
    "locked": [["e1", "m1"]],
    "seed": 7,
}


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM))
    return path


def _solved(problem: Path) -> Path:
    out = problem.with_name("solution.json")
    call_command("solve", str(problem), "--out", str(out))
    return out


def test_a_problem_is_solved_and_the_solution_accepted(problem, capsys):
    out = _solved(problem)
    call_command("check_solution", str(problem), str(out))
    assert capsys.readouterr().out.splitlines() == [
        "Matched: 2. Without a mentor: 1. Worst pair: 400. Total: 1212.",
        "Accepted: every pair is allowed, and no solution is better.",
    ]
    solution = json.loads(out.read_text())
    assert solution["pairs"] == [["e1", "m1"], ["e2", "m2"]]
    assert solution["unmatched"] == [{"mentee": "e3", "witness": {"mentees": ["e1", "e3"], "mentors": ["m1"]}}]
    assert solution["objective"] == {"matched": 2, "worst": 400, "total": 1212}


def test_the_same_problem_gives_the_same_bytes_for_any_order_of_rows(problem):
    first = _solved(problem).read_bytes()
    turned = {name: value[::-1] if isinstance(value, list) else value for name, value in PROBLEM.items()}
    problem.write_text(json.dumps(turned))
    assert _solved(problem).read_bytes() == first


def test_a_solution_that_claims_too_much_is_refused(problem):
    out = _solved(problem)
    told = json.loads(out.read_text())
    told["objective"]["total"] = 1213
    out.write_text(json.dumps(told))
    with pytest.raises(CommandError) as refused:
        call_command("check_solution", str(problem), str(out))
    assert (str(refused.value), refused.value.returncode) == (
        "The figure 'total' is given as 1213, but the pairs give 1212.",
        1,
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"mentors": [], "mentees": [], "pairs": [], "pairs": []}', "'pairs' stands twice in the same object."),
        ("", "problem.json is not JSON: line 1, column 1: Expecting value."),
        ('{"mentors": [}', "problem.json is not JSON: line 1, column 14: Expecting value."),
        ("[]", "The problem must be an object with 'mentors', 'mentees', 'pairs'."),
        ('{"mentors": [], "mentees": [], "pairs": [], "seed": NaN}', "NaN stands where a whole number must be."),
        ("[" * 100_000, "problem.json is nested too deeply."),
        ('{"seed": ' + "7" * 5_000 + "}", "problem.json has a number that is too long to be read."),
        (
            '{"mentors": [], "mentees": [{"id": "\\ud800"}], "pairs": []}',
            "The id of mentee number 1 has a character that cannot be written in UTF-8.",
        ),
        (
            json.dumps(PROBLEM | {"locked": [["e1", "m2"]]}),
            "The locked pair of mentee 'e1' and mentor 'm2' is not an allowed pair.",
        ),
    ],
)
def test_a_wrong_file_gets_one_sentence_and_nothing_is_written(problem, content, sentence):
    problem.write_text(content)
    out = problem.with_name("solution.json")
    for command in (("solve", str(problem), "--out", str(out)), ("check_solution", str(problem), str(problem))):
        with pytest.raises(CommandError) as refused:
            call_command(*command)
        said = str(refused.value).replace(f"{problem.parent}/", "")
        assert (said, refused.value.returncode) == (sentence, 2)
    assert [path.name for path in problem.parent.iterdir()] == ["problem.json"]


def test_a_file_that_is_not_there_and_a_place_that_cannot_be_written(problem, tmp_path):
    with pytest.raises(CommandError) as missing:
        call_command("solve", str(tmp_path / "none.json"), "--out", str(tmp_path / "out.json"))
    with pytest.raises(CommandError) as shut:
        call_command("solve", str(problem), "--out", str(tmp_path / "no" / "out.json"))
    assert (str(missing.value), missing.value.returncode) == (
        f"{tmp_path}/none.json cannot be read: no such file or directory.",
        2,
    )
    assert (str(shut.value), shut.value.returncode) == (
        f"{tmp_path}/no/out.json cannot be written: No such file or directory.",
        2,
    )


def test_an_older_solution_stays_when_a_new_one_cannot_be_made(problem):
    out = _solved(problem)
    before = out.read_bytes()
    problem.write_text("{}")
    with pytest.raises(CommandError):
        call_command("solve", str(problem), "--out", str(out))
    assert out.read_bytes() == before


def test_pairs_that_stand_are_kept_and_the_claim_is_checked(tmp_path, capsys):
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM | {"locked": [], "standing": [["e2", "m1"]]}))
    out = _solved(path)
    call_command("check_solution", str(path), str(out))
    assert capsys.readouterr().out.splitlines() == [
        "Matched: 2. Without a mentor: 1. Worst pair: 400. Total: 1300. Moved: 1.",
        "Accepted: every pair is allowed, and no solution is better.",
    ]
    told = json.loads(out.read_text())
    told["objective"]["moved"] = 0
    out.write_text(json.dumps(told))
    with pytest.raises(CommandError, match="'moved' is given as 0, but the pairs give 1"):
        call_command("check_solution", str(path), str(out))
