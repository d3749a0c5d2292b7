"""How loud a block of sound is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

SILENCE_DBFS = -120.0
"""The floor: what nothing at all measures. 16-bit sound cannot be softer than -90 dBFS without being zero."""


@dataclass(frozen=True, slots=True)
class Level:
    """Decibels relative to full scale, between SILENCE_DBFS and 0."""

    peak_dbfs: float
    rms_dbfs: float


SILENT = Level(SILENCE_DBFS, SILENCE_DBFS)


def measure(block: npt.NDArray[np.int16] | npt.NDArray[np.float32]) -> Level:
    """Level of a mono block: int16, or float32 with full scale at 1.0. An empty block is silent."""
    import numpy as np

    if block.size == 0:
        return SILENT
    scale = 32768.0 if block.dtype == np.int16 else 1.0
    values = block.astype(np.float64) / scale
    return Level(_dbfs(float(np.abs(values).max())), _dbfs(math.sqrt(float(np.mean(values * values)))))


def _dbfs(amplitude: float) -> float:
    if amplitude <= 0.0:
        return SILENCE_DBFS
    return min(0.0, max(SILENCE_DBFS, 20.0 * math.log10(amplitude)))
