"""Puts spoken sentences together to clips with pauses, noise and cuts, and clips to batches."""

import json
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from make_units import raw_log_mel
from tokenizers import Tokenizer
from tokens import TIME_STEP_S, TIME_TOKENS

IGNORED = -100
FRAMES = 3000
"""Log-mel frames of 10 ms in Whisper's 30 s."""


@dataclass(frozen=True)
class Mix:
    """Shares of what the batches hold."""

    window_s: float
    """The longest clip; sentences beyond it are cut."""
    long: float
    """Batches of clips of 0.4 to 1 window."""
    full: float
    """Batches fed as 3000 real frames."""
    previous: float
    """Clips with earlier text in the prompt."""
    frames: int
    """Encoder frames a batch."""


class Token(NamedTuple):
    """A token and when it is said."""

    id: int
    start_s: float
    end_s: float


class Unit(NamedTuple):
    """A spoken sentence: log-mel [frames, 80], phone ids [frames], tokens."""

    mel: np.ndarray
    phones: np.ndarray
    tokens: list[Token]
    start_s: float
    end_s: float


class Segment(NamedTuple):
    """A sentence within a clip; ``cut`` where it goes on beyond the window."""

    start_s: float
    end_s: float
    tokens: list[Token]
    cut: bool


class Clips:
    """Endless batches. Random throughout, from one seed."""

    def __init__(self, files: list[Path], tokenizer: Tokenizer, mix: Mix, seed: int) -> None:
        self._tokenizer, self._mix, self._rng = tokenizer, mix, random.Random(seed)
        self._id = tokenizer.token_to_id
        self._first_time = self._id("<|0.00|>")
        self._phone_ids: dict[str, int] = {}
        self._units = [unit for file in files for unit in self._load(file)]
        self._noises = _noises(np.random.default_rng(seed))
        self._limit = int(mix.window_s * 100)

    @property
    def phones(self) -> int:
        """How many phones there are, silence included."""
        return len(self._phone_ids) + 1

    def _load(self, file: Path) -> list[Unit]:
        """The units of one OUT.npz of make_units.py, its phones numbered as in the files before."""
        arrays, notes = np.load(file), json.loads(file.with_suffix(".json").read_text())
        mel, phones, offsets = arrays["mel"], arrays["phones"], arrays["offsets"]
        renumbered = np.zeros(256, np.uint8)
        for name, number in notes["phones"].items():
            renumbered[number] = self._phone_ids.setdefault(name, len(self._phone_ids) + 1)
        phones = renumbered[phones]
        units = []
        for begin, end, one in zip(offsets[:-1], offsets[1:], notes["sentences"], strict=True):
            words = one["words"]
            units.append(Unit(mel[begin:end], phones[begin:end], self._tokens(words), words[0][1], words[-1][2]))
        return units

    def _tokens(self, words: list[tuple[str, float, float]]) -> list[Token]:
        """A word's tokens share its time; punctuation lies in the pause behind the word."""
        punctuation = {self._id(mark) for mark in ",.?"}
        tokens = []
        for place, (word, start, end) in enumerate(words):
            ids = self._tokenizer.encode(" " + word, add_special_tokens=False).ids
            spoken = [one for one in ids if one not in punctuation]
            step = (end - start) / len(spoken)
            tokens += [Token(one, start + step * n, start + step * (n + 1)) for n, one in enumerate(spoken)]
            following = words[place + 1][1] if place + 1 < len(words) else end + 0.2
            pause = (end, following) if following - end > 0.03 else (end - 0.02, end + 0.04)
            tokens += [Token(one, *pause) for one in ids[len(spoken) :]]
        return tokens

    # --- one clip -------------------------------------------------------------------------------------------

    def _compose(self, target_s: float) -> tuple[np.ndarray, np.ndarray, list[Segment]]:
        """Normalised log-mel [frames, 80], phone ids per 20 ms, and what is said."""
        rng = self._rng
        places, tones = [], []
        if rng.random() < 0.03:
            length = min(int(target_s * 100), self._limit)
            if rng.random() < 0.4:
                tones = [(rng.randrange(1, 79), rng.uniform(-3, 2)) for _ in range(rng.randint(1, 3))]
        else:
            places, length = self._place(target_s)
        mel, phones, segments = np.full((length, 80), -10.0, np.float32), np.zeros(length, np.int64), []
        for band, level in tones:
            mel[:, band - 1 : band + 2] = level
        gain = rng.uniform(-1.6, 0.4)
        for unit, begin in places:
            end = min(length, begin + len(unit.mel))
            # A sentence that hardly began is not expected to be heard.
            if end <= begin or begin / 100 + unit.start_s > self._mix.window_s - 0.1:
                break
            mel[begin:end] = unit.mel[: end - begin].astype(np.float32) + gain + rng.uniform(-0.25, 0.25)
            phones[begin:end] = unit.phones[: end - begin]
            shift = begin / 100
            tokens = [Token(one.id, one.start_s + shift, one.end_s + shift) for one in unit.tokens]
            cut = unit.end_s + shift > self._mix.window_s
            segments.append(Segment(unit.start_s + shift, unit.end_s + shift, tokens, cut))
        mel = self._spoil(mel, speech=bool(places), tones=bool(tones))
        mel = np.maximum(mel, mel.max() - 8.0)
        return (mel + 4) / 4, phones[::2], segments

    def _place(self, target_s: float) -> tuple[list[tuple[Unit, int]], int]:
        """Sentences with their first frames, and the clip's length."""
        rng = self._rng
        draw = rng.random()
        lead_s = rng.uniform(0, 0.3) if draw < 0.5 else rng.uniform(0.3, 1) if draw < 0.8 else rng.uniform(1, 3)
        at, places = int(lead_s * 100), []
        beyond = target_s > 0.83 * self._mix.window_s and rng.random() < 0.6
        while True:
            unit = rng.choice(self._units)
            after = at + len(unit.mel)
            if places and (after > self._limit or after > target_s * 130) and not beyond:
                break
            places.append((unit, at))
            at = after
            if at >= target_s * 100 and (not beyond or at > self._limit):
                break
            at += rng.randint(5, 60) if rng.random() < 0.9 else rng.randint(60, 200)
        length = at + (rng.randint(0, 100) if rng.random() < 0.7 else 0)
        return places, min(length, self._limit)

    def _spoil(self, mel: np.ndarray, *, speech: bool, tones: bool) -> np.ndarray:
        """Tilt the spectrum, cut its top, add noise 10 to 45 dB below the speech: each now and then."""
        rng = self._rng
        if rng.random() < 0.3:
            mel += np.linspace(-1, 1, 80, dtype=np.float32) * rng.uniform(-0.6, 0.6)
        if rng.random() < 0.1:
            mel[:, rng.randint(66, 79) :] -= rng.uniform(1, 4)
        if speech and rng.random() >= 0.5:
            return mel
        noise = rng.choice(self._noises)
        begin = rng.randrange(len(noise) - len(mel))
        level = np.log10(np.mean(10**mel)) if speech or tones else rng.uniform(-3, 0)
        noise = noise[begin : begin + len(mel)] - noise.mean() + level - rng.uniform(1.0, 4.5)
        return np.maximum(mel, noise) + np.log10(1 + 10 ** -np.abs(mel - noise))

    # --- its text -------------------------------------------------------------------------------------------

    def _time(self, at_s: float) -> int:
        return self._first_time + min(TIME_TOKENS - 1, max(0, round(at_s / TIME_STEP_S)))

    def _earlier(self) -> list[int]:
        """Text before the clip as faster-whisper passes it, with or without times; now and then any text at all."""
        rng = self._rng
        if rng.random() < 0.2:
            return [rng.randrange(256) for _ in range(rng.randint(3, 40))]
        tokens, at_s, timed = [], 0.0, rng.random() < 0.7
        for _ in range(rng.randint(1, 4) if rng.random() < 0.5 else rng.randint(5, 16)):
            unit = rng.choice(self._units)
            end_s = at_s + unit.end_s - unit.start_s
            ids = [token.id for token in unit.tokens]
            tokens += [self._time(at_s), *ids, self._time(end_s)] if timed else ids
            at_s = end_s + 0.2
        return tokens[-200:]

    def _sequence(
        self, segments: list[Segment], *, timed: bool
    ) -> tuple[list[int], list[int], list[tuple[int, int]]]:
        """Input ids, the ids expected, and the 20 ms frames each belongs to ((0, 0): none)."""
        start, none = self._id("<|startoftranscript|>"), (0, 0)
        if not segments:
            expected = [self._id("<|nospeech|>"), self._id("<|endoftext|>")]
            return [start, self._first_time], expected, [none, none]
        out = [] if timed else [(self._id("<|notimestamps|>"), none)]
        window_s, end_s = self._mix.window_s, 0.0
        for number, segment in enumerate(segments):
            if timed:
                # faster-whisper lets no transcript begin later than at 1.00 s.
                shown_s = segment.start_s if number else min(segment.start_s, 1.0)
                out.append((self._time(shown_s), _span(segment.start_s - 0.04, segment.start_s + 0.04)))
            tokens = segment.tokens
            if segment.cut:
                if timed and number:
                    break
                tokens = [token for token in tokens if token.end_s < window_s - 0.05]
            out += [(token.id, _span(token.start_s, token.end_s)) for token in tokens]
            end_s = min(segment.end_s, window_s)
            if timed:
                out.append((self._time(end_s), _span(end_s - 0.04, end_s + 0.04)))
        out.append((self._id("<|endoftext|>"), _span(end_s + 0.02, end_s + 0.25)))
        expected = [one for one, _ in out]
        return [start, *expected[:-1]], expected, [span for _, span in out]

    # --- a batch --------------------------------------------------------------------------------------------

    def batch(self) -> list[torch.Tensor]:
        """mel [B, 80, L], phones [B, L / 2], input ids [B, T], expected ids [B, T], frames [B, T, 2]."""
        rng, mix = self._rng, self._mix
        draw, full = rng.random(), rng.random() < mix.full
        if draw < mix.long:
            target_s = rng.uniform(0.4 * mix.window_s, mix.window_s)
        else:
            target_s = rng.uniform(5, 12) if draw < mix.long + 0.3 else rng.uniform(1.5, 5)
        count = 3 if full else max(2, min(24, int(mix.frames / (target_s * 50 + 30))))
        vary = target_s < 0.8 * mix.window_s
        clips = [self._compose(target_s * rng.uniform(0.8, 1.1) if vary else target_s) for _ in range(count)]
        longest = max(len(clip[0]) for clip in clips)
        length = FRAMES if full else min(FRAMES, (longest + rng.randint(8, 60)) // 2 * 2)
        if (FRAMES - length) // 2 < 40:
            length = FRAMES
        mel, phones = np.zeros((count, length, 80), np.float32), np.zeros((count, length // 2), np.int64)
        rows = []
        for row, (sound, said_phones, segments) in enumerate(clips):
            mel[row, : len(sound)] = sound
            fitting = said_phones[: length // 2]
            phones[row, : len(fitting)] = fitting
            ids, expected, spans = self._sequence(segments, timed=rng.random() < 0.65)
            if rng.random() < mix.previous:
                earlier = [self._id("<|startofprev|>"), *self._earlier()]
                ids, expected = earlier + ids, [IGNORED] * len(earlier) + expected
                spans = [(0, 0)] * len(earlier) + spans
            rows.append((ids, expected, spans))
        return [torch.from_numpy(one) for one in (mel.transpose(0, 2, 1).copy(), phones, *self._padded(rows))]

    def _padded(self, rows: list[tuple]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        shape = len(rows), max(len(ids) for ids, _, _ in rows)
        all_ids, all_expected = np.full(shape, self._id("<|endoftext|>")), np.full(shape, IGNORED)
        all_spans = np.zeros((*shape, 2), np.int64)
        for row, (ids, expected, spans) in enumerate(rows):
            all_ids[row, : len(ids)], all_expected[row, : len(expected)] = ids, expected
            all_spans[row, : len(spans)] = spans
        return all_ids, all_expected, all_spans


def _span(start_s: float, end_s: float) -> tuple[int, int]:
    first = int(start_s / TIME_STEP_S)
    return first, max(first + 1, math.ceil(end_s / TIME_STEP_S))


def _noises(rng: np.random.Generator) -> list[np.ndarray]:
    """Raw log-mel of 40 s each of white, pink and brown noise."""
    noises = []
    for colour in range(3):
        spectrum = np.fft.rfft(rng.standard_normal(16000 * 40))
        noise = np.fft.irfft(spectrum / np.maximum(np.arange(len(spectrum)), 40.0) ** (0.5 * colour))
        noises.append(raw_log_mel((noise / noise.std() * 0.01).astype(np.float32)))
    return noises
