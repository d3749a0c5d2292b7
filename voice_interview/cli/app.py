"""Entry point of ``voice-interview``. Workers import it again when they start, so it imports nothing itself."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    if hasattr(sys, "frozen"):
        import multiprocessing

        multiprocessing.freeze_support()
    try:
        from voice_interview.cli.commands import app

        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
