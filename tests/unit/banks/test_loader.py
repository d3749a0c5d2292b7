"""Every way a bank file can be wrong is reported on its own line, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interview.banks.loader import check_bank, load_bank
from voice_interview.banks.problems import Problem
from voice_interview.banks.yaml_file import MAX_BYTES
from voice_interview.errors import BankError

GOOD = """\
id: small
title: Small bank
domain: testing
questions:
  - id: first
    text: What would you do?
    role: Tester
    kind: general
    why_asked: To find out.
    how_to_answer: [Be brief.]
    what_not_to_say: [Nothing.]
    rubric:
      - id: point
        label: Says something
        evidence:
          - [yes, "no way"]
    model_answer: I would test it.
    target_s: 60
"""
LINES = GOOD.splitlines()


def line_of(text: str) -> int:
    return next(number for number, line in enumerate(LINES, 1) if text in line)


def write(folder: Path, text: str | bytes) -> Path:
    file = folder / "bank.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def problems(folder: Path, text: str | bytes) -> tuple[Problem, ...]:
    return check_bank(write(folder, text))


def only(folder: Path, text: str | bytes) -> Problem:
    found = problems(folder, text)
    assert len(found) == 1, [str(one) for one in found]
    return found[0]


def test_a_good_bank_has_no_problems_and_loads(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD)
    assert check_bank(file) == ()
    bank = load_bank(file)
    assert bank.question("first").target_s == 60
    assert bank.questions[0].rubric[0].evidence == (("yes", "no way"),), "yes is a word, not a truth value"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    assert problems(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()) == ()


def test_dates_times_and_words_for_yes_stay_text(tmp_path: Path) -> None:
    file = write(tmp_path, GOOD.replace('[yes, "no way"]', "[on, 2024-01-31, 12:30, off, 1e3, nullable]"))
    assert load_bank(file).questions[0].rubric[0].evidence == (
        ("on", "2024-01-31", "12:30", "off", "1e3", "nullable"),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("    rubric:", "    rubrik:", "rubric:", "Question first has an unknown key 'rubrik'", "mean 'rubric'?"),
        (
            "title: Small bank",
            "title: Small bank\nwhatsit: x",
            "domain:",
            "The bank has an unknown key",
            "Known keys",
        ),
        ("        label: Says something\n", "", "- id: point", "point of question first has no 'label'", "Add"),
        ("domain: testing\n", "", "id: small", "The bank has no 'domain'", "Add"),
        ("kind: general", "kind: generic", "kind:", "'kind' of question first is 'generic'", "behavioural"),
        ("text: What would you do?", "text: 42", "text:", "should be text, but is a number", "quotes"),
        ("text: What would you do?", "text: true", "text:", "should be text, but is true or false", "quotes"),
        ("text: What would you do?", "text:", "text:", "'text' of question first is empty", "Add"),
        ("text: What would you do?", 'text: "  "', "text:", "'text' of question first is empty", "Write"),
        (
            "text: What would you do?",
            "text: What?\n    say: " + "x" * 4001,
            "role:",
            "is longer than 4000 characters",
            "Shorten",
        ),
        ("target_s: 60", "target_s: soon", "target_s:", "should be a whole number, but is text", "digits"),
        ("target_s: 60", "target_s: 5", "target_s:", "'target_s' of question first is 5", "at least 10"),
        ("target_s: 60", "target_s: 60.5", "target_s:", "should be a whole number, but is a number", "fraction"),
        ("[Be brief.]", "Be brief.", "how_to_answer", "should be a list, but is text", "dash"),
        ("[Be brief.]", "[]", "how_to_answer", "is an empty list", "at least one"),
        ("[Be brief.]", "[Be brief., 3]", "how_to_answer", "Item 2 of 'how_to_answer' of question first", "text"),
        ('- [yes, "no way"]', "- yes", "[yes", "should be a list, but is text", "list of lists"),
        ("id: first", "id: First one", "id: first", "'First one', which cannot be an id", "lower-case"),
        ("title: Small bank", "title: Small bank\nlanguage: English", "domain:", "'English'", "language code"),
        ("label: Says something", "label: Says something\n        weight: 0", "evidence:", "is 0", "more than 0"),
        ("label: Says something", "label: Says something\n        weight: 11", "evidence:", "is 11", "at most 10"),
        ("role: Tester", "role: Tester\n    role: Other", "kind:", "'role' is written twice here", "Keep one"),
        ("role: Tester", "role: !!python/name:os.system x", "role:", "cannot be used in a bank", "Remove it"),
    ],
)
def test_a_wrong_value_is_reported_on_its_line(
    tmp_path: Path, old: str, new: str, line: str, message: str, hint: str
) -> None:
    assert old in GOOD
    found = only(tmp_path, GOOD.replace(old, new))
    assert found.line == line_of(line), str(found)
    assert message in found.message
    assert hint in found.hint
    assert found.severity == "error"


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("    role", "\trole", (7, 1), "indented with a tab"),
        ("text: What", "text: Well: what", (6, 15), "a colon too many"),
        ("text: What would you do?", 'text: "What', (6, 11), "quotation mark is opened here and not closed"),
        ("text: What would you do?", "text: 'What", (6, 11), "quotation mark is opened here and not closed"),
        ("[Be brief.]", "[Be brief.", (10, 20), "bracket or brace is opened here and not closed"),
        ("text: What would you do?", "text", (7, 5), "This line is no 'key: value'"),
        ("    text: What", "   text: What", (6, 4), "indentation does not fit"),
        ("text: What", "text: %What", (6, 11), "Text cannot start with this character"),
        ("text: What", "text: *What", (6, 11), "An alias, *What"),
        ("role: Tester", "role: Test\x07er", (7, 15), "control character"),
        ("id: small", "--- {}\n---\nid: small", (2, 1), "A second document starts here"),
    ],
)
def test_broken_yaml_is_reported_where_it_breaks(
    tmp_path: Path, old: str, new: str, place: tuple[int, int], message: str
) -> None:
    assert old in GOOD
    found = only(tmp_path, GOOD.replace(old, new, 1))
    assert message in found.message
    assert found.hint
    assert (found.line, found.column) == place


def test_columns_point_at_the_key(tmp_path: Path) -> None:
    assert only(tmp_path, GOOD.replace("kind: general", "kind: generic")).column == 5


def test_all_problems_are_reported_in_order(tmp_path: Path) -> None:
    text = GOOD.replace("kind: general", "kind: generic").replace("target_s: 60", "target_s: soon")
    text = text.replace("text: What would you do?", "text: 1")
    found = problems(tmp_path, text)
    assert [one.line for one in found] == [line_of("text:"), line_of("kind:"), line_of("target_s:")]
    with pytest.raises(BankError) as raised:
        load_bank(tmp_path / "bank.yaml")
    assert raised.value.line == line_of("text:")
    assert raised.value.file == str(tmp_path / "bank.yaml")
    assert "(2 more problems in this file.)" in raised.value.hint


def test_question_ids_must_differ(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("  - id: first") :]
    found = only(tmp_path, GOOD + again)
    assert found.line == len(LINES) + 1
    assert "'first' is used twice in this bank; the first one is on line 5" in found.message


def test_point_ids_must_differ(tmp_path: Path) -> None:
    point = GOOD[GOOD.index("      - id: point") : GOOD.index("    model_answer")]
    found = only(tmp_path, GOOD.replace(point, point + point))
    assert found.line == 17
    assert "rubric point id 'point' is used twice in question first" in found.message


def test_a_follow_up_must_point_at_a_rubric_point(tmp_path: Path) -> None:
    found = only(tmp_path, GOOD + "    follow_ups:\n      - text: And then?\n        point: nowhere\n")
    assert found.line == len(LINES) + 3
    assert "points at 'nowhere'" in found.message
    assert found.hint == "Use one of: point."


def test_a_phrase_without_words_can_never_be_found(tmp_path: Path) -> None:
    found = only(tmp_path, GOOD.replace('"no way"', '"... | ..."'))
    assert found.line == line_of("[yes")
    assert "rubric point point of question first" in found.message


def test_a_long_question_is_a_warning_and_loads(tmp_path: Path) -> None:
    found = only(tmp_path, GOOD.replace("What would you do?", "What would you do? " * 25))
    assert (found.severity, found.line) == ("warning", line_of("text:"))
    assert load_bank(tmp_path / "bank.yaml").id == "small"


@pytest.mark.parametrize("text", ["", "   \n", "# only a remark\n"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    assert "empty" in only(tmp_path, text).message


@pytest.mark.parametrize(("text", "seen"), [("- a\n- b\n", "a list"), ("hello\n", "text")])
def test_a_file_of_another_shape(tmp_path: Path, text: str, seen: str) -> None:
    assert f"should be a block of keys, but is {seen}" in only(tmp_path, text).message


def test_text_in_another_encoding(tmp_path: Path) -> None:
    found = only(tmp_path, GOOD.replace("Small", "Kläin").encode("latin-1"))
    assert (found.line, found.column) == (2, 10)
    assert "UTF-8" in found.message


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "no such file" in check_bank(tmp_path / "none.yaml")[0].message
    assert "cannot be read" in check_bank(tmp_path)[0].message


def test_a_file_that_is_far_too_large(tmp_path: Path) -> None:
    assert "larger than 2 MB" in only(tmp_path, b"# " + b"x" * MAX_BYTES).message


def test_an_alias_bomb_is_refused_at_its_first_alias(tmp_path: Path) -> None:
    layers = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    layers += [
        f"{new}: &{new} [{', '.join(['*' + old] * 9)}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    found = only(tmp_path, "\n".join(layers))
    assert found.line == 2
    assert "alias" in found.message


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    found = only(tmp_path, "a: " + "[" * 100_000)
    assert "nested more than 20 deep" in found.message
    assert found.line == 1
