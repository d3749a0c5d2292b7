"""What is wrong in a bank file, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from voice_interview.errors import BankError

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a bank file. Lines and columns count from 1; 0 means the file as a whole.

    A bank with an ``error`` cannot be used; a ``warning`` is advice to its author.
    """

    file: str
    line: int
    column: int
    message: str
    hint: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.message} {self.hint}".strip()

    def as_error(self, others: int = 0) -> BankError:
        """The error to raise; ``others`` more problems of the same file are mentioned in its hint."""
        hint = self.hint
        if others:
            hint = f"{hint} ({others} more {'problem' if others == 1 else 'problems'} in this file.)".strip()
        return BankError(self.message, hint, file=self.file, line=self.line)


def nearest(word: str, known: list[str], count: int = 1) -> list[str]:
    """The known words that ``word`` may have been meant as, best first; empty if none is near."""
    return get_close_matches(word, known, n=count, cutoff=0.6)
