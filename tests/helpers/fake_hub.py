"""A model hub on loopback that behaves like the real one, or badly in every way a test asks for."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from voice_interview import resources
from voice_interview.transcription.models import CARD

_LIMIT_S = 60.0
_BLOCK = 64 * 1024


@dataclass
class Gate:
    """Holds an answer after so many bytes (-1: before its first line) until it is opened."""

    after: int
    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def wait_reached(self) -> None:
        assert self.reached.wait(_LIMIT_S), "nobody asked the hub for this"


@dataclass(frozen=True)
class Fault:
    """How one answer differs from a good one."""

    drop_after: int | None = None
    gate: Gate | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    html: bool = False
    body: bytes | None = None
    flip: bool = False
    ignore_range: bool = False
    claim_length: int | None = None
    """Content-Length, whatever is sent."""
    claim_range: str | None = None
    slow_s: float = 0.0
    """Before every 64 kB."""
    chunked: bool = False
    """No length is told; the body ends with the connection."""


@dataclass(frozen=True)
class Asked:
    path: str
    offset: int
    sent: list[int]
    """One number: the bytes of the body that were sent."""


class FakeHub:
    """Serves repositories; ``fault`` queues what goes wrong with the next answers for a path."""

    def __init__(self) -> None:
        self.repositories: dict[str, dict[str, bytes]] = {}
        self.asked: list[Asked] = []
        self._faults: dict[str, list[Fault]] = {}
        self._gates: list[Gate] = []
        self._lock = threading.Lock()
        hub = self

        class Handler(_Handler):
            pass

        Handler.hub = hub
        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Vanish: nobody listens any more, and running answers break off."""
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()
        for gate in self._gates:
            gate.opened.set()

    def add(self, repository: str, files: dict[str, bytes]) -> None:
        self.repositories[repository] = files

    def fault(self, path_end: str, fault: Fault, times: int = 1) -> None:
        """The next ``times`` answers for a path with this end go wrong so."""
        with self._lock:
            self._faults.setdefault(path_end, []).extend([fault] * times)
            if fault.gate is not None:
                self._gates.append(fault.gate)

    def next_fault(self, path: str) -> Fault:
        with self._lock:
            for end, waiting in self._faults.items():
                if path.endswith(end) and waiting:
                    return waiting.pop(0)
        return Fault()

    def requests(self, path_end: str) -> list[Asked]:
        return [one for one in self.asked if one.path.endswith(path_end)]

    def sent(self, path_end: str) -> int:
        """Bytes of this file that left the hub."""
        return sum(one.sent[0] for one in self.requests(path_end))

    def listing(self, repository: str) -> dict[str, object]:
        files = self.repositories[repository]
        siblings: list[dict[str, object]] = [{"rfilename": "README.md", "size": 5, "blobId": git_sha1(b"hello")}]
        for name, content in files.items():
            one: dict[str, object] = {"rfilename": name, "size": len(content), "blobId": git_sha1(content)}
            if name == "model.bin":
                sha256 = hashlib.sha256(content).hexdigest()
                one["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
            siblings.append(one)
        return {"id": repository, "sha": revision(files), "siblings": siblings}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._connections: set[socket.socket] = set()

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        self._connections.add(request)
        super().process_request(request, client_address)

    def hang_up(self) -> None:
        for connection in self._connections:
            reset(connection)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is nothing to print."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: FakeHub

    def do_GET(self) -> None:
        asked = Asked(self.path.partition("?")[0], _offset(self.headers.get("Range")), [0])
        self.hub.asked.append(asked)
        fault = self.hub.next_fault(asked.path)
        if fault.gate is not None and fault.gate.after < 0:
            self._hold(fault.gate)
        if fault.html:
            self._answer(200, b"<html><body>Welcome! Please log in.</body></html>", "text/html; charset=utf-8")
        elif fault.status is not None:
            self._answer(fault.status, fault.body or b"{}", "application/json", dict(fault.headers))
        elif found := re.fullmatch(r"/api/models/(.+?)/revision/(\w+)", asked.path):
            self._list(found[1], fault)
        elif found := re.fullmatch(r"/(cdn/)?(.+?)/resolve/(\w+)/([\w.]+)", asked.path):
            if found[4] == "model.bin" and not found[1]:  # as the real one: large files come from elsewhere
                self._answer(302, b"", "text/plain", {"Location": f"/cdn{asked.path}"})
            else:
                self._serve(self.hub.repositories[found[2]][found[4]], asked, fault)
        else:
            self._answer(404, b"{}", "application/json")

    def _list(self, repository: str, fault: Fault) -> None:
        if repository not in self.hub.repositories:
            self._answer(401, b'{"error":"Repository not found"}', "application/json")
            return
        self._answer(200, fault.body or json.dumps(self.hub.listing(repository)).encode(), "application/json")

    def _serve(self, content: bytes, asked: Asked, fault: Fault) -> None:
        if fault.flip:
            content = content[:-1] + bytes([content[-1] ^ 1])
        if fault.body is not None:
            content = fault.body
        offset = 0 if fault.ignore_range else asked.offset
        body = content[offset:]
        self.send_response(206 if offset else 200)
        self.send_header("Content-Type", "application/octet-stream")
        if offset:
            last = f"bytes {offset}-{len(content) - 1}/{len(content)}"
            self.send_header("Content-Range", fault.claim_range or last)
        if fault.chunked:
            self.send_header("Connection", "close")
        else:
            self.send_header(
                "Content-Length", str(fault.claim_length if fault.claim_length is not None else len(body))
            )
        self.end_headers()
        if fault.claim_length is not None:
            body = body[: fault.claim_length]
        self._send(body, asked, fault)

    def _send(self, body: bytes, asked: Asked, fault: Fault) -> None:
        stops = sorted({0, len(body), *range(0, len(body), _BLOCK)} | _stops(fault, len(body)))
        for begin, end in zip(stops, stops[1:] + stops[-1:], strict=True):
            if fault.gate is not None and begin == fault.gate.after:
                self.wfile.flush()
                self._hold(fault.gate)
            if fault.drop_after == begin:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if fault.slow_s:
                time.sleep(fault.slow_s)
            self.wfile.write(body[begin:end])
            asked.sent[0] += end - begin
        if fault.claim_length is not None or fault.chunked:
            self.close_connection = True

    def _hold(self, gate: Gate) -> None:
        gate.reached.set()
        gate.opened.wait(_LIMIT_S)

    def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def _stops(fault: Fault, length: int) -> set[int]:
    wanted = {fault.drop_after, fault.gate.after if fault.gate is not None else None}
    return {one for one in wanted if one is not None and 0 <= one <= length}


def _offset(header: str | None) -> int:
    found = re.fullmatch(r"bytes=(\d+)-", header or "")
    return int(found[1]) if found else 0


def reset(connection: socket.socket) -> None:
    """End a connection as a crashed server does."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def revision(files: dict[str, bytes]) -> str:
    return hashlib.sha1(json.dumps({name: git_sha1(content) for name, content in files.items()}).encode()).hexdigest()


def demo_files() -> dict[str, bytes]:
    """A small real model, as one would find it on the hub."""
    folder: Path = resources.demo_model()
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.name != CARD}


@contextlib.contextmanager
def serving(*repositories: str) -> Iterator[FakeHub]:
    """A hub where each of these is the demo model."""
    hub = FakeHub()
    files = demo_files()
    for repository in repositories:
        hub.add(repository, files)
    try:
        yield hub
    finally:
        hub.close()
