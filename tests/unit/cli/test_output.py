"""Columns and progress, on a terminal and elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from voice_interview.cli import output


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


ROWS = (("a", "short"), ("longer", "words that need more room than one line of the screen has"))


def test_columns_wrap_below_themselves_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "40")
    output.print_columns(ROWS, indent=2)
    lines = screen.getvalue().splitlines()
    assert lines[:2] == ["  a       short", "  longer  words that need more room than"]
    assert all(line.startswith(" " * 10) and len(line) <= 40 for line in lines[2:])
    assert " ".join(" ".join(lines[1:]).split()) == " ".join(ROWS[1])


def test_elsewhere_a_row_stays_one_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    output.print_columns((*ROWS, ("b", "")))
    assert capsys.readouterr().out.splitlines() == ["a       short", f"longer  {ROWS[1][1]}", "b"]


def test_progress_is_drawn_on_a_terminal_and_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with output.progress("Listening") as report:
        report(0.5)
        assert screen.getvalue().endswith(f"\rListening {'█' * 15}{'░' * 15}  50%")
    assert screen.getvalue().endswith("\r\x1b[K")


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress("Listening") as report:
        report(1.0)
    assert capsys.readouterr() == ("", "")


def test_json_is_one_line_and_refuses_what_is_no_json(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"text": "ü\n", "none": None})
    assert capsys.readouterr().out == '{"text": "ü\\n", "none": null}\n'
    with pytest.raises(ValueError, match="JSON"):
        output.print_json(float("nan"))
