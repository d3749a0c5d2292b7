"""espeak-ng through ctypes: sound with the times of its words and phonemes."""

import ctypes
from typing import NamedTuple

import numpy as np
from scipy.signal import resample_poly

RATE_HZ = 16000
_SYNCHRONOUS, _PHONEME_EVENTS, _UTF8 = 2, 1, 1
_RATE, _PITCH = 1, 3
_WORD, _PHONEME = 1, 7


class Event(NamedTuple):
    """A word (``place`` and ``length`` in the text, 1-based) or a phoneme (its ``name``) that begins at ``at_s``."""

    at_s: float
    name: str = ""
    place: int = 0
    length: int = 0


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Voice:
    """One espeak-ng; there can be only one in a process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._library.espeak_Initialize(_SYNCHRONOUS, 0, None, _PHONEME_EVENTS)
        self._callback = _CALLBACK(self._take)
        self._library.espeak_SetSynthCallback(self._callback)
        self._name = ""
        self._blocks: list[np.ndarray] = []
        self._words: list[Event] = []
        self._phonemes: list[Event] = []

    def say(
        self, text: str, name: str, words_a_minute: int, pitch: int
    ) -> tuple[np.ndarray, list[Event], list[Event]]:
        """Sound (float32, 16 kHz), words and phonemes."""
        if name != self._name and self._library.espeak_SetVoiceByName(name.encode()) != 0:
            raise ValueError(name)
        self._name = name
        self._library.espeak_SetParameter(_RATE, words_a_minute, 0)
        self._library.espeak_SetParameter(_PITCH, pitch, 0)
        self._blocks, self._words, self._phonemes = [], [], []
        data = text.encode() + b"\0"
        self._library.espeak_Synth(data, ctypes.c_size_t(len(data)), 0, 1, 0, _UTF8, None, None)
        self._library.espeak_Synchronize()
        sound = np.concatenate(self._blocks).astype(np.float32) / 32768.0
        sound = resample_poly(sound, 320, 441).astype(np.float32)  # espeak's 22050 Hz to 16000
        return sound, self._words, self._phonemes

    def _take(self, sound, count, events) -> int:
        if sound and count > 0:
            self._blocks.append(np.ctypeslib.as_array(sound, shape=(count,)).copy())
        place = 0
        while (event := events[place]).type != 0:
            at_s = event.audio_position / 1000.0
            if event.type == _WORD:
                self._words.append(Event(at_s, place=event.text_position, length=event.length))
            elif event.type == _PHONEME:
                self._phonemes.append(Event(at_s, name=event.id.string.decode("utf8", "replace")))
            place += 1
        return 0
