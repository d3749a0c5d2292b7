"""Errors of the network in plain words."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from voice_interview.transcription.store.problems import (
    KEPT,
    OTHER_WAY,
    CaptivePortal,
    ConnectionLost,
    DownloadError,
    HubDown,
    Intercepted,
    NoNetwork,
    NotOnHub,
    ProxyFailed,
    Stalled,
)

if TYPE_CHECKING:
    import httpx2

_CLOCK_CODES = (9, 10)
"""OpenSSL: certificate not yet valid, certificate has expired."""
_CHECK_PROXY = f"Check the proxy in the system's network settings, then try again. {OTHER_WAY}"


def explained(url: str, error: Exception) -> DownloadError:
    """A failed request in words."""
    import httpx2

    host, proxy, detail = _host(url), _proxy_for(url), repr(error)
    if isinstance(error, httpx2.InvalidURL | httpx2.UnsupportedProtocol):
        return NotOnHub(f"{url} is no web address.", "Correct the hub's address in the settings (https://…).", detail)
    if isinstance(error, httpx2.ConnectError):
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
                return _untrusted(host, cause)
    if isinstance(error, httpx2.ProxyError):
        wants_password = "407" in str(error)
        return _proxy_wants_password(proxy, detail) if wants_password else _proxy_refuses(proxy, detail)
    if isinstance(error, httpx2.TooManyRedirects):
        return _portal(host, detail)
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout) and proxy:
        return ProxyFailed(f"The proxy {proxy} does not answer.", _CHECK_PROXY, detail)
    if isinstance(error, httpx2.TimeoutException):
        return Stalled(f"{host} does not answer.", f"Check your connection, then go on. {KEPT}", detail)
    if isinstance(error, httpx2.ConnectError):
        return _not_reached(host, error)
    return ConnectionLost(f"The connection to {host} was lost.", f"Check your connection, then go on. {KEPT}", detail)


def refused(url: str, answer: httpx2.Response) -> DownloadError:
    """An answer that is not the wanted one, by its status, in words."""
    status, host = answer.status_code, _host(url)
    detail = f"{status} for {answer.url}"
    if status == 407:
        return _proxy_wants_password(_proxy_for(url), detail)
    if status == 511:
        return _portal(host, detail)
    if status in (408, 425, 429) or status >= 500:
        busy = "is busy" if status == 429 else "has a problem of its own"
        return HubDown(f"The hub {host} {busy} ({status}).", f"Try again in some minutes. {KEPT}", detail)
    if status in (401, 403, 404, 410, 451):
        return NotOnHub(
            f"The hub {host} does not give out this model ({status}).",
            f"If you set another address for the hub, check it; else choose another model. {OTHER_WAY}",
            detail,
        )
    return HubDown(f"The hub {host} answered in an unknown way ({status}).", "Try again later.", detail)


def strange_page(endpoint: str, answer: httpx2.Response) -> DownloadError:
    """Something else than data came, though the answer says all is well."""
    kind = answer.headers.get("content-type", "nothing said")
    return _portal(_host(endpoint), f"{kind} from {answer.url}")


def unusable_proxy(endpoint: str, error: Exception) -> ProxyFailed:
    """The system names a proxy of a kind that cannot be used."""
    named = _proxy_for(endpoint) or "in the system's settings"
    return ProxyFailed(f"The proxy {named} is of a kind this app cannot use.", _CHECK_PROXY, repr(error))


def _not_reached(host: str, error: Exception) -> NoNetwork:
    if any(isinstance(cause, socket.gaierror) for cause in _causes(error)):
        message = f"The address {host} cannot be found: this computer seems to be offline."
    else:
        message = f"{host} cannot be reached: this computer seems to be offline, or a firewall forbids it."
    return NoNetwork(message, f"Check your connection, then try again. {KEPT} {OTHER_WAY}", repr(error))


def _untrusted(host: str, error: ssl.SSLError) -> Intercepted:
    if isinstance(error, ssl.SSLCertVerificationError) and error.verify_code in _CLOCK_CODES:
        return Intercepted(
            f"The certificate of {host} is not valid today.",
            "Check the date and time of this computer, then try again.",
            repr(error),
        )
    return Intercepted(
        f"The connection to {host} is not safe: something in between answers in its place.",
        "In a hotel, café or train, open a web page and log in first. In a company, ask for its certificate to be "
        f"installed on this computer. {OTHER_WAY}",
        repr(error),
    )


def _portal(host: str, detail: str) -> CaptivePortal:
    return CaptivePortal(
        f"A web page came instead of an answer of {host}.",
        "Does this network want you to log in? Open any web page, do so, and try again. "
        "If you set another address for the hub, check it.",
        detail,
    )


def _proxy_wants_password(proxy: str, detail: str) -> ProxyFailed:
    return ProxyFailed(f"The proxy {proxy} wants a name and a password.".replace("  ", " "), _CHECK_PROXY, detail)


def _proxy_refuses(proxy: str, detail: str) -> ProxyFailed:
    return ProxyFailed(f"The proxy {proxy} refused the connection.".replace("  ", " "), _CHECK_PROXY, detail)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return url


def _proxy_for(url: str) -> str:
    """Host and port of the proxy the system names for this address, without a password; empty for none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    proxies = getproxies()
    named = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not named or (parts.hostname and proxy_bypass(parts.hostname)):
        return ""
    return urlsplit(named if "://" in named else f"http://{named}").netloc.rpartition("@")[2]


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
