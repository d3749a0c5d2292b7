"""Numbers and dates in the words people use."""

from __future__ import annotations

from datetime import date, datetime

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def count(number: int, one: str, many: str = "") -> str:
    """``1 question``, ``3 questions``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def length(seconds: float) -> str:
    """``42 s``, ``5 min 12 s``, ``1 h 3 min``; rounded."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def day(when: date, today: date) -> str:
    """``Today``, ``Yesterday``, ``Monday 3 March``; with the year when it is another one."""
    ago = (today - when).days
    if ago == 0:
        return "Today"
    if ago == 1:
        return "Yesterday"
    words = f"{_DAYS[when.weekday()]} {when.day} {_MONTHS[when.month - 1]}"
    return words if when.year == today.year else f"{words} {when.year}"


def greeting(now: datetime) -> str:
    """What one says at this hour."""
    if 5 <= now.hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= now.hour < 18 else "Good evening"
