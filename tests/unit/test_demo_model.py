"""The vocabulary listed for the demo model is what its tokenizer holds."""

from __future__ import annotations

import json
from pathlib import Path

from voice_interview import resources

_VOCABULARY = Path(__file__).parents[2] / "tools" / "demo_model" / "vocabulary.txt"


def test_every_word_listed_is_known_to_the_model_and_no_other() -> None:
    listed = _VOCABULARY.read_text(encoding="utf-8").split()
    tokenizer = json.loads((resources.demo_model() / "tokenizer.json").read_text(encoding="utf-8"))
    known = tokenizer["model"]["vocab"]
    # One token a word, written with its space; what follows an apostrophe is a token of its own.
    heads = {"\u0120" + word.split("'")[0] for word in listed}
    assert heads <= set(known)
    words = {token[1:].lower() for token in known if token.startswith("\u0120") and len(token) > 2}
    assert words == {head[1:].lower() for head in heads if len(head) > 2}
