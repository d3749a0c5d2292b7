from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from voice_interview.transcription.store import machine
from voice_interview.transcription.store.catalogue import CATALOGUE, Entry, entry, recommend
from voice_interview.transcription.store.machine import Machine
from voice_interview.transcription.store.speed import keep_speed, known_speed, measure_speed

GB = 10**9
BIG = Machine(cores=16, memory_bytes=64 * GB, free_bytes=500 * GB, speed=100.0)


def of(name: str) -> Entry:
    found = entry(name)
    assert found is not None
    return found


def test_names_and_repositories_are_unique() -> None:
    assert len({one.name for one in CATALOGUE}) == len({one.repository for one in CATALOGUE}) == len(CATALOGUE) == 11


def test_models_are_found_by_name_and_repository() -> None:
    assert of("Systran/faster-distil-whisper-large-v3") is of("distil-large-v3")
    assert entry("gpt-5") is None


def test_the_more_exact_the_more_work_within_a_family() -> None:
    english = [of(name) for name in ("tiny.en", "base.en", "small.en", "medium.en")]
    for quick, exact in pairwise(english):
        assert quick.rank < exact.rank
        assert quick.window_s < exact.window_s
        assert quick.memory_bytes < exact.memory_bytes
        assert quick.download_bytes < exact.download_bytes


def test_languages() -> None:
    assert of("base.en").knows("en-GB")
    assert not of("base.en").knows("de")
    assert of("base").knows("pt_BR")
    assert not of("base").knows("xx")


@pytest.mark.parametrize(
    ("found", "language", "name"),
    [
        (BIG, "en", "large-v3"),
        (BIG, "de", "large-v3"),
        (Machine(8, 16 * GB, 100 * GB, 3.0), "en", "large-v3-turbo"),
        (Machine(2, 16 * GB, 100 * GB, 1.0), "en", "small.en"),
        (Machine(2, 16 * GB, 100 * GB, 1.0), "fr", "small"),
        (Machine(2, 16 * GB, 100 * GB, 0.4), "en", "base.en"),
        (Machine(2, 16 * GB, 100 * GB, 0.05), "en", "tiny.en"),
        (Machine(2, 16 * GB, 100 * GB, 0.05), "fr", "tiny"),
        (Machine(16, 1 * GB, 100 * GB, 100.0), "en", "base.en"),
        (Machine(16, 16 * GB, int(1.2 * GB), 100.0), "en", "base.en"),
        (Machine(16, 16 * GB, 0, 100.0), "en", "tiny.en"),
        (BIG, "tlh", "large-v3"),
    ],
)
def test_the_recommendation_follows_the_computer(found: Machine, language: str, name: str) -> None:
    assert recommend(found, language).name == name


def test_time_grows_with_sound_and_shrinks_with_speed() -> None:
    base = of("base.en")
    assert base.work_s(120, 2.0) == pytest.approx(2 * base.window_s)
    assert base.work_s(1, 1.0) == base.window_s  # a window costs the same, full or not


def test_this_computer(tmp_path: Path) -> None:
    found = machine.look(tmp_path / "not" / "there")
    kilobytes = next(line.split()[1] for line in Path("/proc/meminfo").read_text().splitlines() if "MemTotal" in line)
    assert found.memory_bytes == pytest.approx(int(kilobytes) * 1024, rel=0.01)
    assert found.cores >= 1
    assert found.free_bytes > 0
    assert machine.look(tmp_path, 2.5).speed == 2.5


def test_speed_is_measured_and_kept(tmp_path: Path) -> None:
    speed = measure_speed()
    assert 0.01 < speed < 100
    file = tmp_path / "cache" / "speed.json"
    assert known_speed(file) is None
    keep_speed(file, speed)
    assert known_speed(file) == speed
    file.write_text(json.dumps({"cores": 1000, "speed": speed}))
    assert known_speed(file) is None, "it was measured on another computer"
    file.write_text("{")
    assert known_speed(file) is None
