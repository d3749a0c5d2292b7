"""Sentences that training has not seen, written by espeak-ng's command line, with their words and times."""

import argparse
import json
import random
import subprocess
from pathlib import Path

from make_units import pick_voice, timed_words
from sentences import sentence
from voice import RATE_HZ, Voice


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the WAV files and ref.json")
    parser.add_argument("count", type=int)
    parser.add_argument("--apart-from", type=Path, nargs="*", default=[], help="OUT.json files of make_units.py")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    seen = {one["text"] for file in args.apart_from for one in json.loads(file.read_text())["sentences"]}
    rng, voice, clips = random.Random(777), Voice(), []
    while len(clips) < args.count:
        texts: list[str] = []
        for _ in range(rng.choice([1, 2, 2, 3])):
            text = sentence(rng)
            while text in seen:
                text = sentence(rng)
            texts.append(text)
        text = " ".join(texts)
        name, rate, pitch = pick_voice(rng)
        sound, words, phonemes = voice.say(text, name, rate, pitch)
        timed = timed_words(text, words, phonemes, len(sound) / RATE_HZ)
        if timed is None:
            continue
        file = f"{len(clips):03d}.wav"
        command_name = name if name.startswith("en-us") else name.replace("en", "en-gb", 1)
        command = ["espeak-ng", "-v", command_name, "-s", str(rate), "-p", str(pitch), "-w", file, text]
        subprocess.run(command, check=True, cwd=args.out)
        clips.append({"file": file, "text": text, "voice": name, "words": timed, "duration_s": len(sound) / RATE_HZ})
    (args.out / "ref.json").write_text(json.dumps(clips, indent=1))
    print(len(clips), "clips", round(sum(clip["duration_s"] for clip in clips)), "seconds")


if __name__ == "__main__":
    main()
