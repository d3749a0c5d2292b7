"""Commands as people and programs use them: real processes, real files, the real engines, no sound system."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from tests.helpers.commands import Commands
from tests.helpers.sounds import write_wav
from tests.helpers.speaker import RATE_HZ, Speaker, plain_words
from voice_interview import resources

DEMO = resources.demo_model()
SAID = ("Um, first I made a plan, then I talked to my manager.", "I helped customers with a payment plan.")
PARTS = [
    "Python", "Folders", "Settings", "History", "Question banks", "Microphone", "Speaker", "Voice", "Recogniser",
    "Speech model", "Window",
]  # fmt: skip


@pytest.fixture
def commands(tmp_path: Path) -> Commands:
    return Commands(tmp_path / "home")


@pytest.fixture(scope="module")
def answer(speaker: Speaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An answer with one filler and a pause of about a second and a half."""
    sound = speaker.answer(SAID, 1.5)
    return write_wav(tmp_path_factory.mktemp("answers") / "answer.wav", sound)


@pytest.fixture(scope="module")
def check_schema() -> jsonschema.Draft202012Validator:
    schema = json.loads((resources.assets() / "schemas" / "analysis.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def encoded(wav: Path, file: Path) -> Path:
    """The same sound in the format of the new file's name, by PyAV."""
    import av

    with av.open(str(wav)) as source, av.open(str(file), "w") as target:
        stream = target.add_stream({".mp3": "mp3", ".m4a": "aac"}[file.suffix], rate=RATE_HZ)
        assert isinstance(stream, av.AudioStream)
        for frame in source.decode(audio=0):
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return file


def heard(analysis: dict[str, Any]) -> list[str]:
    return plain_words(" ".join(word["text"] for word in analysis["words"]))


# --- without any work -----------------------------------------------------------------------------------------


def test_help_names_every_command(commands: Commands) -> None:
    done = commands.run("--help").ok()
    for name in ("gui", "demo", "practice", "analyze", "history", "devices", "doctor", "banks", "models"):
        assert f"\n  {name}  " in done.out
    assert "..." not in done.out.partition("Commands:")[2]
    assert done.err == ""


@pytest.mark.parametrize("arguments", [["nonsense"], ["analyze"], ["analyze", "a.wav", "--batch", "b"],
                                       ["history", "--report", "x.html"], ["models", "path", "x", "--none"],
                                       ["practice", "--count", "0"], ["banks", "check"]])  # fmt: skip
def test_a_wrong_call_is_told_from_a_failure(commands: Commands, arguments: list[str]) -> None:
    done = commands.run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err and "--help" in done.err


@pytest.mark.parametrize(
    "arguments", [["--help"], ["banks", "list", "--questions"], ["banks", "list", "--json"], ["history"]]
)
def test_nobody_reading_on_is_no_fault(commands: Commands, arguments: list[str]) -> None:
    process = commands.start(*arguments)
    assert process.stdin and process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stdin.close()
    process.wait(timeout=30)
    process.stderr.close()


def test_a_data_folder_that_cannot_be_written_is_named(commands: Commands, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = commands.run("--data-dir", tmp_path / "file", "history")
    assert done.code == 1
    assert f"Error: The folder {tmp_path / 'file' / 'data'} cannot be written to." in done.err


def test_damaged_settings_are_named(commands: Commands) -> None:
    file = commands.home / "config" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_text('{"volume": 7}', encoding="utf-8")
    done = commands.run("models", "list", "--json")
    assert (done.code, done.out) == (1, "")
    assert str(file) in done.err and "volume" in done.err


# --- banks and models -----------------------------------------------------------------------------------------


def test_banks_are_listed_and_broken_ones_left_out_aloud(commands: Commands) -> None:
    folder = commands.home / "data" / "banks"
    folder.mkdir(parents=True)
    (folder / "mine.yaml").write_text("id: mine\ntitle: 5\n", encoding="utf-8")
    done = commands.run("banks", "list", "--json").ok()
    (bank,) = [one for one in done.json if one["id"] == "collections-officer"]
    assert len(bank["questions"]) >= 10
    assert f"Left out: {folder / 'mine.yaml'}:" in done.err
    listed = commands.run("banks", "list", "--questions").ok().out
    assert all(f"  {one['id']}  {one['text']}\n" in listed for one in bank["questions"])


def test_bank_check_says_where_and_how(commands: Commands, tmp_path: Path) -> None:
    good = resources.question_banks() / "collections-officer.yaml"
    assert commands.run("banks", "check", good).ok().out == "1 file in order.\n"
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text(encoding="utf-8").replace("kind:", "kinds:", 1), encoding="utf-8")
    done = commands.run("banks", "check", good, bad, tmp_path / "gone.yaml")
    assert done.code == 1
    lines = done.out.splitlines()
    number = next(at for at, line in enumerate(bad.read_text(encoding="utf-8").splitlines(), 1) if "kinds:" in line)
    assert any(line.startswith(f"error: {bad}:{number}:") and "kind" in line for line in lines)
    assert any(line.startswith(f"error: {tmp_path / 'gone.yaml'}: ") for line in lines)
    assert lines[-1] == "1 file can be used."
    found = commands.run("banks", "check", bad, "--json")
    assert found.code == 1
    assert {"file", "line", "column", "severity", "message", "hint"} == set(found.json[0])


def test_the_speech_model_is_chosen_and_left(commands: Commands, tmp_path: Path) -> None:
    assert commands.run("models", "path").ok().out == ""
    assert commands.run("models", "list", "--json").ok().json["in_use"] is None
    chosen = commands.run("models", "path", DEMO).ok()
    assert "demo model" in chosen.err and "no person" in chosen.err
    assert commands.run("models", "path").ok().out == f"{DEMO}\n"
    assert commands.run("models", "list", "--json").ok().json["in_use"]["demo"] is True
    commands.run("models", "path", "--none").ok()
    assert commands.run("models", "list", "--json").ok().json["in_use"] is None
    for folder, words in ((tmp_path / "gone", "does not exist"), (tmp_path, "model.bin is missing")):
        refused = commands.run("models", "path", folder)
        assert refused.code == 1
        assert words in refused.err


def test_a_damaged_model_is_refused(commands: Commands, tmp_path: Path) -> None:
    copy = shutil.copytree(DEMO, tmp_path / "model")
    weights = bytearray((copy / "model.bin").read_bytes())
    weights[len(weights) // 2] ^= 255
    (copy / "model.bin").write_bytes(weights)
    done = commands.run("models", "path", copy)
    assert done.code == 1
    assert "is damaged" in done.err


# --- analyze --------------------------------------------------------------------------------------------------


def test_analyze_measures_a_recording(
    commands: Commands, answer: Path, check_schema: jsonschema.Draft202012Validator
) -> None:
    done = commands.run("analyze", answer, "--model", DEMO, "--question", "officer-02", "--json").ok()
    check_schema.validate(done.json)
    assert heard(done.json) == plain_words(" ".join(SAID))
    assert done.json["question_id"] == "officer-02"
    assert done.json["model"] == "Demo model (demo voice only)"
    assert [event["term"] for event in done.json["fillers"]["events"]] == ["um"]
    assert len(done.json["timing"]["pauses"]) == 1
    statuses = {point["id"]: point["status"] for point in done.json["rubric"]["points"]}
    assert statuses["plan"] in ("covered", "touched")
    assert "demo model" in done.err


def test_analyze_opens_any_usual_format(commands: Commands, answer: Path, tmp_path: Path) -> None:
    import soundfile

    files = [encoded(answer, tmp_path / f"answer{kind}") for kind in (".mp3", ".m4a")]
    for kind in (".flac", ".ogg"):
        files.append(tmp_path / f"answer{kind}")
        soundfile.write(files[-1], *soundfile.read(answer))
    batch = tmp_path / "formats.jsonl"
    batch.write_text("".join(f'{{"audio": "{file.name}"}}\n' for file in files), encoding="utf-8")
    done = commands.run("analyze", "--batch", batch, "--model", DEMO).ok()
    for file, line in zip(files, done.out.splitlines(), strict=True):
        assert heard(json.loads(line)) == plain_words(" ".join(SAID)), file


def test_without_a_model_the_sound_is_measured_and_nothing_made_up(
    commands: Commands, answer: Path, check_schema: jsonschema.Draft202012Validator
) -> None:
    done = commands.run("analyze", answer, "--question", "officer-02", "--json").ok()
    check_schema.validate(done.json)
    assert "No speech model yet" in done.err
    assert done.json["words"] is None and done.json["model"] is None
    assert done.json["timing"]["pace_wpm"] is None and done.json["fillers"]["events"] is None
    assert done.json["timing"]["speaking_s"] > 3
    assert done.json["rubric"]["scored"] is False


def test_a_transcript_is_measured_alone_or_with_its_sound(
    commands: Commands, answer: Path, tmp_path: Path, check_schema: jsonschema.Draft202012Validator
) -> None:
    text = tmp_path / "said.txt"
    text.write_text("Um, I would offer the customer a payment plan and, you know, follow up.", encoding="utf-8")
    alone = commands.run("analyze", "--transcript", text, "--question", "officer-02", "--json").ok()
    check_schema.validate(alone.json)
    assert alone.err == ""
    assert [event["term"] for event in alone.json["fillers"]["events"]] == ["um", "you know"]
    assert alone.json["timing"]["duration_s"] is None and alone.json["timing"]["pauses"] is None
    words = tmp_path / "said.json"
    words.write_text(json.dumps([{"text": "Um,", "start_s": 0.1, "end_s": 0.4}]), encoding="utf-8")
    both = commands.run("analyze", answer, "--transcript", words, "--json").ok()
    check_schema.validate(both.json)
    assert [word["text"] for word in both.json["words"]] == ["Um,"]
    assert both.json["timing"]["duration_s"] == pytest.approx(len(read(answer)) / RATE_HZ)
    assert both.json["model"] is None


def read(wav: Path) -> np.ndarray[Any, Any]:
    from voice_interview.audio.files import read_mono

    return read_mono(wav, RATE_HZ)


def test_people_read_figures_points_and_who_heard_the_words(commands: Commands, answer: Path) -> None:
    done = commands.run("analyze", answer, "--model", DEMO, "--question", "officer-02").ok()
    lines = done.out.splitlines()
    titles = ("Length ", "Pace ", "Fillers ", "Pauses ", "First word ", "Content ")
    assert [line[:12].rstrip() for line in lines[: len(titles)]] == [title.strip() for title in titles]
    assert any(line.startswith(("covered  ", "touched  ")) and "“" in line for line in lines)
    assert lines[-1] == "Words heard by: Demo model (demo voice only)"


def test_what_cannot_be_analysed_is_said_in_words(commands: Commands, answer: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.wav"
    text.write_text("not sound", encoding="utf-8")
    for arguments, words in (
        (["gone.wav"], "gone.wav was not found"),
        ([str(tmp_path)], "is a folder"),
        ([str(text)], "is not a sound file"),
        ([str(answer), "--question", "officer-2"], "Did you mean officer-"),
        ([str(answer), "--model", "/gone"], "/gone does not exist"),
        (["--transcript", "gone.txt"], "gone.txt was not found"),
        (["--batch", "gone.jsonl"], "gone.jsonl cannot be read"),
    ):
        done = commands.run("analyze", *arguments, "--json")
        assert (done.code, done.out) == (1, "")
        assert done.err.startswith("Error: ") and words in done.err


def test_a_batch_keeps_its_order_and_goes_on_after_bad_lines(
    commands: Commands, answer: Path, tmp_path: Path, check_schema: jsonschema.Draft202012Validator
) -> None:
    shutil.copy(answer, tmp_path / "take.wav")
    (tmp_path / "said.txt").write_text("I offered a payment plan.", encoding="utf-8")
    batch = tmp_path / "requests.jsonl"
    batch.write_text(
        "\n".join(
            (
                '{"audio": "take.wav", "question": "officer-02"}',
                '{"audio": "take.wav", "transcribe": false}',
                "",
                '{"audio": "gone.wav"}',
                "{broken",
                '{"transcript": "said.txt"}',
                '{"transcript": "Um, this is the text itself.", "question": "nobody"}',
                '{"transcript": "Um, this is the text itself."}',
                '{"audio": "take.wav", "words": [{"text": "Well,", "start_s": 0.4, "end_s": 0.7}]}',
            )
        ),
        encoding="utf-8",
    )
    done = commands.run("analyze", "--batch", batch, "--model", DEMO).ok()
    results = [json.loads(line) for line in done.out.splitlines()]
    assert [one["error"]["line"] if "error" in one else None for one in results] == [
        None, None, 4, 5, None, 7, None, None,
    ]  # fmt: skip
    for one in results:
        if "error" in one:
            assert set(one["error"]) == {"line", "message", "hint"}
        else:
            check_schema.validate(one)
    heard_one, sound_alone, *_, from_file, _, from_text, given = results
    assert heard(heard_one) == plain_words(" ".join(SAID))
    assert sound_alone["words"] is None and sound_alone["timing"]["speaking_s"] > 3
    assert heard(from_file) == plain_words("I offered a payment plan.")
    assert [event["term"] for event in from_text["fillers"]["events"]] == ["um"]
    assert given["timing"]["word_count"] == 1 and given["timing"]["duration_s"] is not None
    assert "3 of 8 lines could not be analysed" in done.err


def test_ctrl_c_ends_it_quietly(commands: Commands, answer: Path, tmp_path: Path) -> None:
    batch = tmp_path / "many.jsonl"
    batch.write_text(f'{{"audio": "{answer}"}}\n' * 200, encoding="utf-8")
    process = commands.start("analyze", "--batch", batch, "--model", DEMO)
    assert process.stdout
    assert process.stdout.readline().startswith("{")
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, "")


# --- devices, doctor, history ---------------------------------------------------------------------------------


def test_without_a_sound_system_there_are_no_devices(commands: Commands) -> None:
    assert commands.run("devices", "--json").ok().json == {"microphones": [], "speakers": []}
    assert "Microphones: none found. Plug one in" in commands.run("devices").ok().out


def test_doctor_without_a_microphone_says_what_to_do(commands: Commands) -> None:
    done = commands.run("doctor", "--json")
    assert done.code == 1
    outcomes = {one["part"]: one["outcome"] for one in done.json}
    assert list(outcomes) == PARTS
    assert outcomes.pop("Microphone") == "failed"
    assert {outcomes.pop("Speaker"), outcomes.pop("Speech model")} == {"missing"}
    assert set(outcomes.values()) == {"ok"}
    assert all(one["hint"] for one in done.json if one["outcome"] != "ok")


def test_an_empty_history_says_how_to_begin(commands: Commands) -> None:
    assert "voice-interview practice" in commands.run("history").ok().out
    assert commands.run("history", "--json").ok().json == []
    unknown = commands.run("history", "abc")
    assert unknown.code == 1
    assert "not in your history" in unknown.err


def test_practice_without_a_microphone_says_so(commands: Commands) -> None:
    process = commands.start("practice")
    assert process.stdin and process.stdout
    while "No microphone was found" not in process.stdout.readline():
        assert process.poll() is None
    _, err = process.communicate("q\n", timeout=30)
    assert process.returncode == 1
    assert err.startswith("Error: No microphone was found.")
