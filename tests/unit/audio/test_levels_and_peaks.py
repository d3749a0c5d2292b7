"""Numbers for the level meter and the waveform."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.audio.levels import SILENCE_DBFS, SILENT, measure
from voice_interview.audio.peaks import peaks


def test_a_full_scale_sine() -> None:
    sine = np.sin(2 * np.pi * 100 * np.arange(16000) / 16000).astype(np.float32)
    level = measure(sine)
    assert level.peak_dbfs == pytest.approx(0.0, abs=0.01)
    assert level.rms_dbfs == pytest.approx(-3.01, abs=0.01)


def test_half_of_full_scale_is_6_db_less_in_either_type() -> None:
    assert measure(np.full(10, 16384, dtype=np.int16)).peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert measure(np.full(10, 0.5, dtype=np.float32)).rms_dbfs == pytest.approx(-6.02, abs=0.01)


def test_silence_and_nothing() -> None:
    assert measure(np.zeros(100, dtype=np.int16)) == SILENT
    assert measure(np.zeros(0, dtype=np.int16)) == SILENT


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=50))
def test_levels_stay_in_their_range(values: list[int]) -> None:
    level = measure(np.array(values, dtype=np.int16))
    assert SILENCE_DBFS <= level.rms_dbfs <= level.peak_dbfs + 1e-9 <= 1e-9


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=300), st.integers(1, 100))
def test_the_outline_holds_every_sample(values: list[float], buckets: int) -> None:
    samples = np.array(values, dtype=np.float32)
    low, high = peaks(samples, buckets)
    assert len(low) == len(high) == buckets
    assert (low <= high).all()
    if buckets <= len(values):
        assert low.min() == samples.min()
        assert high.max() == samples.max()


def test_each_bucket_is_its_own_stretch() -> None:
    low, high = peaks(np.array([1, -1, 0, 0, 0.5, 0.25], dtype=np.float32), 3)
    assert low.tolist() == [-1, 0, 0.25]
    assert high.tolist() == [1, 0, 0.5]


def test_nothing_to_draw() -> None:
    low, high = peaks(np.zeros(0, dtype=np.float32), 4)
    assert low.tolist() == high.tolist() == [0, 0, 0, 0]
    with pytest.raises(ValueError, match="buckets"):
        peaks(np.zeros(3, dtype=np.float32), 0)
