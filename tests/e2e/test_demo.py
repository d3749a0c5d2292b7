"""The demo: a whole interview in a process of its own, on the real parts, and what it leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.helpers.commands import Commands, Outcome
from tests.helpers.plans import plan
from tests.helpers.pulse import PulseRig
from tests.helpers.speaker import plain_words, word_errors
from voice_interview import resources
from voice_interview.banks.library import load_all
from voice_interview.cli.demo_stage import DemoStage
from voice_interview.interview.demo_script import DemoAnswer, load_script
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage.history import History

SCRIPT = load_script(resources.assets() / "demo" / "candidate.json")
WORD_ERRORS = 0.05


@dataclass(frozen=True)
class Played:
    outcome: Outcome
    takes: list[dict[str, Any]]
    report: Path
    picture: Path


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo")
    commands = Commands(folder / "home")
    outcome = commands.run("demo", "--out", folder / "out")
    (session,) = commands.run("history", "--json").ok().json
    takes = commands.run("history", session["id"], "--json").ok().json["takes"]
    name = folder / "out" / session["id"]
    return Played(outcome, takes, name.with_suffix(".html"), name.with_suffix(".png"))


def words_of(analysis: dict[str, Any]) -> str:
    return " ".join(word["text"] for word in analysis["words"])


def pairs(played: Played) -> list[tuple[DemoAnswer, dict[str, Any]]]:
    return list(zip(SCRIPT.answers, (take["analysis"] for take in played.takes), strict=True))


def test_it_ends_well_and_says_where_things_are(played: Played) -> None:
    played.outcome.ok()
    assert played.outcome.err == ""
    assert f"Report: {played.report}\n" in played.outcome.out
    assert f"Review page: {played.picture}\n" in played.outcome.out
    assert "understands this candidate's voice and no person" in played.outcome.out
    table = played.outcome.out.partition("Collections Officer")[2].partition("Words heard by: Demo model")[0]
    assert table.count("\n") > 8
    assert max(map(len, table.splitlines())) <= 80


def test_three_answers_are_in_the_history(played: Played) -> None:
    assert [take["question_id"] for take in played.takes] == [answer.question_id for answer in SCRIPT.answers]
    assert {take["status"] for take in played.takes} == {"analysed"}
    assert {Path(take["file"]).suffix for take in played.takes} == {".flac"}
    for answer, analysis in pairs(played):
        assert word_errors(answer.text, words_of(analysis)) <= WORD_ERRORS, words_of(analysis)


def test_fillers_are_counted_as_they_were_spoken(played: Played) -> None:
    for answer, analysis in pairs(played):
        counted = [event["term"] for event in analysis["fillers"]["events"]]
        assert abs(len(counted) - len(answer.spoken_fillers)) <= 1, counted
    fluent, hesitant, partial = (analysis["fillers"]["per_minute"] for _, analysis in pairs(played))
    assert fluent == partial == 0
    assert hesitant > 5


def test_the_rubric_finds_what_was_said_and_no_more(played: Played) -> None:
    for answer, analysis in pairs(played):
        rubric = analysis["rubric"]
        assert rubric["scored"] is True
        assert {point["id"]: point["status"] for point in rubric["points"]} == dict(answer.expected)
        for point in rubric["points"]:
            quotes = [plain_words(one["text"]) for one in point["evidence"]]
            assert bool(quotes) == (point["status"] != "missing")
            said = words_of(analysis)
            assert all(" ".join(quote) in " ".join(plain_words(said)) for quote in quotes)
    complete, _, partial = (analysis["rubric"]["coverage"] for _, analysis in pairs(played))
    assert complete == 1
    assert partial < 0.6


def test_the_report_holds_every_answer(played: Played) -> None:
    page = played.report.read_text(encoding="utf-8")
    for question in {take["question_id"] for take in played.takes}:
        text = load_all([resources.question_banks()]).question(question)[1].text
        assert text.replace("'", "&#39;") in page
    assert "Demo model (demo voice only)" in page


def test_the_picture_shows_the_review_page(played: Played) -> None:
    pixels = pixels_of(played.picture)
    assert pixels.shape == (900, 1280)
    colours, counts = np.unique(pixels, return_counts=True)
    assert len(colours) > 200
    assert counts.max() < 0.95 * counts.sum()
    assert len(np.unique(pixels[300:600, 400:1000])) > 50, "the middle of the page is empty"


def pixels_of(png: Path) -> np.ndarray[Any, Any]:
    """A number for the colour of each pixel, in rows."""
    from PySide6.QtGui import QImage

    image = QImage(str(png)).convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()  # the image goes


def test_through_speaker_and_microphone(pulse: PulseRig, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = replace(
        SCRIPT.answers[0],
        parts=("We can offer you a payment plan.", 1.5, "Um, we can make a plan for six months."),
        spoken_fillers=("um",),
    )
    script = replace(SCRIPT, answers=(answer,))
    paths = Paths.under(tmp_path)
    paths.create()
    pulse.speaker_into_microphone(True)
    try:
        with History(paths.database) as history:
            stage = DemoStage(paths, Settings(), history, script, through_audio=True)
            try:
                session = history.session(stage.play(plan(1)))
            finally:
                stage.close()
    finally:
        pulse.speaker_into_microphone(False)
    (take,) = session.takes
    assert take.analysis is not None and take.analysis.words is not None and take.analysis.fillers.events is not None
    heard = " ".join(word.text for word in take.analysis.words)
    assert plain_words(heard) == plain_words(answer.text), "the microphone heard the candidate and nobody else"
    assert [event.term for event in take.analysis.fillers.events] == ["um"]
    assert take.lost_s < 0.1
    assert take.analysis.timing.pauses is not None
    assert len(take.analysis.timing.pauses) == 1
    assert "answer 1 transcribed and measured" in capsys.readouterr().out
