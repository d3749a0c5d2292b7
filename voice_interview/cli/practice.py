"""``voice-interview practice``: an interview in the terminal, with the real microphone and voice."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voice_interview.cli.context import Context, context, errors_in_words
from voice_interview.cli.output import console
from voice_interview.errors import AppError, BankError

if TYPE_CHECKING:
    from voice_interview.cli.mailbox import Mailbox
    from voice_interview.interview.messages import Event
    from voice_interview.interview.plan import Plan
    from voice_interview.interview.runner import Runner
    from voice_interview.interview.state import State
    from voice_interview.storage.records import SessionRecord

WORK_TIMEOUT_S = 900.0
STOP_TIMEOUT_S = 5.0
HELP = "Enter: go on / stop the answer.  r: again.  p: pause or go on.  s: skip.  q: end."


def run(
    command: typer.Context,
    bank: Annotated[str, typer.Option(help="Bank to ask from: banks list")] = "collections-officer",
    question: Annotated[
        list[str] | None, typer.Option(help="Ask this question (may be repeated).", show_default=False)
    ] = None,
    count: Annotated[int, typer.Option(min=1, help="Ask the first so many questions.")] = 3,
    report: Annotated[Path | None, typer.Option(help="Write an HTML report here.", show_default=False)] = None,
) -> None:
    """Practise in the terminal, with your microphone."""
    with errors_in_words(command):
        here = context(command)
        here.prepare()
        session = _hold(here, _plan(here, bank, question, count))
        if not session.takes:
            typer.echo("No answer was recorded.")
            return
        from voice_interview.reports.html import write_session_report
        from voice_interview.reports.table import session_table

        typer.echo("")
        console().print(session_table(session))
        if report is not None:
            write_session_report(session, report)
            typer.echo(f"Report: {report}")


def _plan(here: Context, bank_id: str, questions: list[str] | None, count: int) -> Plan:
    from voice_interview.interview.plan import Plan

    bank = here.library.bank(bank_id)
    wanted = tuple(questions) if questions else tuple(one.id for one in bank.questions[:count])
    try:
        return Plan.of(bank, wanted)
    except KeyError as error:
        raise BankError(
            f"The bank {bank_id} has no question {error.args[0]!r}.",
            "List them with: voice-interview banks list --questions",
        ) from error


def _hold(here: Context, plan: Plan) -> SessionRecord:
    from voice_interview.cli.mailbox import Mailbox
    from voice_interview.instance import InstanceLock
    from voice_interview.interview.messages import Ask
    from voice_interview.interview.recovery import recover
    from voice_interview.interview.studio import Studio
    from voice_interview.storage.history import History
    from voice_interview.storage.records import AnswerStatus

    settings = here.settings
    mailbox = Mailbox()
    with InstanceLock(here.paths.lock), History(here.paths.database) as history:
        for take in recover(history, here.paths.recordings):
            typer.echo(f"An answer that was cut off is kept: voice-interview history {take.session_id}")
        studio = Studio(here.paths, lambda: settings, history, mailbox.post)
        screen = _Screen()
        try:
            runner = studio.begin(plan, screen.show)
            typer.echo(HELP)
            threading.Thread(target=_read_keys, args=(mailbox, lambda key: _press(runner, key)), daemon=True).start()
            runner.send(Ask())
            _serve_until_finished(mailbox, runner)
            if not runner.state.takes and screen.fault is not None:
                raise screen.fault
            if runner.state.takes:
                typer.echo("\nWorking on your answers …")
            over = (AnswerStatus.ANALYSED, AnswerStatus.FAILED)
            mailbox.serve_until(
                lambda: all(take.status in over for take in runner.state.takes), timeout_s=WORK_TIMEOUT_S
            )
        finally:
            studio.close()
        return history.session(runner.state.session_id)


def _serve_until_finished(mailbox: Mailbox, runner: Runner) -> None:
    """Ctrl+C ends the interview as well; the answer that was being recorded is kept."""
    from voice_interview.interview.messages import Finish
    from voice_interview.interview.state import Phase

    def finished() -> bool:
        return runner.state.phase is Phase.FINISHED

    try:
        mailbox.serve_until(finished)
    except KeyboardInterrupt:
        runner.send(Finish())
        mailbox.serve_until(finished, timeout_s=STOP_TIMEOUT_S)
        typer.echo(f"\nStopped. What you recorded is kept: voice-interview history {runner.state.session_id}")
        raise


class _Screen:
    """Says what changed, once."""

    def __init__(self) -> None:
        self._last = ""
        self.fault: AppError | None = None
        """What stopped the interview last, unless it went on since."""

    def show(self, state: State) -> None:
        """Print the state in words if they are new."""
        from voice_interview.interview.state import Phase

        if state.phase is not Phase.FINISHED:
            self.fault = state.fault
        words = _words(state)
        if words and words != self._last:
            self._last = words
            typer.echo(words)


def _words(state: State) -> str:
    from voice_interview.interview.state import Phase

    where = f"[{state.index + 1}/{len(state.plan.questions)}]"
    match state.phase:
        case Phase.ASKING:
            return f"\n{where} {state.question.text}"
        case Phase.THINKING if state.armed:
            return f"{where} One moment …"
        case Phase.THINKING:
            told = f"{state.notice} " if state.notice else ""
            return f"{where} {told}Press Enter to start your answer."
        case Phase.RECORDING:
            return f"{where} Recording. Press Enter when you are done."
        case Phase.PAUSED:
            return f"{where} Paused. Press p to go on."
        case Phase.READY if state.takes_here:
            told = f"{state.notice} " if state.notice else ""
            return f"{where} {told}Answer saved, {state.takes_here[-1].duration_s:.0f} s. Enter: next.  r: once more."
        case Phase.FAULTED:
            return f"{where} {state.fault} Enter: try again.  q: end."
        case _:
            return ""


def _read_keys(mailbox: Mailbox, press: Callable[[str], None]) -> None:
    """On its own thread: each line typed is a key; the end of the input ends the interview."""
    for line in sys.stdin:
        mailbox.post(partial(press, line.strip().lower()[:1]))
    mailbox.post(partial(press, "q"))


def _press(runner: Runner, key: str) -> None:
    event = _wish(runner.state, key)
    if event is not None:
        runner.send(event)


def _wish(state: State, key: str) -> Event | None:
    from voice_interview.interview import messages as say
    from voice_interview.interview.state import Phase

    if key == "p":
        return say.ResumeAnswer() if state.phase is Phase.PAUSED else say.PauseAnswer()
    always: dict[str, Event] = {"r": say.Ask(), "s": say.Next(), "q": say.Finish()}
    if key in always:
        return always[key]
    going_on: dict[Phase, Event] = {
        Phase.READY: say.Next() if state.takes_here else say.Ask(),
        Phase.ASKING: say.SkipVoice(),
        Phase.THINKING: say.StartAnswer(),
        Phase.RECORDING: say.StopAnswer(),
        Phase.PAUSED: say.StopAnswer(),
        Phase.FAULTED: say.Retry(),
    }
    return going_on.get(state.phase) if not key else None
