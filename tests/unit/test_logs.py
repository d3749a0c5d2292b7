from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from voice_interview import logs


@pytest.fixture(autouse=True)
def _leave_no_handlers() -> Iterator[None]:
    yield
    root = logging.getLogger("voice_interview")
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(logging.NOTSET)


def test_what_the_app_logs_is_in_the_file(tmp_path: Path) -> None:
    logs.set_up(tmp_path)
    assert list(tmp_path.iterdir()) == [], "an app with nothing to say leaves no file"
    logging.getLogger("voice_interview.audio.recorder").warning("device %s stopped", "Built-in")
    logging.getLogger("voice_interview").debug("not this")
    (line,) = (tmp_path / "voice-interview.log").read_text().splitlines()
    assert line.endswith("WARNING voice_interview.audio.recorder: device Built-in stopped")


def test_setting_up_twice_does_not_write_twice(tmp_path: Path) -> None:
    logs.set_up(tmp_path / "nowhere")
    logs.set_up(tmp_path)
    logging.getLogger("voice_interview").info("once")
    assert (tmp_path / "voice-interview.log").read_text().count("once") == 1


def test_the_console_is_silent_unless_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(tmp_path)
    logging.getLogger("voice_interview").error("quiet")
    assert capsys.readouterr().err == ""
    logs.set_up(tmp_path, verbose=True)
    logging.getLogger("voice_interview").error("loud")
    assert "loud" in capsys.readouterr().err


def test_old_files_go_away(tmp_path: Path) -> None:
    logs.set_up(tmp_path)
    for _ in range(45):
        logging.getLogger("voice_interview").info("x" * 100_000)
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == [f"voice-interview.log{end}" for end in ("", ".1", ".2")]
    assert sum(file.stat().st_size for file in files) <= 3_000_000
