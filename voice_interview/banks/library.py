"""All banks the candidate can choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voice_interview.banks.loader import load_bank
from voice_interview.banks.model import Bank, Question
from voice_interview.banks.problems import nearest
from voice_interview.errors import BankError


@dataclass(frozen=True, slots=True)
class Library:
    """The banks that can be used, by title, and what is wrong with the files that cannot."""

    banks: tuple[Bank, ...]
    problems: tuple[BankError, ...] = ()

    def bank(self, bank_id: str) -> Bank:
        """The bank with this id.

        Raises:
            BankError: there is none; the hint names the nearest ids.
        """
        for bank in self.banks:
            if bank.id == bank_id:
                return bank
        raise BankError(f"There is no question bank {bank_id!r}.", _suggestion(bank_id, [b.id for b in self.banks]))

    def question(self, question_id: str) -> tuple[Bank, Question]:
        """The question with this id and its bank.

        Raises:
            BankError: there is none; the hint names the nearest ids.
        """
        for bank in self.banks:
            for question in bank.questions:
                if question.id == question_id:
                    return bank, question
        known = [question.id for bank in self.banks for question in bank.questions]
        raise BankError(f"There is no question {question_id!r}.", _suggestion(question_id, known))


def load_all(folders: Sequence[Path]) -> Library:
    """Load every .yaml and .yml file in these folders; a folder that does not exist counts as empty.

    A bank in a later folder takes the place of a bank with the same id in an earlier one. A file that cannot be
    used, or whose bank or question ids another file already holds, becomes a problem and hides nothing else.
    """
    banks: dict[str, tuple[Bank, Path]] = {}
    problems: list[BankError] = []
    for folder in folders:
        for file in _bank_files(folder):
            try:
                bank = load_bank(file)
                _refuse_clash(bank, file, banks)
            except BankError as error:
                problems.append(error)
            else:
                banks[bank.id] = bank, file
    chosen = sorted((bank for bank, _ in banks.values()), key=lambda bank: (bank.title.casefold(), bank.id))
    return Library(tuple(chosen), tuple(problems))


def _bank_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(
        file for file in folder.iterdir() if file.suffix in {".yaml", ".yml"} and not file.name.startswith(".")
    )


def _refuse_clash(bank: Bank, file: Path, banks: dict[str, tuple[Bank, Path]]) -> None:
    """Answers are kept by question id, so two banks in use may not share one."""
    same = banks.get(bank.id)
    if same and same[1].parent == file.parent:
        raise BankError(
            f"The bank id {bank.id!r} is already used by {same[1].name}.",
            "Give each bank its own id.",
            file=str(file),
        )
    ids = {question.id for question in bank.questions}
    for other, other_file in banks.values():
        shared = sorted(ids & {question.id for question in other.questions})
        if shared and other.id != bank.id:
            raise BankError(
                f"The question id {shared[0]!r} is already used by the bank {other.title!r} ({other_file.name}).",
                "Give the question another id.",
                file=str(file),
            )


def _suggestion(wanted: str, known: list[str]) -> str:
    close = nearest(wanted, known, 3)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return f"Known ids: {', '.join(known[:10])}{' …' if len(known) > 10 else ''}." if known else "None are loaded."
