"""The desk: work on an answer can be stopped and taken up again. The recogniser is a stand-in that never ends."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.posted import Posted
from tests.helpers.records import question
from tests.unit.interview import lane_jobs
from voice_interview.interview.answers import AnswerJob
from voice_interview.interview.desk import AnswerDesk, TakeEvent
from voice_interview.interview.lanes import JobProgress, Lane
from voice_interview.interview.messages import TakeGivenUp, TakeProgress
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus


def test_work_is_stopped_on_request_and_can_be_taken_up_again(tmp_path: Path) -> None:
    paths, told, post = Paths.under(tmp_path), list[TakeEvent](), Posted()
    paths.create()
    lane: Lane[AnswerJob] = Lane("test engine", lane_jobs.never_done, post, silence_limit_s=60)
    with History(paths.database) as history:
        session = history.start_session("bank", "Bank")
        file = paths.recordings / "take.flac"
        history.start_take("take", session, question(), file)
        history.keep_take("take", file, 3.0, 0.0, None)
        desk = AnswerDesk(history, lane, Settings, told.append)
        for _ in range(2):
            desk.work("take")
            assert history.take("take").status is AnswerStatus.TRANSCRIBING
            event = post.next()
            assert event == JobProgress("take", 0.25)
            desk.handle(event)
            desk.give_up("take")
            assert history.take("take").status is AnswerStatus.RECORDED
        assert told == [TakeProgress("take", 0.25), TakeGivenUp("take")] * 2
    assert lane.close(10)
    assert post.empty
