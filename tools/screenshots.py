"""Draws every page, in every state, light and dark, wide and small, into a folder.

QT_QPA_PLATFORM=offscreen .venv/bin/python tools/screenshots.py FOLDER [NAME ...]
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.gui.scenes import scenes
from tests.helpers.fake_hub import FakeHub, Fault, Gate, demo_files
from tests.helpers.window import Stage, bank
from voice_interview import resources
from voice_interview.audio.events import MicrophoneFailed
from voice_interview.errors import DeviceError, StorageError
from voice_interview.settings import Settings
from voice_interview.storage.records import SessionSummary
from voice_interview.transcription.store.catalogue import CATALOGUE
from voice_interview.ui import theme
from voice_interview.ui.composition import page_makers
from voice_interview.ui.model_views import Status
from voice_interview.ui.pages.failure import FailurePage
from voice_interview.ui.pages.home import HomePage
from voice_interview.ui.pages.models import ModelsPage
from voice_interview.ui.pages.settings import SettingsPage
from voice_interview.ui.pages.setup import SetupPage
from voice_interview.ui.services import DeviceNames
from voice_interview.ui.widgets.base import Banner
from voice_interview.ui.widgets.dialogs import BugDialog, Confirm
from voice_interview.ui.window import MainWindow

SIZES = ((1280, 800), (900, 600))
LONG = "Collections officer for commercial accounts in the north-western region, evening shift, second interview"


def home_empty(_stage: Stage, window: MainWindow) -> None:
    window.go("home")


def home_filled(stage: Stage, window: MainWindow) -> None:
    for days in (30, 8, 1.2, 0):
        stage.add_session(LONG if days == 8 else "Collections officer", takes=3, days_ago=days)
    window.go("home")
    page = window.page
    assert isinstance(page, HomePage)
    page.show_recovered(stage.history.session(stage.history.sessions()[0].id).takes[-1:])


def home_demo(stage: Stage, window: MainWindow) -> None:
    stage.store.change(model_dir=resources.demo_model())
    window.go("home")


def home_broken_model(stage: Stage, window: MainWindow) -> None:
    stage.store.change(model_dir=stage.paths.data)
    window.go("home")
    window.show_banner(
        Banner(
            "The settings file /home/me/.config/voice-interview/settings.json is not valid.",
            "Correct it, or delete the file to start from the defaults.",
        )
    )


def practise_filled(stage: Stage, window: MainWindow) -> None:
    stage.add_bank(bank())
    stage.sound.peak_dbfs = -14.0
    window.go("practise")


def practise_full(stage: Stage, window: MainWindow) -> None:
    stage.add_bank(bank(count=300, title=LONG))
    stage.add_bank(bank("second", 3))
    (stage.banks / "broken.yaml").write_text("id: broken\ntitle: Broken\n  domain: x\n")
    window.go("practise")


def practise_none(_stage: Stage, window: MainWindow) -> None:
    window.go("practise")


def practise_no_microphone(stage: Stage, window: MainWindow) -> None:
    stage.add_bank(bank())
    stage.sound.names = DeviceNames((), ())
    window.go("practise")


def practise_failed_voice(stage: Stage, window: MainWindow) -> None:
    stage.add_bank(bank())
    window.go("practise")
    page = window.page
    assert isinstance(page, SetupPage)
    stage.sound.say_error = DeviceError("The question could not be read aloud.", "Check the speaker in Settings.")
    page.sound.sample.click()
    _wait()
    stage.sound.report(MicrophoneFailed(DeviceError("The microphone stopped.", "Is it still plugged in?")))


def history_empty(_stage: Stage, window: MainWindow) -> None:
    window.go("history")


def history_filled(stage: Stage, window: MainWindow) -> None:
    for days in (400, 31, 30, 8, 1.1, 1, 0.01, 0):
        stage.add_session(LONG if days == 8 else "Collections officer", takes=round(days) % 4, days_ago=days)
    window.go("history")


def history_failed(stage: Stage, window: MainWindow) -> None:
    def fail(limit: int = 50, offset: int = 0) -> tuple[SessionSummary, ...]:
        raise StorageError(
            "Your history could not be read or written.",
            "Check the disk it lies on: it may be full, failing or unplugged.",
            f"{limit} from {offset}",
        )

    stage.history.sessions = fail  # type: ignore[method-assign]
    window.go("history")


def history_delete(stage: Stage, window: MainWindow) -> None:
    history_filled(stage, window)
    Confirm(
        window,
        "Delete this session?",
        "Collections officer, today at 14:05. 4 recorded answers will be deleted with all that was found in them. "
        "This cannot be undone.",
        do_words="Delete",
        do=lambda: None,
    ).open()


def settings_page(_stage: Stage, window: MainWindow) -> None:
    window.go("settings")


def settings_end(_stage: Stage, window: MainWindow) -> None:
    window.go("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    page.licences.click()
    _wait()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())


HUBS: list[FakeHub] = []


def _models(stage: Stage, window: MainWindow, hub: FakeHub | None = None) -> ModelsPage:
    """The page of speech models, once the disk was looked at."""
    stage.store.change(model_endpoint=hub.url if hub is not None else "http://127.0.0.1:9")
    window.go("models")
    page = window.page
    assert isinstance(page, ModelsPage)
    _until(lambda: stage.models.machine is not None)
    return page


def _hub(fault: Fault | None = None, repeat: int = 1) -> FakeHub:
    """A hub with the demo model under every name, made larger by ``repeat``."""
    hub = FakeHub()
    HUBS.append(hub)
    files = demo_files()
    files["model.bin"] *= repeat
    for entry in CATALOGUE:
        hub.add(entry.repository, files)
    if fault is not None:
        hub.fault("model.bin", Fault())
        hub.fault("model.bin", fault)
    return hub


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(3000):
        if condition():
            return
        QTest.qWait(10)
    raise AssertionError("it never came about")


def _into_view(page: ModelsPage, name: str) -> None:
    _wait()
    page.ensureWidgetVisible(page.rows[name], 0, 40)


def models_catalogue(stage: Stage, window: MainWindow) -> None:
    _models(stage, window)


def models_end(stage: Stage, window: MainWindow) -> None:
    page = _models(stage, window)
    for _ in range(3):
        _wait()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())


def models_downloading(stage: Stage, window: MainWindow) -> None:
    gate = Gate(70 * len(demo_files()["model.bin"]))
    hub = _hub(Fault(gate=gate), 100)
    page = _models(stage, window, hub)
    row = page.rows["base.en"]
    row.act.click()
    _until(lambda: row.view.progress is not None and row.view.progress.rate_bytes_s > 0)
    _until(gate.reached.is_set)
    _into_view(page, "base.en")


def home_downloading(stage: Stage, window: MainWindow) -> None:
    models_downloading(stage, window)
    window.go("home")


def models_paused(stage: Stage, window: MainWindow) -> None:
    models_downloading(stage, window)
    page = window.page
    assert isinstance(page, ModelsPage)
    row = page.rows["base.en"]
    row.act.click()
    _until(lambda: row.view.status is Status.PAUSED)


def models_no_network(stage: Stage, window: MainWindow) -> None:
    page = _models(stage, window)
    row = page.rows["base.en"]
    row.act.click()
    _until(lambda: row.view.error is not None)
    _into_view(page, "base.en")


def models_damaged(stage: Stage, window: MainWindow) -> None:
    page = _models(stage, window, _hub())
    for name in ("base.en", "tiny.en"):
        page.rows[name].act.click()
    _until(lambda: all(page.rows[name].view.status is Status.INSTALLED for name in ("base.en", "tiny.en")))
    weights = stage.paths.models / "tiny.en" / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    row = page.rows["tiny.en"]
    row.other.click()
    _until(lambda: row.view.status is Status.DAMAGED)
    _into_view(page, "tiny.en")


def models_remove(stage: Stage, window: MainWindow) -> None:
    page = _models(stage, window, _hub())
    row = page.rows["base.en"]
    row.act.click()
    _until(lambda: row.view.in_use)
    row.bin.click()


def failure(_stage: Stage, window: MainWindow) -> None:
    error = StorageError(
        "The folder /home/me/.local/share/voice-interview cannot be written to.",
        "Make it writable, or choose another folder.",
    )
    window.show_alone(FailurePage(error, ("Choose another folder…", lambda: None), ("Try again", lambda: None)))


def bug(_stage: Stage, window: MainWindow) -> None:
    window.go("home")
    BugDialog(
        window, "Voice Interview 0.1.0, Python 3.11.7, Qt 6.11.3\nTraceback (most recent call last):\n  …"
    ).open()


PAGES: dict[str, Callable[[Stage, MainWindow], None]] = {
    name: thing
    for name, thing in globals().items()
    if callable(thing)
    and name.split("_")[0] in {"home", "practise", "history", "settings", "models", "failure", "bug"}
}


SCENES = scenes()


def _wait() -> None:
    QTest.qWait(200)


def _wait_for_work(stage: Stage) -> None:
    assert stage.background.wait(20.0)
    _wait()


def draw(app: QApplication, name: str, folder: Path) -> None:
    for look in ("light", "dark"):
        for width, height in SIZES:
            with tempfile.TemporaryDirectory() as home:
                stage = Stage(Path(home), Settings(theme="dark" if look == "dark" else "light"))
                theme.apply(app, stage.store.current.theme)
                window = MainWindow(QSettings(f"{home}/window.ini", QSettings.Format.IniFormat))
                window.resize(width, height)
                window.set_pages(page_makers(stage.services), lambda _p, _f: QWidget(), lambda _s, _t, _f: QWidget())
                window.show()
                PAGES[name](stage, window)
                _wait_for_work(stage)
                top = app.activeModalWidget()
                picture = window.grab()
                if top is not None:
                    top.grab().save(str(folder / f"{name}-{look}-dialog.png"))
                picture.save(str(folder / f"{name}-{look}-{width}.png"))
                window.close()
                window.deleteLater()
                stage.close()
                while HUBS:
                    HUBS.pop().close()


def draw_scene(app: QApplication, name: str, folder: Path) -> None:
    for look in ("light", "dark"):
        theme.apply(app, look)
        for width, height in SIZES:
            page = SCENES[name]()
            page.resize(width, height)
            page.show()
            _wait()
            page.grab().save(str(folder / f"{name}-{look}-{width}.png"))
            page.close()
            page.deleteLater()


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["HF_HUB_CACHE"] = str(folder / "no-models-here")
    app = QApplication(sys.argv[:1])
    for name in sys.argv[2:] or (*PAGES, *SCENES):
        (draw if name in PAGES else draw_scene)(app, name, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
