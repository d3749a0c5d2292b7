"""Microphones and speakers: which there are and which to use. Devices are kept by name, since numbers change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from voice_interview.audio import portaudio
from voice_interview.errors import DeviceError

_T = TypeVar("_T")
_LIST_LIMIT_S = 3.0


class Kind(StrEnum):
    """Which way the sound goes."""

    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True)
class Device:
    """One microphone or speaker. ``index`` is PortAudio's and holds until the next refresh; the name lasts."""

    name: str
    index: int
    channels: int
    rate_hz: int
    """The device's own rate."""


@dataclass(frozen=True, slots=True)
class Devices:
    """What there is to record from and to play to, in the system's order. A default is None when there is none."""

    inputs: tuple[Device, ...]
    outputs: tuple[Device, ...]
    default_input: Device | None
    default_output: Device | None

    def of(self, kind: Kind) -> tuple[Device, ...]:
        """All microphones, or all speakers."""
        return self.inputs if kind is Kind.MICROPHONE else self.outputs

    def default(self, kind: Kind) -> Device | None:
        """The system's default, or the first there is."""
        default = self.default_input if kind is Kind.MICROPHONE else self.default_output
        return default or next(iter(self.of(kind)), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """The device to use. ``instead_of`` names the remembered one if it is gone, so that the candidate is told."""

    device: Device
    instead_of: str | None = None


def list_devices(refresh: bool = False) -> Devices:
    """The devices of the default sound system only: Windows shows each of them once for every sound system it has.

    ``refresh`` looks again for what was plugged in or out (some 50 ms); while a stream is open the list stays as
    it is. Never takes more than 3 s. An empty list is no error here: ``choose_device`` says what to do.

    Raises:
        DeviceError: the sound library is missing, or the sound system does not answer.
    """
    return _within(_LIST_LIMIT_S, lambda: query(refresh))


def choose_device(devices: Devices, remembered: str | None, kind: Kind) -> Choice:
    """The remembered device, or the system's default when it is gone or none is remembered.

    Raises:
        DeviceError: there is no microphone (speaker) at all.
    """
    for device in devices.of(kind):
        if device.name == remembered:
            return Choice(device)
    default = devices.default(kind)
    if default is None:
        raise DeviceError(
            f"No {kind} was found.", "Plug one in or switch it on in your system's sound settings, then try again."
        )
    return Choice(default, instead_of=remembered)


def query(refresh: bool, but: portaudio.User | None = None) -> Devices:
    """As ``list_devices``, without its time limit: only for a thread that may hang. ``but`` is the one asking."""
    sd = portaudio.library()
    try:
        if refresh:
            portaudio.start_anew(sd, but)
        with portaudio.locked():
            found: list[dict[str, Any]] = list(sd.query_devices())
            api: int = sd.default.hostapi
            default = sd.query_hostapis(api)
    except sd.PortAudioError as error:
        raise DeviceError(
            "The sound system of this computer cannot be used.", "Restart the computer, then try again.", repr(error)
        ) from error
    mine = [one for one in found if one["hostapi"] == api]
    inputs, outputs = _of_kind(mine, "max_input_channels"), _of_kind(mine, "max_output_channels")
    return Devices(
        inputs,
        outputs,
        _with_index(inputs, default["default_input_device"]),
        _with_index(outputs, default["default_output_device"]),
    )


def _of_kind(found: list[dict[str, Any]], channels: str) -> tuple[Device, ...]:
    return tuple(
        Device(str(one["name"]), int(one["index"]), int(one[channels]), int(one["default_samplerate"]))
        for one in found
        if one[channels] > 0
    )


def _with_index(devices: tuple[Device, ...], index: int) -> Device | None:
    return next((device for device in devices if device.index == index), None)


def _within(limit_s: float, work: Callable[[], _T]) -> _T:
    results: list[_T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again for the caller
            errors.append(error)

    thread = threading.Thread(target=run, name="audio-list", daemon=True)
    thread.start()
    thread.join(limit_s)
    if errors:
        raise errors[0]
    if not results:
        raise DeviceError("The sound system of this computer does not answer.", "Wait a moment, then try again.")
    return results[0]
