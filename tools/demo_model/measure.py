"""How the model does outside the test set's clips: long answers, no speech, poor sound, other voices."""

import argparse
import json
import random
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from evaluate import align, plain
from faster_whisper import WhisperModel
from faster_whisper.audio import decode_audio

RATE_HZ = 16000
VOICES = (
    "en-us",
    "en-gb",
    "en-us+f3",
    "en-gb+m3",
    "en-us+f2",
    "en-gb-scotland",
    "en-us+klatt",
    "en-gb-x-rp",
    "en-029",
)


class Measure:
    """One model on one test set."""

    def __init__(self, model_dir: Path, ref: Path) -> None:
        self._model = WhisperModel(str(model_dir), device="cpu", compute_type="int8", cpu_threads=2)
        self._folder = ref.parent
        self._clips = json.loads(ref.read_text())

    def _hear(self, sound: np.ndarray | str, **options: object) -> str:
        segments, _ = self._model.transcribe(sound, word_timestamps=True, beam_size=1, temperature=0.0, **options)
        return "".join(segment.text for segment in segments)

    def _percent(self, pairs: list[tuple[str, str]]) -> float:
        """Word errors over (said, heard) pairs."""
        errors = sum(align(plain(said), plain(heard))[0] for said, heard in pairs)
        return round(100 * errors / sum(len(plain(said)) for said, _ in pairs), 1)

    def _sound(self, clip: dict) -> np.ndarray:
        return decode_audio(str(self._folder / clip["file"]))

    def _joined(self, rng: random.Random, at_least_s: float) -> tuple[np.ndarray, str]:
        parts, texts = [], []
        while sum(map(len, parts)) < at_least_s * RATE_HZ:
            clip = rng.choice(self._clips)
            parts += [self._sound(clip), np.zeros(int(RATE_HZ * rng.uniform(0.2, 0.8)), np.float32)]
            texts.append(clip["text"])
        return np.concatenate(parts), " ".join(texts)

    def long_answers(self) -> None:
        for seconds in (10, 20, 60, 150):
            for options in ({}, {"vad_filter": True}, {"condition_on_previous_text": False}):
                rng = random.Random(1)
                joined = [self._joined(rng, seconds) for _ in range(4)]
                pairs = [(text, self._hear(sound, **options)) for sound, text in joined]
                print(f"{seconds:4d} s and more, {options or 'as it comes'}: {self._percent(pairs)} % word errors")

    def no_speech(self) -> None:
        seconds = np.arange(5 * RATE_HZ) / RATE_HZ
        noise = np.random.default_rng(0).standard_normal(len(seconds)) * 0.01
        sounds = {"silence": seconds * 0, "noise": noise, "a tone": 0.2 * np.sin(2 * np.pi * 440 * seconds)}
        for name, sound in sounds.items():
            print(f"{name}: heard {self._hear(sound.astype(np.float32))!r}")

    def poor_sound(self) -> None:
        rng = np.random.default_rng(1)
        for name, gain, noise in (
            ("26 dB quieter", 0.05, 0),
            ("noise at 20 dB", 1, 0.1),
            ("noise at 10 dB", 1, 0.316),
        ):
            pairs = []
            for clip in self._clips[:15]:
                sound = self._sound(clip)
                noisy = sound * gain + rng.standard_normal(len(sound)) * sound.std() * noise
                pairs.append((clip["text"], self._hear(noisy.astype(np.float32))))
            print(f"{name}: {self._percent(pairs)} % word errors")

    def other_voices(self) -> None:
        for voice in VOICES:
            pairs = []
            for clip in self._clips[:15]:
                with tempfile.TemporaryDirectory() as folder:
                    file = f"{folder}/clip.wav"
                    subprocess.run(["espeak-ng", "-v", voice, "-w", file, clip["text"]], check=True)
                    pairs.append((clip["text"], self._hear(file)))
            print(f"{voice}: {self._percent(pairs)} % word errors")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("ref", type=Path, help="ref.json of make_test_set.py")
    args = parser.parse_args()
    measure = Measure(args.model, args.ref)
    measure.long_answers()
    measure.no_speech()
    measure.poor_sound()
    measure.other_voices()


if __name__ == "__main__":
    main()
