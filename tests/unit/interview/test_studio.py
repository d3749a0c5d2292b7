from __future__ import annotations

import os
from pathlib import Path

from tests.helpers.pulse import wait_until
from voice_interview.interview.studio import Studio
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.speech.cache import CAP_BYTES
from voice_interview.storage.history import History


def test_spoken_questions_beyond_the_cap_go_when_an_interview_is_prepared(tmp_path: Path) -> None:
    paths = Paths.under(tmp_path)
    paths.create()
    for used_at, name in enumerate(("oldest", "older", "newest")):
        file = paths.speech_cache / f"{name}.wav"
        file.touch()
        os.truncate(file, CAP_BYTES // 2 - 1)
        os.utime(file, (used_at, used_at))
    with History(paths.database) as history:
        studio = Studio(paths, Settings, history, lambda _call: None)
        wait_until(lambda: len(list(paths.speech_cache.iterdir())) == 2, 10)
        studio.close()
    assert {file.stem for file in paths.speech_cache.iterdir()} == {"older", "newest"}
