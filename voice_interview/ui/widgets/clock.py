"""Times and lengths as people write them."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """``72.4`` as ``1:12``; whole seconds, rounded down so that a running time never jumps ahead."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def whole(seconds: float) -> str:
    """A length that no longer runs: ``72.6`` as ``1:13``, rounded as every figure is."""
    return clock(round(seconds))


def spoken(seconds: float) -> str:
    """``72.4`` as ``1 minute 12 seconds``, for screen readers."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    parts = [f"{minutes} minute{'s' * (minutes != 1)}"] if minutes else []
    if rest or not parts:
        parts.append(f"{rest} second{'s' * (rest != 1)}")
    return " ".join(parts)
