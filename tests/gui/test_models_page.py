"""Speech models in the window: got from a hub on loopback, kept, mended and removed."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.helpers.fake_hub import FakeHub, Fault, Gate, serving
from tests.helpers.window import IMPATIENT, Stage
from voice_interview import resources
from voice_interview.errors import EngineError
from voice_interview.transcription.store.catalogue import CATALOGUE
from voice_interview.ui.model_views import Status
from voice_interview.ui.models import Models
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.models import ModelsPage
from voice_interview.ui.widgets.base import Banner, Button, Label
from voice_interview.ui.widgets.dialogs import Confirm
from voice_interview.ui.widgets.model_row import ModelRow
from voice_interview.ui.window import MainWindow

TINY, BASE = "tiny.en", "base.en"
HELD_AT = 1_000_000
_LIMIT_MS = 20_000


@pytest.fixture
def hub(stage: Stage) -> Iterator[FakeHub]:
    with serving(*(entry.repository for entry in CATALOGUE)) as one:
        stage.store.change(model_endpoint=one.url)
        yield one


@pytest.fixture
def page(stage: Stage, hub: FakeHub, qtbot: QtBot) -> ModelsPage:
    one = ModelsPage(stage.services, stage.visits)
    qtbot.addWidget(one)
    one.resize(1000, 760)
    one.show()
    one.entered()
    qtbot.waitUntil(lambda: stage.models.machine is not None, timeout=_LIMIT_MS)
    return one


@pytest.fixture
def until(qtbot: QtBot) -> Callable[[Callable[[], bool]], None]:
    return lambda condition: qtbot.waitUntil(condition, timeout=_LIMIT_MS)


Until = Callable[[Callable[[], bool]], None]


def install(page: ModelsPage, until: Until, name: str = TINY) -> ModelRow:
    row = page.rows[name]
    row.act.click()
    until(lambda: row.view.status is Status.INSTALLED)
    return row


def held(hub: FakeHub) -> Gate:
    """The weights break off on their way, and do not go on until the gate is opened."""
    gate = Gate(-1)
    hub.fault("model.bin", Fault())  # the answer that says where they are
    hub.fault("model.bin", Fault(drop_after=HELD_AT))
    hub.fault("model.bin", Fault(gate=gate))
    return gate


def start(page: ModelsPage, gate: Gate, until: Until) -> ModelRow:
    """A download that has brought what the gate let pass."""
    row = page.rows[TINY]
    row.act.click()
    gate.wait_reached()
    until(lambda: row.view.progress is not None and row.view.progress.done_bytes >= HELD_AT)
    return row


def words(row: ModelRow) -> str:
    return " ".join(one.text() for one in row.findChildren(Label) if one.isVisible())


def test_nothing_goes_online_before_the_button_is_pressed(page: ModelsPage, hub: FakeHub, until: Until) -> None:
    assert set(page.rows) == {entry.name for entry in CATALOGUE}
    row = page.rows[BASE]
    assert row.act.text() == "Download"
    assert "148 MB to download · " in row.facts.text()
    assert "for a minute of speech" in row.facts.text()
    assert hub.asked == []


def test_one_model_is_recommended_and_says_why(page: ModelsPage, stage: Stage) -> None:
    best = stage.models.recommended
    assert best is not None
    kinds = {name: row.act.property("kind") for name, row in page.rows.items()}
    assert [name for name, kind in kinds.items() if kind == "primary"] == [best.name]
    assert any("on this computer (" in one.text() for one in page.findChildren(Label))


def test_the_computer_is_tried_out_once_and_times_are_guessed_where_that_fails(
    stage: Stage, until: Until, qtbot: QtBot
) -> None:
    asked: list[float] = []

    def measure(*answers: float) -> float:
        asked.append(1.0)
        if not answers:
            raise EngineError("The speech recogniser could not be tried out on this computer.")
        return answers[0]

    for measured, expected in (((), None), ((3.0,), 3.0), ((9.0,), 3.0)):
        models = Models(stage.paths, stage.store, stage.mailbox, IMPATIENT, partial(measure, *measured))
        models.look()
        until(lambda models=models: models.machine is not None)  # type: ignore[misc]
        assert models.machine is not None
        assert expected is None or models.machine.speed == expected
        models.close()
    assert len(asked) == 2


def test_a_download_shows_how_far_it_is_and_is_in_use_at_its_end(
    page: ModelsPage, hub: FakeHub, stage: Stage, until: Until
) -> None:
    gate = held(hub)
    row = start(page, gate, until)
    assert row.bar.value() > 0
    assert row.act.text() == "Pause"
    assert row.other.text() == "Cancel"
    assert "Trying again… 1 MB of " in row.state.text()
    gate.opened.set()
    until(lambda: row.view.in_use)
    assert row.badge.text() == "In use"
    assert stage.store.current.model_dir == stage.paths.models / TINY
    assert not row.act.isVisible()


def test_a_second_model_does_not_replace_the_first(page: ModelsPage, stage: Stage, until: Until) -> None:
    install(page, until)
    row = install(page, until, BASE)
    assert stage.store.current.model_dir == stage.paths.models / TINY
    row.act.click()
    until(lambda: row.view.in_use)
    assert stage.store.current.model_dir == stage.paths.models / BASE


def test_the_demo_model_gives_way_to_a_real_one(page: ModelsPage, stage: Stage, until: Until) -> None:
    stage.store.change(model_dir=resources.demo_model())
    install(page, until)
    until(lambda: stage.store.current.model_dir == stage.paths.models / TINY)


def test_paused_and_resumed_without_fetching_anything_twice(page: ModelsPage, hub: FakeHub, until: Until) -> None:
    gate = held(hub)
    row = start(page, gate, until)
    row.act.click()
    until(lambda: row.view.status is Status.PAUSED)
    assert row.act.text() == "Resume"
    assert row.state.text().startswith("Paused. ")
    assert row.bar.isVisible()
    gate.opened.set()
    row.act.click()
    until(lambda: row.view.status is Status.INSTALLED)
    assert hub.requests("model.bin")[-1].offset >= HELD_AT


def test_what_was_begun_waits_after_a_restart(
    page: ModelsPage, hub: FakeHub, stage: Stage, until: Until, qtbot: QtBot
) -> None:
    gate = held(hub)
    start(page, gate, until)
    stage.models.close()
    gate.opened.set()
    again = Models(stage.paths, stage.store, stage.mailbox, IMPATIENT, lambda: 1.0)
    with qtbot.waitSignal(again.changed, timeout=_LIMIT_MS):
        again.look()
    view = again.view(TINY)
    assert view.status is Status.PAUSED
    assert HELD_AT <= view.done_bytes < view.total_bytes
    again.close()


def test_a_download_is_cancelled_after_a_question(page: ModelsPage, hub: FakeHub, stage: Stage, until: Until) -> None:
    gate = held(hub)
    row = start(page, gate, until)
    row.other.click()
    dialog = row.findChild(Confirm)
    assert dialog is not None
    dialog.do.click()
    until(lambda: row.view.status is Status.ABSENT)
    gate.opened.set()
    assert not (stage.paths.models / ".partial" / TINY).exists()
    assert row.act.text() == "Download"


def test_without_a_network_it_says_so_and_can_be_tried_again(page: ModelsPage, hub: FakeHub, until: Until) -> None:
    hub.close()
    row = page.rows[TINY]
    row.act.click()
    until(lambda: row.view.error is not None and row.view.status is Status.ABSENT)
    assert "seems to be offline" in words(row)
    assert "Check your connection" in words(row)
    assert row.act.text() == "Try again"


def test_a_damaged_file_is_found_and_mended(page: ModelsPage, hub: FakeHub, stage: Stage, until: Until) -> None:
    row = install(page, until)
    weights = stage.paths.models / TINY / "model.bin"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    row.other.click()
    until(lambda: row.view.status is Status.DAMAGED)
    assert row.badge.text() == "Damaged"
    assert "damaged" in words(row)
    before = len(hub.asked)
    row.act.click()
    until(lambda: row.view.status is Status.INSTALLED)
    assert row.view.in_use
    fetched = [one.path for one in hub.asked[before:] if "/resolve/" in one.path]
    assert fetched
    assert all(path.endswith("model.bin") for path in fetched)
    row.other.click()
    until(lambda: row.view.status is Status.INSTALLED)
    assert not row.trouble.isVisible()


def test_a_damaged_model_is_not_put_in_use(page: ModelsPage, stage: Stage, until: Until) -> None:
    install(page, until)
    row = install(page, until, BASE)
    (stage.paths.models / BASE / "tokenizer.json").write_text('{"not": "the same"}', encoding="utf-8")
    row.act.click()
    until(lambda: row.view.status is Status.DAMAGED)
    assert stage.store.current.model_dir == stage.paths.models / TINY


def test_removed_after_a_question(page: ModelsPage, stage: Stage, until: Until) -> None:
    row = install(page, until)
    row.bin.click()
    dialog = row.findChild(Confirm)
    assert dialog is not None
    assert any("It is in use" in one.text() for one in dialog.findChildren(Label))
    assert (stage.paths.models / TINY).is_dir()
    dialog.do.click()
    until(lambda: row.view.status is Status.ABSENT)
    assert not (stage.paths.models / TINY).exists()
    assert stage.store.current.model_dir is None


def test_imported_from_a_zip_file(page: ModelsPage, hub: FakeHub, stage: Stage, tmp_path: Path, until: Until) -> None:
    packed = tmp_path / "stick.zip"
    with zipfile.ZipFile(packed, "w") as out:
        for file in resources.demo_model().iterdir():
            if file.suffix != ".md" and file.name != "voice_interview.json":
                out.write(file, f"faster-whisper-small.en/{file.name}")
    page.bring(packed)
    until(lambda: page.rows["small.en"].view.in_use)
    assert [one.message.text() for one in page.findChildren(Banner)] == ["Whisper small, English is installed."]
    assert page.import_zip.isEnabled()
    assert hub.asked == []


def test_imported_from_a_folder_with_a_name_of_its_own(
    page: ModelsPage, tmp_path: Path, until: Until, hub: FakeHub
) -> None:
    folder = tmp_path / "from-my-teacher"
    shutil.copytree(resources.demo_model(), folder)
    page.bring(folder)
    until(lambda: "from-my-teacher" in page.rows)
    assert page.rows["from-my-teacher"].view.status is Status.INSTALLED


def test_what_is_no_model_is_told(page: ModelsPage, tmp_path: Path, until: Until) -> None:
    page.bring(tmp_path / "nothing.zip")
    until(lambda: bool(page.findChildren(Banner)))
    assert "does not exist" in page.findChildren(Banner)[0].message.text()
    until(page.import_zip.isEnabled)


def test_a_copy_of_another_program_is_taken_over(
    stage: Stage, page: ModelsPage, hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("HF_HUB_CACHE", str(cache))
    snapshot = cache / "models--Systran--faster-whisper-tiny.en" / "snapshots" / ("a" * 40)
    shutil.copytree(resources.demo_model(), snapshot, ignore=shutil.ignore_patterns("voice_interview.json"))
    page.entered()
    row = page.rows[TINY]
    until(lambda: row.view.status is Status.FOUND)
    assert "nothing to download" in words(row)
    assert row.act.text() == "Use this copy"
    row.act.click()
    until(lambda: row.view.in_use)
    assert hub.asked == []


def test_it_is_shown_in_its_folder(
    page: ModelsPage, stage: Stage, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    install(page, until).folder.click()
    assert opened == [str(stage.paths.models / TINY)]


def test_another_address_is_kept_and_a_wrong_one_refused(page: ModelsPage, stage: Stage, qtbot: QtBot) -> None:
    page.mirror.setText("mirror")
    page.mirror.editingFinished.emit()
    assert [one.message.text() for one in page.findChildren(Banner)] == ["mirror is no web address."]
    page.mirror.setText("https://mirror.example.org/hub/")
    page.mirror.editingFinished.emit()
    assert stage.store.current.model_endpoint == "https://mirror.example.org/hub"
    page.mirror.setText("")
    page.mirror.editingFinished.emit()
    assert stage.store.current.model_endpoint == "https://huggingface.co"


def test_a_download_goes_on_while_other_pages_are_shown(
    window: MainWindow, stage: Stage, hub: FakeHub, until: Until, qtbot: QtBot
) -> None:
    window.go("home")
    home = window.page
    assert isinstance(home, HomePage)
    home.model.get.click()
    page = window.page
    assert isinstance(page, ModelsPage)
    until(lambda: stage.models.machine is not None)
    gate = held(hub)
    page.rows[TINY].act.click()
    gate.wait_reached()
    window.go("home")
    until(lambda: home.model.title.text().endswith("%"))
    assert home.model.title.text().startswith("Whisper tiny, English is on its way: ")
    assert home.model.get.text() == "Show the download"
    gate.opened.set()
    until(lambda: stage.store.current.model_dir is not None)
    until(lambda: not home.model.isVisible())


def test_by_keyboard_alone(page: ModelsPage, hub: FakeHub, qtbot: QtBot, until: Until) -> None:
    row = page.rows[TINY]
    row.act.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(row.act, Qt.Key.Key_Space)
    until(lambda: row.view.in_use)
    assert row.other.hasFocus()  # the button that was pressed is gone
    visible = [one for one in page.findChildren(Button) if one.isVisible()]
    assert all(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in visible)
    assert all(one.accessibleName() for one in visible)
    names = [one.accessibleName() for other in page.rows.values() for one in other.findChildren(Button)]
    shown = [name for name in names if name]
    assert len(set(shown)) == len(shown)
    assert row.accessibleName() == "Whisper tiny, English, In use"


def test_a_double_click_does_not_pause_what_it_began(
    page: ModelsPage, hub: FakeHub, qtbot: QtBot, until: Until
) -> None:
    row = page.rows[TINY]
    page.ensureWidgetVisible(row.act)
    QTest.mouseClick(row.act, Qt.MouseButton.LeftButton)
    assert row.act.text() == "Pause"
    QTest.mouseDClick(row.act, Qt.MouseButton.LeftButton)
    until(lambda: row.view.status is not Status.FETCHING)
    assert row.view.status is Status.INSTALLED
