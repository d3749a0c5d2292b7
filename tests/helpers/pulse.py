"""A microphone and a speaker without hardware: a PulseAudio server of our own, heard by PortAudio through ALSA.

``vmic`` is the microphone: whatever is played into the sink ``vmicsink`` is "spoken" into it. Its noise floor is
about -80 dBFS, like that of a real one, so that silence can be told from a muted microphone (exact zeros).
``vspk`` is the speaker; ``vspk.monitor`` is what a listener would hear.

The server lives in a folder of its own and is ended by its own process ids; a server of the user is not touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_RIG = """\
load-module module-native-protocol-unix
load-module module-null-sink sink_name=vspk rate=48000 channels=2
load-module module-null-sink sink_name=vmicsink rate=48000 channels=2
load-module module-remap-source source_name=vmic master=vmicsink.monitor
set-default-sink vspk
set-default-source vmic
"""
_START_LIMIT_S = 15.0
_NOISE_VOLUME = 3300  # of 65536; PulseAudio's volume is cubic, so full-scale noise comes out near -80 dBFS


def available() -> bool:
    """Whether the programs of the rig are installed."""
    return all(shutil.which(name) for name in ("pulseaudio", "pacat", "paplay", "parec", "pactl"))


class PulseRig:
    """One running server. Use ``running()``, or the fixtures ``pulse`` and ``own_pulse``."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "pulse"
        runtime.mkdir(mode=0o700)
        self._folder = folder
        self.environment = {
            "PULSE_RUNTIME_PATH": str(runtime),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{runtime}/native",
        }
        """What a process needs in its environment to find this server and no other."""
        self._server: subprocess.Popen[bytes] | None = None
        self._helpers: list[subprocess.Popen[bytes]] = []
        self._keep_awake: dict[str, str] = {}

    def start(self) -> None:
        """Start the server and what keeps its sinks awake; returns when both sinks run."""
        script = self._folder / "rig.pa"
        script.write_text(_RIG)
        environment = self._full_environment() | {"HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)}
        del environment["PULSE_SERVER"]  # with it the server believes that another one is running
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait_for("vmic", "sources")
        # A sink that nobody plays into falls asleep, and the first sound after that is lost.
        self._keep_awake = {
            self._play_on("vspk", "/dev/zero"): "vspk",
            self._play_on("vmicsink", "/dev/urandom", f"--volume={_NOISE_VOLUME}"): "vmicsink",
        }
        self._wait_for("RUNNING", "sinks", count=2)

    def stop(self) -> None:
        """End the server and everything started through this rig."""
        self.thaw()
        for process in [*self._helpers, *([self._server] if self._server else [])]:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=10)
        self._helpers.clear()
        self._server = None
        shutil.rmtree(self._folder / "pulse", ignore_errors=True)
        (self._folder / "pulse").mkdir(mode=0o700)

    def kill(self) -> None:
        """End the server at once, as a crash does."""
        assert self._server is not None
        self._server.kill()
        self._server.wait(timeout=10)

    def freeze(self) -> None:
        """Let the server stop answering."""
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGCONT)

    def mute(self, muted: bool) -> None:
        """Switch the microphone off or on, as its own button does."""
        self.pactl("set-source-mute", "vmic", "1" if muted else "0")

    def speaker_into_microphone(self, on: bool) -> None:
        """Let the microphone hear what the app plays from now on (loudspeakers instead of headphones)."""
        self.pactl("set-default-sink", "vmicsink" if on else "vspk")
        for stream, sink in self._keep_awake.items():
            self.pactl("move-sink-input", stream, sink)  # a change of the default takes them along

    def play_into_microphone(self, wav: Path) -> subprocess.Popen[bytes]:
        """Speak a sound file into the microphone; the process ends when it has been said."""
        return self._spawn("paplay", "--device=vmicsink", "--latency-msec=100", str(wav))

    @contextlib.contextmanager
    def record_speaker(self, wav: Path, rate_hz: int = 48000) -> Iterator[None]:
        """Write what the speaker plays meanwhile into ``wav`` (mono, 16 bit)."""
        process = self._spawn(
            "parec", "--device=vspk.monitor", "--file-format=wav", f"--rate={rate_hz}", "--channels=1",
            "--latency-msec=20", str(wav),
        )  # fmt: skip
        wait_until(lambda: wav.exists() and wav.stat().st_size > 4096, 10)
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)  # parec completes the header
            process.wait(timeout=10)

    def pactl(self, *arguments: str) -> str:
        """Ask the server."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self._full_environment(),
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
        return done.stdout

    def _wait_for(self, word: str, what: str, count: int = 1) -> None:
        def there() -> bool:
            assert self._server is not None
            if self._server.poll() is not None:
                raise RuntimeError(f"pulseaudio ended with {self._server.returncode}")
            with contextlib.suppress(subprocess.CalledProcessError):
                return self.pactl("list", "short", what).count(word) >= count
            return False

        wait_until(there, _START_LIMIT_S)

    def _play_on(self, sink: str, endless: str, *options: str) -> str:
        """Gives the server's number of the stream."""
        before = self.pactl("list", "short", "sink-inputs").splitlines()
        self._spawn("pacat", "-p", f"--device={sink}", "--latency-msec=50", *options, endless)
        self._wait_for("protocol-native", "sink-inputs", count=len(before) + 1)
        return self.pactl("list", "short", "sink-inputs").splitlines()[-1].split()[0]

    def _spawn(self, *command: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command, env=self._full_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._helpers.append(process)
        return process

    def _full_environment(self) -> dict[str, str]:
        return os.environ | self.environment


def wait_until(condition: object, limit_s: float) -> None:
    """Return as soon as ``condition()`` is true; fail after ``limit_s``."""
    assert callable(condition)
    end = time.monotonic() + limit_s
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {limit_s} s")
        time.sleep(0.01)


@contextlib.contextmanager
def running() -> Iterator[PulseRig]:
    """A server from here to the end of the block. The environment of this process is left alone."""
    with tempfile.TemporaryDirectory(prefix="pulse-") as folder:  # short: a socket's path has 108 characters at most
        rig = PulseRig(Path(folder))
        try:
            rig.start()
            yield rig
        finally:
            rig.stop()


@contextlib.contextmanager
def sound_system(environment: dict[str, str]) -> Iterator[None]:
    """Let PortAudio in this process find this server, and afterwards again what it found before.

    Both libpulse and PortAudio look at the environment anew when PortAudio starts anew, so one process can go from
    server to server, also after one was killed, as long as no stream is open meanwhile.
    """
    from voice_interview.audio import portaudio

    def look_again() -> None:
        wait_until(lambda: not portaudio.users, 10)
        assert portaudio.start_anew(portaudio.library())

    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    look_again()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        look_again()
