"""Which questions an interview asks, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from voice_interview.banks.model import Bank, Question


@dataclass(frozen=True, slots=True)
class Plan:
    """One interview: its bank and at least one question."""

    bank_id: str
    bank_title: str
    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        if not self.questions:
            raise ValueError("an interview needs at least one question")

    @classmethod
    def of(cls, bank: Bank, question_ids: tuple[str, ...] | None = None) -> Plan:
        """The named questions of a bank in that order, or all of them.

        Raises:
            KeyError: an id is not in the bank.
        """
        questions = bank.questions if question_ids is None else tuple(bank.question(one) for one in question_ids)
        return cls(bank.id, bank.title, questions)
