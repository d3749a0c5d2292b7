"""The model's tokenizer: the bytes, one token for each word, then Whisper's special and time tokens."""

import re
from pathlib import Path

from sentences import starters, word_list
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)
TIME_STEP_S = 0.02
TIME_TOKENS = 1501


def _pieces() -> list[str]:
    pieces = set()
    for word in word_list() + starters():
        head, *rest = re.split(r"(?=')", word)  # as GPT-2 splits: don | 't
        pieces.add("\u0120" + head)
        pieces.update(rest)
    return sorted(pieces)


def build(file: Path) -> Tokenizer:
    """Write tokenizer.json and return the tokenizer."""
    vocabulary: dict[str, int] = {}
    for piece in sorted(pre_tokenizers.ByteLevel.alphabet()) + _pieces():
        vocabulary.setdefault(piece, len(vocabulary))
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in SPECIAL])
    times = (f"<|{step * TIME_STEP_S:.2f}|>" for step in range(TIME_TOKENS))
    tokenizer.add_tokens([AddedToken(name, special=False, normalized=False) for name in times])
    tokenizer.save(str(file))
    return tokenizer
