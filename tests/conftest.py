"""Fixtures that more than one part needs."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.helpers import pulse as pulse_rig
from tests.helpers.speaker import Speaker

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # else Qt would end the whole run


@pytest.fixture(scope="session")
def pulse() -> Iterator[pulse_rig.PulseRig]:
    """A microphone and a speaker without hardware, the same for the whole run. Leave it as you found it."""
    if not pulse_rig.available():
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    with pulse_rig.running() as rig, pulse_rig.sound_system(rig.environment):
        yield rig


@pytest.fixture
def own_pulse() -> Iterator[pulse_rig.PulseRig]:
    """The same for one test that freezes or kills the server."""
    if not pulse_rig.available():
        pytest.skip("pulseaudio and pulseaudio-utils are not installed")
    with pulse_rig.running() as rig, pulse_rig.sound_system(rig.environment):
        try:
            yield rig
        finally:
            rig.thaw()  # or nothing that hangs in it could be closed


@pytest.fixture
def no_sound_system() -> Iterator[None]:
    """A computer with neither microphone nor speaker."""
    with pulse_rig.sound_system({"PULSE_SERVER": "unix:/nonexistent/pulse"}):
        yield


@pytest.fixture(scope="session")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    """Real speech by the real engine; starts nothing until asked to speak."""
    with Speaker(tmp_path_factory.mktemp("spoken")) as one:
        yield one
