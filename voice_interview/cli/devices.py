"""``voice-interview devices``: the microphones and speakers found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voice_interview.cli.context import errors_in_words
from voice_interview.cli.output import print_json

if TYPE_CHECKING:
    from voice_interview.audio.devices import Device


def run(
    command: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """List microphones and speakers."""
    with errors_in_words(command):
        from voice_interview.audio.devices import list_devices

        devices = list_devices()
    if as_json:
        print_json(
            {
                "microphones": _listed(devices.inputs, devices.default_input),
                "speakers": _listed(devices.outputs, devices.default_output),
            }
        )
        return
    _show("Microphones", devices.inputs, devices.default_input)
    _show("Speakers", devices.outputs, devices.default_output)


def _listed(found: tuple[Device, ...], default: Device | None) -> list[dict[str, object]]:
    return [{"name": one.name, "default": one == default} for one in found]


def _show(title: str, found: tuple[Device, ...], default: Device | None) -> None:
    typer.echo(f"{title}:" if found else f"{title}: none found. Plug one in and run this again.")
    for one in found:
        typer.echo(f"  {one.name}{' (default)' if one == default else ''}")
