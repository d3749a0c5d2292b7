"""What can go wrong while a model is fetched. Each says what happened and what to do."""

from __future__ import annotations

from voice_interview.errors import AppError

KEPT = "What has arrived so far is kept."
OTHER_WAY = "A model from another computer can be imported from a folder or a zip file."


class DownloadError(AppError):
    """A model could not be fetched. ``passing`` ones are worth another try by themselves."""

    passing = False


class NoNetwork(DownloadError):
    """This computer is not online, or does not reach the hub's address."""

    passing = True


class ConnectionLost(NoNetwork):
    """It broke off on the way."""


class Stalled(NoNetwork):
    """A server accepted, then sent nothing for seconds."""


class HubDown(DownloadError):
    """The hub answers that it cannot serve now."""

    passing = True


class NotOnHub(DownloadError):
    """The hub does not have the model, does not give it to everybody, or the address is no hub's."""


class ProxyFailed(DownloadError):
    """The proxy in the system's settings does not answer, refuses, or wants a password."""


class CaptivePortal(DownloadError):
    """A web page came instead of the model: the login page of a network, or a company's filter."""


class Intercepted(DownloadError):
    """The hub's certificate is not one this computer trusts: somebody reads along, or the clock is wrong."""


class WrongBytes(DownloadError):
    """What came is not what the hub's list says it should be."""


class DiskFull(DownloadError):
    """There is not enough room for the model."""


class Busy(DownloadError):
    """Another window or command works on this model now."""


def gigabytes(number: int) -> str:
    """ "487 MB", "1.5 GB", as people and shops count."""
    if number >= 10**9:
        return f"{number / 10**9:.1f} GB"
    return f"{number / 10**6:.0f} MB" if number >= 10**6 else f"{number / 10**3:.0f} kB"


def no_room(folder: object, needed: int, free: int) -> DiskFull:
    """The error for a disk that is too small, or full."""
    return DiskFull(
        f"There is not enough room in {folder}: {gigabytes(needed)} more are needed, {gigabytes(free)} are free.",
        f"Make room, or choose a smaller model. {KEPT}",
    )
