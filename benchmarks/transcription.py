"""Time from a recorded answer to its finished result in the app's own worker process, with the demo model.

The demo model is 4 MB; a person's model takes longer by its size. Start of the worker and load of the model stand
apart: the app does both while the question is being asked.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.rig import questions, spoken_answer
from tests.helpers.posted import Posted
from tests.helpers.sounds import write_wav
from tests.helpers.speaker import Speaker
from voice_interview import resources
from voice_interview.interview.answer_lane import answer_lane
from voice_interview.interview.answers import AnswerJob

LENGTHS_S = (10, 30, 60, 120)
RUNS = 5


def job(file: Path, model_dir: Path | None) -> AnswerJob:
    return AnswerJob(
        audio=file, words=None, transcribe=True, model_dir=model_dir, language="en", question=questions(1)[0]
    )


def first_result_s(file: Path, model_dir: Path | None) -> float:
    """Seconds from asking for a worker that does not exist yet to the result of its first job."""
    posted = Posted()
    lane = answer_lane(posted, model_dir)
    begin = time.perf_counter()
    lane.submit("first", job(file, model_dir))
    posted.result("first")
    took = time.perf_counter() - begin
    lane.close(5)
    return took


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, Speaker(Path(folder, "spoken")) as speaker:
        files = {
            seconds: write_wav(Path(folder, f"{seconds}.wav"), spoken_answer(speaker, seconds))
            for seconds in LENGTHS_S
        }
        blip = write_wav(Path(folder, "blip.wav"), spoken_answer(speaker, 0.1))
        model_dir = resources.demo_model()
        without = statistics.median(first_result_s(blip, None) for _ in range(RUNS))
        with_model = statistics.median(first_result_s(blip, model_dir) for _ in range(RUNS))
        print(f"worker start with all libraries: {without:.2f} s; loading the model: {with_model - without:.2f} s")
        posted = Posted()
        lane = answer_lane(posted, model_dir)
        lane.submit("warm", job(blip, model_dir))
        posted.result("warm")
        for seconds, file in files.items():
            times, words = [], 0
            for run in range(RUNS):
                begin = time.perf_counter()
                lane.submit(f"{seconds}-{run}", job(file, model_dir))
                words = len(posted.result(f"{seconds}-{run}").analysis.words)
                times.append(time.perf_counter() - begin)
            middle = statistics.median(times)
            print(
                f"{seconds:4} s answer, {words:3} words: median {middle:.2f} s ({min(times):.2f}-{max(times):.2f}), "
                f"real-time factor {middle / seconds:.3f}"
            )
        lane.close(5)


if __name__ == "__main__":
    main()
