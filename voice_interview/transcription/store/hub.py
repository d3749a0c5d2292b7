"""Talking to a model hub over HTTP: the list of a model's files, and their bytes. The one module that goes online.

The client is httpx2, which faster-whisper's own hub client brings along: it has separate time-outs for connecting and
reading, honours the system's proxies, and trusts what the system trusts (a company's own certificate included).
"""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from voice_interview import __version__
from voice_interview.transcription.store.explain import explained, refused, strange_page, unusable_proxy
from voice_interview.transcription.store.problems import KEPT, ConnectionLost, WrongBytes

if TYPE_CHECKING:
    import httpx2

WANTED = (
    "config.json",
    "preprocessor_config.json",
    "tokenizer.json",
    "vocabulary.json",
    "vocabulary.txt",
    "model.bin",
)
"""What faster-whisper reads; nothing else is fetched, whatever a list names."""
_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_MAX_LIST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a server, and how often to try again without a byte of progress."""

    connect_s: float = 8.0
    read_s: float = 10.0
    tries: int = 5
    silent_tries: int = 2
    """For a server that does not answer at all: given up after twice the time-out."""
    first_wait_s: float = 0.5
    """Before the second try; doubled for each further one."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a model as the hub lists it. One of the two hashes is there."""

    name: str
    size: int
    sha256: str | None
    git_sha1: str | None

    @property
    def hash(self) -> str:
        """Tells this content from any other."""
        return self.sha256 or self.git_sha1 or ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of one revision of a model; revisions never change."""

    repository: str
    revision: str
    files: tuple[RemoteFile, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


class Hub:
    """A connection to one hub, for one thread; ``interrupt`` may be called from any."""

    def __init__(self, endpoint: str, patience: Patience) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._patience = patience
        self._open: list[Any] = []
        self._interrupted = threading.Event()
        self._client: httpx2.Client | None = None

    def __enter__(self) -> Hub:
        import httpx2

        timeout = httpx2.Timeout(self._patience.read_s, connect=self._patience.connect_s)
        headers = {"User-Agent": f"voice-interview/{__version__}", "Accept-Encoding": "identity"}
        try:
            self._client = httpx2.Client(timeout=timeout, headers=headers, follow_redirects=True, max_redirects=8)
        except (ImportError, ValueError, httpx2.InvalidURL) as error:  # the system's proxy, of a kind it cannot use
            raise unusable_proxy(self._endpoint, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            self._client.close()

    def interrupt(self) -> None:
        """Make a running request fail at once."""
        self._interrupted.set()
        for stream in tuple(self._open):
            sock = stream.get_extra_info("socket")
            with contextlib.suppress(OSError, AttributeError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def listing(self, repository: str, revision: str = "main") -> Listing:
        """The files of a model.

        Raises:
            DownloadError: no answer, or one that is no list of a model's files.
        """
        url = f"{self._endpoint}/api/models/{repository}/revision/{revision}?blobs=true"
        with self._request(url, {}) as answer:
            if answer.status_code != 200:
                raise refused(url, answer)
            if "json" not in answer.headers.get("content-type", ""):
                raise strange_page(self._endpoint, answer)
            body = b""
            for part in answer.iter_raw():
                body += part
                if len(body) > _MAX_LIST_BYTES:
                    raise _no_list(self._endpoint, "it does not end")
        return _listing(self._endpoint, repository, body)

    def read(self, listing: Listing, file: RemoteFile, offset: int) -> Generator[bytes]:
        """The bytes of a file from ``offset`` on, as far as they come; never more than the list says there are.

        A server that knows no ranges sends all; what is there already is then skipped.

        Raises:
            DownloadError: no answer, a broken connection, or not these bytes.
        """
        url = f"{self._endpoint}/{listing.repository}/resolve/{listing.revision}/{file.name}"
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        with self._request(url, headers) as answer:
            if answer.status_code not in (200, 206):
                raise refused(url, answer)
            if "text/html" in answer.headers.get("content-type", ""):
                raise strange_page(self._endpoint, answer)
            skip = _skipped(answer, file, offset)
            left = file.size - offset
            for part in answer.iter_raw():
                fresh = part[skip:]
                skip = max(0, skip - len(part))
                if len(fresh) > left:
                    raise WrongBytes(
                        f"The hub sent more of {file.name} than it should.", "Try again, or use another mirror."
                    )
                left -= len(fresh)
                yield fresh

    @contextlib.contextmanager
    def _request(self, url: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
        import httpx2

        if self._client is None:
            raise RuntimeError("used outside its with block")
        try:
            with self._client.stream("GET", url, headers=headers, extensions={"trace": self._note_socket}) as answer:
                yield answer
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise explained(url, error) from error
        except OSError as error:  # the client leaves a few of a socket's errors as they are
            raise ConnectionLost("The connection was lost.", f"Check it, then go on. {KEPT}", repr(error)) from error

    def _note_socket(self, name: str, info: dict[str, Any]) -> None:
        """Keep the sockets that are opened, so that another thread can end a wait for them."""
        if name.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._open.append(info["return_value"])
            if self._interrupted.is_set():
                self.interrupt()


def _skipped(answer: httpx2.Response, file: RemoteFile, offset: int) -> int:
    """How many bytes of the answer are before ``offset``.

    Raises:
        WrongBytes: the answer says it is another part, or of a file of another size.
    """
    if answer.status_code == 200:
        length = answer.headers.get("content-length")
        if length is not None and length.isdecimal() and int(length) > file.size:
            raise WrongBytes(
                f"The hub sends another {file.name} than its list says ({length} bytes, not {file.size}).",
                "Try again later, or use another mirror.",
            )
        return offset
    found = _CONTENT_RANGE.fullmatch(answer.headers.get("content-range", ""))
    if found is None or int(found[1]) != offset or found[2] not in ("*", str(file.size)):
        raise WrongBytes(
            f"The hub sends another part of {file.name} than was asked for.",
            "Try again later, or use another mirror.",
            f"asked from {offset} of {file.size}, got {answer.headers.get('content-range')!r}",
        )
    return 0


def _listing(endpoint: str, repository: str, body: bytes) -> Listing:
    import json

    try:
        told = json.loads(body)
        revision = told["sha"]
        files = tuple(_remote_file(one) for one in told["siblings"] if one["rfilename"] in WANTED)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_list(endpoint, repr(error)) from error
    if not isinstance(revision, str) or not re.fullmatch(r"[0-9a-f]{40}", revision):
        raise _no_list(endpoint, f"revision {revision!r}")
    if "model.bin" not in {file.name for file in files}:
        raise _no_list(endpoint, f"{repository} has no model.bin")
    return Listing(repository, revision, tuple(sorted(files, key=lambda file: file.size)))


def _remote_file(told: dict[str, Any]) -> RemoteFile:
    name, size, large = str(told["rfilename"]), told["size"], told.get("lfs")
    hashed = str(large["sha256"] if large else told["blobId"])
    if type(size) is not int or size < 0 or not re.fullmatch(r"[0-9a-f]{64}" if large else r"[0-9a-f]{40}", hashed):
        raise ValueError(f"{name} has no valid size or hash")
    return RemoteFile(name, size, hashed if large else None, None if large else hashed)


def _no_list(endpoint: str, detail: str) -> WrongBytes:
    return WrongBytes(
        f"{endpoint} did not answer with the list of a model's files.",
        "Check the hub's address in the settings, or try again later.",
        detail,
    )
