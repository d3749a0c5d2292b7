"""The desk where recorded answers are worked on: transcribed, analysed and kept, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Callable

from voice_interview.errors import AppError
from voice_interview.interview.answers import AnswerJob
from voice_interview.interview.lanes import JobDone, JobEvent, JobFailed, JobProgress, Lane
from voice_interview.interview.messages import TakeAnalysed, TakeFailed, TakeGivenUp, TakeProgress
from voice_interview.settings import Settings
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus

TakeEvent = TakeProgress | TakeAnalysed | TakeFailed | TakeGivenUp

log = logging.getLogger(__name__)


class AnswerDesk:
    """Hands answers to the worker process and writes what comes back into the history. Main thread only."""

    def __init__(
        self,
        history: History,
        lane: Lane[AnswerJob],
        settings: Callable[[], Settings],
        tell: Callable[[TakeEvent], None],
    ) -> None:
        self._history = history
        self._lane = lane
        self._settings = settings
        self._tell = tell

    def work(self, take_id: str) -> None:
        """Transcribe and analyse a kept recording, with the model chosen now or without one.

        Raises:
            StorageError: the take cannot be read from the history.
        """
        take = self._history.take(take_id)
        settings = self._settings()
        self._history.set_status(take_id, AnswerStatus.TRANSCRIBING)
        job = AnswerJob(
            audio=take.file,
            words=None,
            transcribe=True,
            model_dir=settings.model_dir,
            language=settings.language,
            question=take.question,
        )
        self._lane.submit(take_id, job)

    def give_up(self, take_id: str) -> None:
        """Stop the work on an answer, waiting or under way.

        Raises:
            StorageError: the history cannot be written.
        """
        self._lane.cancel(take_id)
        self._history.set_status(take_id, AnswerStatus.RECORDED)
        self._tell(TakeGivenUp(take_id))

    def handle(self, event: JobEvent) -> None:
        """Take a report of the worker process."""
        match event:
            case JobProgress(job_id, share):
                self._tell(TakeProgress(job_id, share))
            case JobFailed(job_id, error):
                self._fail(job_id, error)
            case JobDone(job_id, result):
                try:
                    self._history.save_analysis(job_id, result.analysis)
                except AppError as error:
                    self._fail(job_id, error)
                else:
                    self._tell(TakeAnalysed(job_id, result.analysis))

    def _fail(self, take_id: str, error: AppError) -> None:
        try:
            self._history.set_status(take_id, AnswerStatus.FAILED, str(error))
        except AppError as unwritable:  # the next start finds the take and puts it back
            log.warning("take %s failed, which could not be noted: %s", take_id, unwritable.detail)
        self._tell(TakeFailed(take_id, error))
