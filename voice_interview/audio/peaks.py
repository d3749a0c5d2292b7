"""The outline of a sound, for drawing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def peaks(samples: npt.NDArray[np.float32], buckets: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Lowest and highest sample of each of ``buckets`` equal stretches of a mono sound.

    Both arrays have the length ``buckets``. With fewer samples than buckets, neighbours repeat; no sound at all
    gives zeros.

    Raises:
        ValueError: ``buckets`` is not positive.
    """
    import numpy as np

    if buckets < 1:
        raise ValueError(f"buckets must be at least 1, not {buckets}")
    if samples.size == 0:
        flat = np.zeros(buckets, dtype=np.float32)
        return flat, flat.copy()
    starts = np.arange(buckets, dtype=np.int64) * samples.size // buckets
    return np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
