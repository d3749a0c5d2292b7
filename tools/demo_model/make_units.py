"""Speak sentences and keep what training needs of each: raw log10-mel, a phoneme per frame, words with times."""

import argparse
import json
import random
from pathlib import Path

import numpy as np
from faster_whisper.feature_extractor import FeatureExtractor
from sentences import RandomWords, sentence
from voice import RATE_HZ, Event, Voice

VARIANTS = (
    *("m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f3", "f4", "f5"),
    *("Alex", "Andy", "linda", "steph", "Michael", "max", "belinda", "edward", "john"),
)
FRAME_S = 0.01
PAD = 4
"""Silent frames kept on each side of a sentence."""
_FEATURES = FeatureExtractor()


def raw_log_mel(sound: np.ndarray) -> np.ndarray:
    """[frames, 80]: what faster-whisper's FeatureExtractor computes, before it clips and scales."""
    window = np.hanning(_FEATURES.n_fft + 1)[:-1].astype("float32")
    spectrum = _FEATURES.stft(
        sound.astype(np.float32), _FEATURES.n_fft, _FEATURES.hop_length, window=window, return_complex=True
    )
    power = _FEATURES.mel_filters @ (np.abs(spectrum[..., :-1].astype("complex64")) ** 2)
    return np.log10(np.maximum(power, 1e-10)).T


def pick_voice(rng: random.Random) -> tuple[str, int, int]:
    """Name, words a minute, pitch. The library's "en" is what espeak-ng's command line calls en-gb."""
    name = "en-us" if rng.random() < 0.6 else "en"
    if rng.random() < 0.55:
        name += "+" + rng.choice(VARIANTS)
    elif rng.random() < 0.4:
        return name, 175, 50  # what the command line does unasked
    return name, rng.randint(130, 190), rng.randint(30, 70)


def timed_words(text: str, words: list[Event], phonemes: list[Event], end_s: float) -> list[tuple] | None:
    """(word with its punctuation, start, end) for each; None if espeak's events make no sense."""
    at = {}
    for event in words:
        if event.length > 0:
            at.setdefault(event.place, event.at_s)
    texts, starts, place = text.split(" "), [], 1
    for word in texts:
        starts.append(at.get(place))
        place += len(word) + 1
    if starts[0] is None:
        return None
    for i, start in enumerate(starts):
        if start is None:  # espeak joins pairs such as "for the": one event for both
            following = next((one for one in starts[i + 1 :] if one is not None), end_s)
            starts[i] = starts[i - 1] + 0.6 * (following - starts[i - 1])
    pauses = [event.at_s for event in phonemes if event.name.startswith("_")]
    timed = []
    for word, start, limit in zip(texts, starts, [*starts[1:], end_s], strict=True):
        end = min((pause for pause in pauses if start < pause < limit), default=limit)
        if end - start < 0.015:
            return None
        timed.append((word, start, end))
    return timed


class UnitMaker:
    """Speaks one sentence after the other."""

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._voice = Voice()
        self._random_words = RandomWords()
        self.phones: dict[str, int] = {}

    def unit(self) -> tuple[np.ndarray, np.ndarray, dict] | None:
        """Log-mel [frames, 80] float16, phone ids [frames], and the sentence; None if it came out unusable."""
        rng = self._rng
        text = sentence(rng) if rng.random() < 0.6 else self._random_words.sentence(rng)
        name, rate, pitch = pick_voice(rng)
        sound, words, phonemes = self._voice.say(text, name, rate, pitch)
        end_s = len(sound) / RATE_HZ
        timed = timed_words(text, words, phonemes, end_s)
        if timed is None:
            return None
        padding = int(PAD * FRAME_S * RATE_HZ)
        mel = raw_log_mel(np.pad(sound, (padding, padding)))
        phones = np.zeros(len(mel), np.uint8)
        for event, next_s in zip(phonemes, [*(one.at_s for one in phonemes[1:]), end_s], strict=True):
            silent = event.name.startswith("_")
            phone = 0 if silent else self.phones.setdefault(event.name, len(self.phones) + 1)
            phones[PAD + round(event.at_s / FRAME_S) : PAD + round(next_s / FRAME_S)] = phone
        shift = PAD * FRAME_S
        shifted = [(word, round(start + shift, 3), round(end + shift, 3)) for word, start, end in timed]
        return mel.astype(np.float16), phones, {"text": text, "voice": name, "words": shifted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="OUT.npz; the sentences go beside it into OUT.json")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, required=True)
    args = parser.parse_args()
    maker = UnitMaker(args.seed)
    mels, phones, sentences = [], [], []
    while len(sentences) < args.count:
        if (made := maker.unit()) is not None:
            mels.append(made[0])
            phones.append(made[1])
            sentences.append(made[2])
    offsets = np.cumsum([0, *map(len, mels)])
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(args.out, mel=np.concatenate(mels), phones=np.concatenate(phones), offsets=offsets)
    args.out.with_suffix(".json").write_text(json.dumps({"phones": maker.phones, "sentences": sentences}))
    print(args.count, "sentences", round(offsets[-1] * FRAME_S / 3600, 2), "hours", len(maker.phones), "phones")


if __name__ == "__main__":
    main()
