"""What ``analyze`` is asked to do, and how bad requests are refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from voice_interview import resources
from voice_interview.banks.library import Library, load_all
from voice_interview.cli.requests import parse_line, read_transcript, to_job
from voice_interview.errors import AppError
from voice_interview.settings import Settings


@pytest.fixture(scope="module")
def library() -> Library:
    return load_all((resources.question_banks(),))


def test_words_with_times_become_a_job(tmp_path: Path, library: Library) -> None:
    line = (
        '{"words": [{"text": " Um, ", "start_s": 0.1, "end_s": 0.4, "probability": 0.5}], "question": "officer-02"}'
    )
    job = to_job(parse_line(line), library, Settings(), tmp_path)
    assert job.audio is None
    assert job.words is not None
    assert [(one.text, one.start_s, one.end_s, one.probability) for one in job.words] == [("Um,", 0.1, 0.4, 0.5)]
    assert job.question is not None
    assert job.question.id == "officer-02"


def test_audio_is_looked_for_beside_the_batch_and_then_here(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, beside = tmp_path / "here", tmp_path / "beside"
    for folder in (here, beside):
        folder.mkdir()
    (here / "a.wav").touch()
    (here / "b.wav").touch()
    (beside / "a.wav").touch()
    monkeypatch.chdir(here)
    found = [
        to_job(parse_line(f'{{"audio": "{name}"}}'), library, Settings(), beside).audio for name in ("a.wav", "b.wav")
    ]
    assert found == [(beside / "a.wav").resolve(), (here / "b.wav").resolve()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("no json", "cannot be analysed"),
        ("{}", "give audio, transcript or words"),
        ('{"words": [], "transcript": "x y"}', "not both"),
        ('{"words": [{"text": "a", "start_s": 2, "end_s": 1}]}', "ends before it starts"),
        ('{"words": [{"text": "a", "start_s": 2}]}', "both start_s and end_s"),
        ('{"words": [{"text": "a", "start_s": -1, "end_s": 1}]}', "words.0.start_s"),
        ('{"words": [{"text": "a", "start_s": NaN, "end_s": 1}]}', "cannot be analysed"),
        ('{"audio": "a.wav", "sound": 1}', "sound"),
        ('{"audio": 5}', "audio"),
        ("[1, 2]", "cannot be analysed"),
    ],
)
def test_a_bad_line_is_refused_in_words(line: str, words: str) -> None:
    with pytest.raises(AppError) as caught:
        parse_line(line)
    assert words in caught.value.message
    assert "\n" not in str(caught.value)


def test_missing_files_and_unknown_questions_are_named(tmp_path: Path, library: Library) -> None:
    for line, words in (
        ('{"audio": "gone.wav"}', "gone.wav"),
        ('{"transcript": "gone.txt"}', "gone.txt"),
        ('{"transcript": "I said this.", "question": "officer-2"}', "officer-2"),
    ):
        with pytest.raises(AppError) as caught:
            to_job(parse_line(line), library, Settings(), tmp_path)
        assert words in str(caught.value)


def test_a_transcript_is_text_or_words_in_json(tmp_path: Path) -> None:
    text, listed, wrapped = tmp_path / "a.txt", tmp_path / "b.json", tmp_path / "c.json"
    text.write_text("\ufeffWell, I think\nso.", encoding="utf-8")
    words = [{"text": "Well,", "start_s": 0.0, "end_s": 0.3}]
    listed.write_text(json.dumps(words), encoding="utf-8")
    wrapped.write_text(json.dumps({"words": words, "model": "x"}), encoding="utf-8")
    assert [one.text for one in read_transcript(text)] == ["Well,", "I", "think", "so."]
    assert read_transcript(listed) == read_transcript(wrapped)
    assert read_transcript(listed)[0].end_s == 0.3


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"{", b'{"text": 1}', b'[{"text": ""}]', b"3"])
def test_a_file_that_is_no_transcript_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    with pytest.raises(AppError) as caught:
        read_transcript(file)
    assert str(file) in caught.value.message
