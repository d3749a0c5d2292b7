"""Which devices there are, which is used, and what is said when none can be."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.inbox import Inbox
from tests.helpers.pulse import PulseRig
from voice_interview.audio.devices import Device, Devices, Kind, choose_device, list_devices
from voice_interview.audio.events import MicrophoneReady
from voice_interview.audio.recorder import Recorder
from voice_interview.audio.streams import explain, formats
from voice_interview.errors import DeviceError

BUILT_IN = Device("Built-in", 3, 2, 48000)
HEADSET = Device("Headset", 5, 1, 44100)
TWO = Devices((BUILT_IN, HEADSET), (), HEADSET, None)


def test_the_real_list(pulse: PulseRig) -> None:
    devices = list_devices(refresh=True)
    assert {"default", "pulse"} <= {device.name for device in devices.inputs}
    assert devices.default_input in devices.inputs
    assert devices.default_output in devices.outputs


def test_no_devices_is_an_empty_list(no_sound_system: None) -> None:
    devices = list_devices(refresh=True)
    assert (devices.inputs, devices.default_input) == ((), None)
    with pytest.raises(DeviceError, match="No microphone was found"):
        choose_device(devices, None, Kind.MICROPHONE)


def test_a_frozen_sound_system_is_not_waited_for(own_pulse: PulseRig) -> None:
    own_pulse.freeze()
    try:
        with pytest.raises(DeviceError, match="does not answer"):
            list_devices(refresh=True)
    finally:
        own_pulse.thaw()


def test_a_refresh_never_disturbs_an_open_stream(pulse: PulseRig, tmp_path: Path) -> None:
    inbox = Inbox()
    recorder = Recorder(tmp_path, inbox.post)
    recorder.open()
    inbox.wait_for(MicrophoneReady)
    assert list_devices(refresh=True).inputs
    recorder.start("take")
    assert recorder.close(5)
    assert not any(getattr(event, "error", None) for event in inbox.drain())


def test_the_remembered_device_is_used() -> None:
    choice = choose_device(TWO, "Built-in", Kind.MICROPHONE)
    assert (choice.device, choice.instead_of) == (BUILT_IN, None)


def test_none_remembered_is_the_default() -> None:
    choice = choose_device(TWO, None, Kind.MICROPHONE)
    assert (choice.device, choice.instead_of) == (HEADSET, None)


def test_a_device_that_is_gone_is_replaced_but_named() -> None:
    choice = choose_device(TWO, "USB", Kind.MICROPHONE)
    assert (choice.device, choice.instead_of) == (HEADSET, "USB")


def test_without_a_default_the_first_is_used() -> None:
    assert choose_device(Devices((BUILT_IN,), (), None, None), None, Kind.MICROPHONE).device is BUILT_IN


def test_formats_are_tried_from_the_wish_to_the_devices_own() -> None:
    assert formats(BUILT_IN, 16000) == [(16000, 1), (48000, 1), (16000, 2), (48000, 2)]
    assert formats(Device("mono", 0, 1, 16000), 16000) == [(16000, 1)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (-9985, "in use by another program"),
        (-9997, "no sound format"),
        (-9998, "no sound format"),
        (-9999, "could not be opened"),
    ],
)
def test_refusals_in_plain_words(code: int, words: str) -> None:
    error = explain(RuntimeError("PortAudio says no", code), Kind.MICROPHONE, "Headset")
    assert words in error.message
    assert "Headset" in error.message
    assert error.hint
    assert str(code) in error.detail


def test_a_missing_library_is_named() -> None:
    code = (
        "import ctypes.util\n"
        "ctypes.util.find_library = lambda name: None\n"
        "from voice_interview.audio.devices import list_devices\n"
        "from voice_interview.errors import DeviceError\n"
        "try:\n    list_devices()\nexcept DeviceError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "PortAudio is missing" in done.stdout
    assert "apt install libportaudio2" in done.stdout
