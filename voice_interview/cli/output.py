"""How commands talk: results on stdout, remarks and progress on stderr."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

GAP = "  "
BAR_WIDTH = 30


def console() -> Console:
    """For tables."""
    from rich.console import Console

    return Console(highlight=False)


def note(text: str) -> None:
    """A remark for people, kept apart from results."""
    typer.echo(text, err=True)


def print_json(value: Any) -> None:
    """One JSON document on one line of stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def print_columns(rows: Sequence[Sequence[str]], *, indent: int = 0) -> None:
    """Aligned columns. On a terminal the last one wraps below itself; elsewhere a row stays one line."""
    widths = [max(map(len, column)) for column in zip(*(row[:-1] for row in rows), strict=True)]
    for row in rows:
        print_row(row, widths, indent=indent)


def print_row(cells: Sequence[str], widths: Sequence[int], *, indent: int = 0) -> None:
    """One row of ``print_columns`` under widths known beforehand (all but the last column's)."""
    head = " " * indent + "".join(cell.ljust(width) + GAP for cell, width in zip(cells[:-1], widths, strict=True))
    if not sys.stdout.isatty():
        typer.echo((head + cells[-1]).rstrip())
        return
    width = max(shutil.get_terminal_size().columns, len(head) + 20)
    lines = textwrap.wrap(
        cells[-1], width, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
    )
    typer.echo("\n".join(lines) or head.rstrip())


def count(number: int, noun: str) -> str:
    """ "1 bank", "2 banks"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """A bar on stderr that takes shares from 0 to 1 and leaves nothing behind; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda _share: None
        return

    def show(share: float) -> None:
        done = round(BAR_WIDTH * share)
        sys.stderr.write(f"\r{what} {'█' * done}{'░' * (BAR_WIDTH - done)} {share:4.0%}")
        sys.stderr.flush()

    try:
        show(0.0)
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
