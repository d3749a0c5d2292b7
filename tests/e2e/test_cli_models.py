"""``voice-interview models`` against a hub on loopback."""

from __future__ import annotations

import os
import re
import select
import signal
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.commands import Commands
from tests.helpers.fake_hub import FakeHub, Fault, Gate, demo_files, revision, serving
from tests.helpers.pulse import wait_until
from voice_interview import resources, settings
from voice_interview.paths import Paths
from voice_interview.settings import Settings

REPOSITORY = "Systran/faster-whisper-tiny.en"
WEIGHTS = f"cdn/{REPOSITORY}/resolve/{revision(demo_files())}/model.bin"
MEGABYTE = 1024 * 1024


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(REPOSITORY) as one:
        yield one


@pytest.fixture
def commands(tmp_path: Path, hub: FakeHub) -> Commands:
    """A home whose settings name the hub, and whose computer's speed is known."""
    paths = Paths.under(tmp_path / "home")
    paths.create()
    settings.save(Settings(model_endpoint=hub.url), paths.settings)
    (paths.cache / "speed.json").write_text(f'{{"cores": {os.cpu_count()}, "speed": 1.0}}')
    return Commands(paths.data.parent)


def listed(commands: Commands) -> Any:
    return commands.run("models", "list", "--json").ok().json


def test_a_model_is_installed_used_checked_and_removed(commands: Commands, hub: FakeHub) -> None:
    before = listed(commands)
    assert (before["in_use"], before["installed"], before["recommended"]) == (None, [], "small.en")
    assert hub.asked == [], "listing must not go online"
    done = commands.run("models", "install", "tiny.en").ok()
    assert "Installed and in use: Whisper tiny, English" in done.err
    after = listed(commands)
    assert after["in_use"]["name"] == "Whisper tiny, English"
    assert [one["name"] for one in after["installed"]] == ["tiny.en"]
    assert commands.run("models", "verify").ok().out == "tiny.en  whole\n"
    assert commands.run("models", "remove", "tiny.en").ok().out == "Removed: tiny.en\n"
    assert listed(commands)["in_use"] is None


def test_damage_is_told_and_repaired(commands: Commands, hub: FakeHub) -> None:
    folder = Path(commands.run("models", "install", "tiny.en", "--json").ok().json["path"])
    (folder / "tokenizer.json").write_text("{}")
    hub.asked.clear()
    done = commands.run("models", "verify")
    assert (done.code, done.out) == (1, "tiny.en  damaged: tokenizer.json\n")
    assert "--repair" in done.err
    assert hub.asked == []
    commands.run("models", "verify", "--repair").ok()
    assert commands.run("models", "verify", "tiny.en", "--json").ok().json == {"damaged": {"tiny.en": []}}


def test_ctrl_c_pauses_and_the_same_command_goes_on(commands: Commands, hub: FakeHub) -> None:
    gate = Gate(after=2 * MEGABYTE)
    hub.fault(WEIGHTS, Fault(gate=gate))
    process = commands.start("models", "install", "tiny.en")
    gate.wait_reached()
    wait_until(lambda: any(one.stat().st_size for one in commands.home.rglob("model.bin.*.part")), 30)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert re.search(r"Paused: .* of 5 MB", err), err
    assert [one["name"] for one in listed(commands)["begun"]] == ["tiny.en"]
    assert "% fetched" in commands.run("models", "list").ok().out
    commands.run("models", "install", "tiny.en").ok()
    assert hub.requests(WEIGHTS)[-1].offset > 0


def test_what_had_arrived_can_be_removed(commands: Commands, hub: FakeHub) -> None:
    hub.fault(WEIGHTS, Fault(status=404))
    done = commands.run("models", "install", "tiny.en")
    assert done.code == 1
    assert "does not give out this model (404)" in done.err
    commands.run("models", "remove", "tiny.en").ok()
    assert listed(commands)["begun"] == []


def test_progress_is_drawn_on_a_terminal(commands: Commands, hub: FakeHub) -> None:
    hub.fault(WEIGHTS, Fault(slow_s=0.02))
    screen = on_a_terminal(commands, "models", "install", "tiny.en")
    assert re.search(r"█░* +\d+%  \d MB of 5 MB, \d+ \w?B/s, \d+ s left", screen), screen
    assert "Installed and in use" in screen


def test_names_and_addresses_that_are_wrong(commands: Commands) -> None:
    done = commands.run("models", "install", "huge")
    assert done.code == 2
    assert "base.en" in done.err
    done = commands.run("models", "install", "tiny.en", "--mirror", "nonsense")
    assert done.code == 1
    assert "no web address" in done.err
    assert commands.run("models", "remove", "base.en").code == 1
    assert commands.run("models", "verify", "base.en").code == 1


def test_import_from_a_zip_file(commands: Commands, hub: FakeHub, tmp_path: Path) -> None:
    file = tmp_path / "stick.zip"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in demo_files().items():
            archive.writestr(f"faster-whisper-base.en/{name}", content)
    commands.run("models", "import", file).ok()
    assert listed(commands)["in_use"]["name"] == "Whisper base, English"
    assert hub.asked == []
    done = commands.run("models", "import", file)
    assert done.code == 1
    assert "installed already" in done.err


def test_the_demo_model_is_never_used_by_itself(commands: Commands) -> None:
    commands.run("models", "import", resources.demo_model()).ok()
    assert listed(commands)["in_use"] is None


def on_a_terminal(commands: Commands, *arguments: str) -> str:
    """What a command draws on a terminal until it ends."""
    import pty

    leader, follower = pty.openpty()
    process = commands.start(*arguments, on=follower)
    os.close(follower)
    screen, deadline = "", time.monotonic() + 30
    while time.monotonic() < deadline:
        ready, _, _ = select.select([leader], [], [], 1.0)
        try:
            screen += os.read(leader, 65536).decode(errors="replace") if ready else ""
        except OSError:  # the other end is closed
            break
    os.close(leader)
    assert process.wait(30) == 0
    return screen
