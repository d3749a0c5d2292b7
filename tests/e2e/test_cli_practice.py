"""Practising in the terminal, typed and spoken, on a virtual microphone."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.commands import Commands
from tests.helpers.pulse import PulseRig
from tests.helpers.sounds import write_wav
from tests.helpers.speaker import Speaker, plain_words
from voice_interview import resources

SAID = "We can make a plan for six months."


@pytest.fixture
def commands(pulse: PulseRig, tmp_path: Path) -> Commands:
    made = Commands(tmp_path / "home", pulse.environment)
    made.run("models", "path", resources.demo_model()).ok()
    return made


class Terminal:
    """Types into a running command and reads what it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def read_until(self, words: str) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if words in line:
                return
        pytest.fail(f"ended without saying {words!r}")

    def press(self, key: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{key}\n")
        self.process.stdin.flush()


@pytest.fixture
def speak(pulse: PulseRig, speaker: Speaker, tmp_path: Path) -> Callable[[], None]:
    """Says the answer into the microphone, to its end."""
    wav = write_wav(tmp_path / "answer.wav", speaker.answer([SAID], 0.3))
    return lambda: _done(pulse.play_into_microphone(wav))


def _done(process: subprocess.Popen[bytes]) -> None:
    assert process.wait(timeout=60) == 0


def test_an_interview_by_keys(commands: Commands, speak: Callable[[], None], tmp_path: Path) -> None:
    report = tmp_path / "report.html"
    terminal = Terminal(commands.start("practice", "--question", "officer-02", "--report", report))
    terminal.read_until("[1/1] A customer has had several reminders")
    terminal.press("")
    terminal.read_until("Recording.")
    speak()
    terminal.press("p")
    terminal.read_until("Paused.")
    terminal.press("p")
    terminal.read_until("Recording.")
    terminal.press("")
    terminal.read_until("Answer saved")
    terminal.press("")
    out, err = terminal.process.communicate(timeout=60)
    assert (terminal.process.returncode, err) == (0, "")
    assert "Words heard by: Demo model (demo voice only)" in out
    assert "six months" in report.read_text(encoding="utf-8")

    (session,) = commands.run("history", "--json").ok().json
    kept = commands.run("history", session["id"][:6], "--json").ok().json
    (take,) = kept["takes"]
    assert take["status"] == "analysed"
    assert plain_words(" ".join(word["text"] for word in take["analysis"]["words"])) == plain_words(SAID)
    assert Path(take["file"]).suffix == ".flac" and Path(take["file"]).is_file()
    assert session["id"][:8] in commands.run("history").ok().out
    shown = commands.run("history", session["id"], "--report", tmp_path / "again.html").ok()
    assert "A customer has had several reminders" in shown.out
    assert (tmp_path / "again.html").is_file()


def test_ctrl_c_keeps_the_answer(commands: Commands, speak: Callable[[], None]) -> None:
    terminal = Terminal(commands.start("practice", "--question", "officer-02"))
    terminal.read_until("[1/1]")
    terminal.press("")
    terminal.read_until("Recording.")
    speak()
    os.kill(terminal.process.pid, signal.SIGINT)
    out, err = terminal.process.communicate(timeout=30)
    assert (terminal.process.returncode, err) == (130, "")
    assert "is kept: voice-interview history" in out
    (session,) = commands.run("history", "--json").ok().json
    assert session["recorded_s"] > 2


def test_doctor_is_content_with_a_microphone(commands: Commands) -> None:
    done = commands.run("doctor", "--json").ok()
    found = {one["part"]: one for one in done.json}
    assert found["Microphone"]["message"].endswith("sound comes at 16 kHz")
    assert found["Speaker"]["outcome"] == "ok"
    assert found["Speech model"]["outcome"] == "missing" and "no person" in found["Speech model"]["message"]
    devices = commands.run("devices", "--json").ok().json
    assert [one["name"] for one in devices["microphones"] if one["default"]] == ["default"]


def test_unknown_banks_and_questions_are_named(commands: Commands) -> None:
    for arguments, words in (
        (("--bank", "collection-officer"), "Did you mean collections-officer?"),
        (("--question", "officer-99"), "no question 'officer-99'"),
    ):
        done = commands.run("practice", *arguments)
        assert done.code == 1
        assert words in done.err
