"""Word errors and word-time errors of a model folder on the test set."""

import argparse
import json
import re
import time
from pathlib import Path

import numpy as np


def plain(text: str) -> list[str]:
    """Words without case and punctuation."""
    return re.sub(r"[^a-z' ]", "", text.lower()).split()


def align(said: list[str], heard: list[str]) -> tuple[int, list[tuple[int, int]]]:
    """Edits between the two, and the (said, heard) places of words that are equal in the best alignment."""
    cost = np.zeros((len(said) + 1, len(heard) + 1), int)
    cost[:, 0], cost[0] = range(len(said) + 1), range(len(heard) + 1)
    for i in range(1, len(said) + 1):
        for j in range(1, len(heard) + 1):
            other = int(said[i - 1] != heard[j - 1])
            cost[i, j] = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + other)
    i, j, equal = len(said), len(heard), []
    while i and j:
        other = int(said[i - 1] != heard[j - 1])
        if cost[i, j] == cost[i - 1, j - 1] + other:
            if not other:
                equal.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
        else:
            j -= 1
    return int(cost[-1, -1]), equal[::-1]


def _spread(errors_s: list[float]) -> dict[str, float] | None:
    if not errors_s:
        return None
    sizes = np.abs(errors_s)
    return {"mean_abs_s": round(float(sizes.mean()), 3), "p95_abs_s": round(float(np.percentile(sizes, 95)), 3)}


def run(model_dir: Path, ref: Path, limit: int | None = None, *, vad: bool = False, show: int = 0) -> dict:
    """Transcribe the test set and compare; ``show`` prints so many of them."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(model_dir), device="cpu", compute_type="int8", cpu_threads=2)
    errors = count = exact = 0
    start_errors_s, end_errors_s, spent_s, sound_s = [], [], 0.0, 0.0
    clips = json.loads(ref.read_text())[:limit]
    for number, clip in enumerate(clips):
        began = time.perf_counter()
        parts, _ = model.transcribe(
            str(ref.parent / clip["file"]),
            language="en",
            beam_size=1,
            word_timestamps=True,
            vad_filter=vad,
            temperature=0.0,
        )
        segments = list(parts)
        spent_s += time.perf_counter() - began
        sound_s += clip["duration_s"]
        text = "".join(segment.text for segment in segments)
        said = plain(clip["text"])
        wrong = align(said, plain(text))[0]
        errors, count, exact = errors + wrong, count + len(said), exact + (text.strip() == clip["text"])
        heard = [(" ".join(plain(word.word)), word) for segment in segments for word in segment.words or ()]
        heard = [pair for pair in heard if pair[0]]
        for i, j in align(said, [pair[0] for pair in heard])[1]:
            start_errors_s.append(heard[j][1].start - clip["words"][i][1])
            end_errors_s.append(heard[j][1].end - clip["words"][i][2])
        if number < show:
            print(f"[{wrong} wrong] {clip['voice']}: {clip['text']}\n    heard:{text}")
    return {
        "word_errors_percent": round(100 * errors / count, 2),
        "words": count,
        "exact": f"{exact} of {len(clips)}",
        "word_start": _spread(start_errors_s),
        "word_end": _spread(end_errors_s),
        "seconds_per_second": round(spent_s / sound_s, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("ref", type=Path, help="ref.json of make_test_set.py")
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    print("without voice detection", json.dumps(run(args.model, args.ref, show=args.show)))
    print("with voice detection   ", json.dumps(run(args.model, args.ref, vad=True)))


if __name__ == "__main__":
    main()
