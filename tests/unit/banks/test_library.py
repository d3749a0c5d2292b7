from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.banks.test_loader import GOOD
from voice_interview.banks.library import load_all
from voice_interview.errors import BankError


def bank(folder: Path, name: str, *, bank_id: str, title: str, question: str) -> Path:
    folder.mkdir(exist_ok=True)
    text = GOOD.replace("id: small", f"id: {bank_id}").replace("Small bank", title)
    file = folder / name
    file.write_text(text.replace("id: first", f"id: {question}"), encoding="utf-8")
    return file


def test_banks_come_by_title_whatever_their_file(tmp_path: Path) -> None:
    bank(tmp_path, "a.yaml", bank_id="z", title="zebra", question="z-1")
    bank(tmp_path, "b.yml", bank_id="m", title="Monkey", question="m-1")
    (tmp_path / ".hidden.yaml").write_text("nonsense", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nonsense", encoding="utf-8")
    library = load_all([tmp_path, tmp_path / "missing"])
    assert [one.title for one in library.banks] == ["Monkey", "zebra"]
    assert library.problems == ()


def test_a_broken_bank_hides_nothing_else(tmp_path: Path) -> None:
    bank(tmp_path, "good.yaml", bank_id="good", title="Good", question="g-1")
    (tmp_path / "a-bad.yaml").write_text("id: bad\n", encoding="utf-8")
    library = load_all([tmp_path])
    assert [one.id for one in library.banks] == ["good"]
    assert [Path(one.file).name for one in library.problems] == ["a-bad.yaml"]
    assert library.problems[0].line == 1


def test_a_later_folder_overrides_by_id(tmp_path: Path) -> None:
    bank(tmp_path / "shipped", "one.yaml", bank_id="one", title="Shipped", question="q-1")
    bank(tmp_path / "own", "mine.yaml", bank_id="one", title="Own", question="q-1")
    library = load_all([tmp_path / "shipped", tmp_path / "own"])
    assert [one.title for one in library.banks] == ["Own"]
    assert library.problems == ()


def test_the_same_bank_id_twice_in_one_folder(tmp_path: Path) -> None:
    bank(tmp_path, "a.yaml", bank_id="one", title="First", question="q-1")
    bank(tmp_path, "b.yaml", bank_id="one", title="Second", question="q-2")
    library = load_all([tmp_path])
    assert [one.title for one in library.banks] == ["First"]
    assert "already used by a.yaml" in library.problems[0].message


def test_two_banks_may_not_share_a_question_id(tmp_path: Path) -> None:
    bank(tmp_path, "a.yaml", bank_id="one", title="First", question="q-1")
    bank(tmp_path, "b.yaml", bank_id="two", title="Second", question="q-1")
    library = load_all([tmp_path])
    assert [one.id for one in library.banks] == ["one"]
    assert "'q-1' is already used by the bank 'First'" in library.problems[0].message


def test_finding_by_id(tmp_path: Path) -> None:
    bank(tmp_path, "a.yaml", bank_id="officer", title="Officer", question="officer-01")
    bank(tmp_path, "b.yaml", bank_id="clerk", title="Clerk", question="clerk-01")
    library = load_all([tmp_path])
    found, question = library.question("clerk-01")
    assert (found.id, question.id) == ("clerk", "clerk-01")
    assert library.bank("officer").title == "Officer"


def test_an_unknown_id_names_the_nearest(tmp_path: Path) -> None:
    bank(tmp_path, "a.yaml", bank_id="officer", title="Officer", question="officer-01")
    library = load_all([tmp_path])
    with pytest.raises(BankError, match=r"Did you mean officer-01\?"):
        library.question("oficer-01")
    with pytest.raises(BankError, match="Known ids: officer"):
        library.bank("xyz")
    with pytest.raises(BankError, match="None are loaded"):
        load_all([]).bank("officer")
