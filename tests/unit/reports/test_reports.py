"""The report page and the table of figures."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from tests.unit.analysis.samples import COVERED, QUESTION
from voice_interview.analysis.analyze import analyze
from voice_interview.analysis.results import Analysis
from voice_interview.analysis.tokens import words_of
from voice_interview.errors import StorageError
from voice_interview.reports.html import session_page, write_session_report
from voice_interview.reports.passages import passages
from voice_interview.reports.table import COLUMNS, session_rows, session_table
from voice_interview.storage.records import AnswerStatus, SessionRecord, TakeRecord
from voice_interview.transcription.types import Span, Word

NOW = datetime(2025, 3, 4, 9, 5, tzinfo=UTC)
TEXT = f"Um, {COVERED} It was hard, you know, because <b>nobody</b> had done it."
WORDS = tuple(
    Word(word.text, 2 + at * 0.4, 2.3 + at * 0.4, 0.3 if word.text == "hard," else 0.9)
    for at, word in enumerate(words_of(TEXT))
)
ANALYSIS = analyze(
    question=QUESTION, duration_s=20.0, speech=(Span(2, 8), Span(9.5, 15.5)), words=WORDS, model="tiny"
)
VOID = {"meta", "br"}


def take(number: int, analysis: Analysis | None, error: str | None = None) -> TakeRecord:
    return TakeRecord(
        id=f"t{number}",
        session_id="s",
        question=QUESTION,
        number=number,
        status=AnswerStatus.ANALYSED if analysis else AnswerStatus.FAILED,
        file=Path("t.flac"),
        duration_s=20.4,
        lost_s=0.0,
        created_at=NOW,
        error=error,
        analysis=analysis,
    )


def session(*takes: TakeRecord) -> SessionRecord:
    return SessionRecord("s", "b", "Collections & co", NOW, None, takes)


class Page(HTMLParser):
    """Reads a page, checks that its elements are closed in order, and keeps them with their text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.elements: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.elements.append((tag, dict(attrs), ""))
        else:
            self.open.append((tag, dict(attrs), []))

    def handle_endtag(self, tag: str) -> None:
        opened, attrs, texts = self.open.pop()
        assert opened == tag
        self.elements.append((tag, attrs, " ".join("".join(texts).split())))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self.open:
            texts.append(data)

    def texts(self, tag: str, name: str | None = None) -> list[str]:
        """The texts of the elements of this kind, with this class where one is given."""
        return [
            text
            for found, attrs, text in self.elements
            if found == tag and (name is None or name in (attrs.get("class") or "").split())
        ]


def test_page_tells_the_answer() -> None:
    page = Page(session_page(session(take(1, ANALYSIS))))
    assert page.texts("h1") == ["Collections & co"]
    assert page.texts("h2") == [QUESTION.text]
    assert "20 seconds; there is room for more, up to 2 minutes. worth a look" in page.texts("summary")
    assert page.texts("span", "status") == ["Covered", "Covered", "Covered"]
    assert page.texts("q") == ["kept calm", "listened", "customer", "payment plan", "afford."]
    assert page.texts("p", "model") == [QUESTION.model_answer]


def test_transcript_marks_fillers_unsure_words_and_evidence() -> None:
    (transcript,) = Page(session_page(session(take(1, ANALYSIS)))).texts("p", "transcript")
    assert re.sub(r"(?<=[a-z.])[123]\b", "", transcript) == TEXT
    page = Page(session_page(session(take(1, ANALYSIS))))
    assert page.texts("span", "sound")[0] == "Um,"
    assert page.texts("span", "crutch")[0] == "you know,"
    assert page.texts("span", "unsure")[0] == "hard,"
    assert page.texts("span", "evidence")[0] == "kept calm"


def test_page_stands_alone_and_texts_cannot_break_it() -> None:
    html = session_page(session(take(1, ANALYSIS)))
    assert "<b>" not in html and "&lt;b&gt;nobody&lt;/b&gt;" in html
    tags = {tag for tag, _, _ in Page(html).elements}
    assert not tags & {"script", "link", "img", "iframe", "a"}
    assert "url(" not in html and "http" not in html and "@import" not in html


def test_page_says_why_something_is_missing() -> None:
    deaf = analyze(question=QUESTION, duration_s=9.0, speech=(Span(1, 2),), words=None, model=None)
    html = session_page(session(take(1, deaf), take(2, None, "The speech model stopped."), take(3, None)))
    notes = Page(html).texts("p", "note")
    assert any("no speech model was used" in note for note in notes)
    assert "The speech model stopped." in notes
    assert "This answer has not been analysed yet." in notes
    assert any(note.startswith("Not scored.") for note in notes)


def test_page_tells_of_lost_sound() -> None:
    notes = Page(session_page(session(replace(take(1, ANALYSIS), lost_s=1.24)))).texts("p", "note")
    assert notes == ["1.2 seconds of sound were lost while recording."]


def test_page_of_an_empty_session() -> None:
    assert "No answer was recorded" in session_page(session())


def test_report_is_written_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "new" / "report.html"
    write_session_report(session(), file)
    write_session_report(session(take(1, ANALYSIS)), file)
    assert file.read_text(encoding="utf-8") == session_page(session(take(1, ANALYSIS)))
    assert [one.name for one in file.parent.iterdir()] == ["report.html"]


def test_report_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="could not be written"):
        write_session_report(session(), tmp_path / "file" / "report.html")


def test_passages_join_words_that_look_alike() -> None:
    found = passages(ANALYSIS)
    assert [one.text for one in found][:4] == ["Um,", "I", "kept calm", "and I"]
    assert (found[0].filler, found[2].points) == ("sound", (1,))
    assert " ".join(one.text for one in found) == TEXT


def test_rows_hold_the_figures_and_a_dash_for_what_is_unknown() -> None:
    fresh, failed = session_rows(session(take(1, ANALYSIS), take(2, None)))
    words = str(len(WORDS))
    assert fresh == ("1", "20 s", words, f"{len(WORDS) * 5:.0f}", "1", "1", fresh[6], "1", "100 %")
    assert float(fresh[6]) == pytest.approx(2 / ((len(WORDS) - 1) * 0.4 + 0.3) * 60, abs=0.05)
    assert failed == ("1, take 2", "20 s", *["–"] * (len(COLUMNS) - 2))


def test_answers_are_named_by_the_order_of_their_questions() -> None:
    other = replace(take(1, ANALYSIS), question=QUESTION.model_copy(update={"id": "other", "text": "And then?"}))
    taken = session(other, take(1, ANALYSIS), take(2, ANALYSIS), replace(other, number=2))
    assert [row[0] for row in session_rows(taken)] == ["1", "2", "2, take 2", "1, take 2"]
    below = printed(taken)
    assert below.count("And then?") == 1
    assert below.index(" 1  ") < below.index("And then?") < below.index(QUESTION.text.split()[0], below.index("And"))


def test_table_fits_a_narrow_terminal() -> None:
    text = printed(session(take(1, ANALYSIS), take(2, ANALYSIS)))
    assert "100 %" in text and "Content" in text and "Words heard by: tiny" in text
    assert len([line for line in text.splitlines() if "100 %" in line]) == 2
    assert max(len(line) for line in text.splitlines()) <= 80


def test_below_the_table_it_says_what_is_missing_and_why() -> None:
    short = analyze(question=QUESTION, duration_s=9.0, speech=(Span(1, 2),), words=WORDS[:3], model="tiny")
    deaf = analyze(question=QUESTION, duration_s=9.0, speech=(Span(1, 2),), words=None, model=None)
    text = printed(session(take(1, short), take(2, deaf), take(3, None, "The speech model stopped.")))
    assert "1          Not scored. The answer is too short" in text
    assert "1, take 3  The speech model stopped." in text
    assert "Without a speech model there are no words" in text


def printed(taken: SessionRecord) -> str:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(session_table(taken))
    return capture.get()
