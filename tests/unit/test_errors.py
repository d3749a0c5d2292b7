from __future__ import annotations

import pickle

import pytest

from voice_interview import errors
from voice_interview.errors import AppError, BankError, Cancelled, EngineError, ModelMissing, StorageError

ALL = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, AppError)]


@pytest.mark.parametrize("kind", ALL)
def test_errors_come_back_whole_from_another_process(kind: type[AppError]) -> None:
    error = pickle.loads(pickle.dumps(kind("It broke.", "Mend it.", "errno 5")))
    assert type(error) is kind
    assert (error.message, error.hint, error.detail) == ("It broke.", "Mend it.", "errno 5")


def test_a_bank_error_keeps_its_place_on_the_way() -> None:
    error = pickle.loads(pickle.dumps(BankError("The id is used twice.", "Change it.", "", "my.yaml", 12)))
    assert (error.file, error.line) == ("my.yaml", 12)
    assert str(error) == "my.yaml:12: The id is used twice. Change it."


def test_a_bank_error_says_only_what_it_knows() -> None:
    assert str(BankError("It is empty.", file="my.yaml")) == "my.yaml: It is empty."
    assert str(BankError("It is empty.")) == "It is empty."


def test_words_are_what_happened_and_what_to_do() -> None:
    assert (
        str(StorageError("The disk is full.", "Free some space.", "ENOSPC")) == "The disk is full. Free some space."
    )
    assert str(StorageError("The disk is full.")) == "The disk is full."


def test_a_missing_model_can_be_caught_with_the_engine_s_errors_and_cancelling_with_none() -> None:
    assert issubclass(ModelMissing, EngineError)
    assert not issubclass(Cancelled, AppError)
