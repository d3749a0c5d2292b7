"""A download on the terminal: a line that counts up, and Ctrl+C that pauses."""

from __future__ import annotations

import queue
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from voice_interview.cli.app import INTERRUPTED
from voice_interview.cli.output import note, print_json
from voice_interview.errors import Cancelled
from voice_interview.transcription.store.events import DownloadEvent, Dropped, Failed, Installed, Paused, Progress
from voice_interview.transcription.store.problems import gigabytes

if TYPE_CHECKING:
    from voice_interview.transcription.models import SpeechModel
    from voice_interview.transcription.store.download import Download

_BAR_WIDTH = 24
_POLL_S = 0.5
"""Windows passes Ctrl+C on only between waits."""


def fetch(make: Callable[[Callable[[DownloadEvent], None]], Download], *, as_json: bool) -> SpeechModel:
    """Run a download to its end, with progress on stderr (a line at the end on stdout with ``as_json``).

    Raises:
        AppError: it failed.
        typer.Exit: it was paused with Ctrl+C.
    """
    events: queue.SimpleQueue[DownloadEvent] = queue.SimpleQueue()
    download = make(events.put)
    download.start()
    while True:
        try:
            event = events.get(timeout=_POLL_S)
        except queue.Empty:
            continue
        except KeyboardInterrupt:
            download.pause()
            continue
        if isinstance(event, Progress):
            _show(event)
            continue
        _clear()
        return _end(event, as_json=as_json)


def _end(event: Installed | Paused | Dropped | Failed, *, as_json: bool) -> SpeechModel:
    if isinstance(event, Installed):
        if as_json:
            print_json({"installed": event.name, "path": str(event.model.path)})
        return event.model
    if isinstance(event, Failed):
        raise event.error
    if isinstance(event, Paused):
        got, total = gigabytes(event.done_bytes), gigabytes(event.total_bytes)
        note(f"Paused: {got} of {total} are here. The same command goes on from there.")
        raise typer.Exit(INTERRUPTED)
    raise Cancelled


def _show(now: Progress) -> None:
    if not sys.stderr.isatty():
        return
    done = round(_BAR_WIDTH * now.share)
    text = f"{now.name} {'█' * done}{'░' * (_BAR_WIDTH - done)} {now.share:4.0%}"
    if now.phase == "downloading" and now.rate_bytes_s:
        text += (
            f"  {gigabytes(now.done_bytes)} of {gigabytes(now.total_bytes)}, {gigabytes(round(now.rate_bytes_s))}/s"
        )
        if now.left_s is not None:
            text += f", {_minutes(now.left_s)} left"
    elif now.phase != "downloading":
        text += f"  {now.note or now.phase + '…'}"
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()


def _clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
