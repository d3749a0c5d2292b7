"""What a candidate reads when the network is missing, closed, slow, or lies."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.helpers.fake_hub import FakeHub, Fault, Gate
from tests.unit.transcription.store.conftest import QUICK, WEIGHTS, Fetch
from voice_interview.errors import AppError
from voice_interview.transcription.store.events import Failed, Progress
from voice_interview.transcription.store.hub import Patience
from voice_interview.transcription.store.problems import (
    CaptivePortal,
    HubDown,
    Intercepted,
    NoNetwork,
    NotOnHub,
    ProxyFailed,
    Stalled,
    WrongBytes,
)

MEGABYTE = 1024 * 1024


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Accepts, and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def error_of(models: Path, endpoint: str, kind: type[AppError], patience: Patience = QUICK) -> AppError:
    return Fetch(models, endpoint, patience=patience).failed(kind).error


def test_nobody_listens(models: Path) -> None:
    error = error_of(models, f"http://127.0.0.1:{closed_port()}", NoNetwork)
    assert "offline" in error.message
    assert "imported" in error.hint


def test_a_name_nobody_knows(models: Path) -> None:
    error = error_of(models, "http://hub.invalid", NoNetwork)
    assert "hub.invalid cannot be found" in error.message


def test_a_server_that_never_answers_is_given_up_after_seconds(models: Path, silent_port: int) -> None:
    begin = time.monotonic()
    error = error_of(models, f"http://127.0.0.1:{silent_port}", Stalled, Patience(read_s=1.0))
    assert time.monotonic() - begin < 5
    assert "does not answer" in error.message
    assert Patience().silent_tries * Patience().read_s <= 20


def test_a_stall_on_the_way_is_noticed_and_gone_on_from(hub: FakeHub, models: Path) -> None:
    hub.fault(WEIGHTS, Fault(gate=Gate(after=2 * MEGABYTE)))
    fetch = Fetch(models, hub.url)
    fetch.installed()
    assert any(one.phase == "waiting" and "does not answer" in one.note for one in fetch.progress)
    assert hub.requests("model.bin")[-1].offset == 2 * MEGABYTE


def test_a_hub_that_vanishes_on_the_way(hub: FakeHub, models: Path) -> None:
    gate = Gate(after=2 * MEGABYTE)
    hub.fault(WEIGHTS, Fault(gate=gate))
    fetch = Fetch(models, hub.url)
    gate.wait_reached()
    hub.close()
    fetch.failed(NoNetwork)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_hub_with_a_problem_is_tried_again(hub: FakeHub, models: Path, status: int) -> None:
    hub.fault("/main", Fault(status=status), times=QUICK.tries)
    error = error_of(models, hub.url, HubDown)
    assert str(status) in error.message
    assert len(hub.asked) == QUICK.tries
    hub.fault("/main", Fault(status=status), times=QUICK.tries - 1)
    Fetch(models, hub.url).installed()


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_model_that_is_not_there_is_not_tried_again(hub: FakeHub, models: Path, status: int) -> None:
    hub.fault("/main", Fault(status=status))
    assert "does not give out" in error_of(models, hub.url, NotOnHub).message
    assert len(hub.asked) == 1


def test_a_login_page_instead_of_the_list(hub: FakeHub, models: Path) -> None:
    hub.fault("/main", Fault(html=True))
    error = error_of(models, hub.url, CaptivePortal)
    assert "log in" in error.hint


def test_a_login_page_instead_of_a_file(hub: FakeHub, models: Path) -> None:
    hub.fault("model.bin", Fault(html=True))
    error_of(models, hub.url, CaptivePortal)
    Fetch(models, hub.url).installed()  # nothing of the page was kept


def test_a_redirect_to_a_login_page(hub: FakeHub, models: Path) -> None:
    hub.fault("/main", Fault(status=302, headers=(("Location", f"{hub.url}/login"),)))
    hub.fault("/login", Fault(html=True))
    error_of(models, hub.url, CaptivePortal)


def test_redirects_without_end(hub: FakeHub, models: Path) -> None:
    hub.fault("/main", Fault(status=302, headers=(("Location", f"{hub.url}/again"),)))
    hub.fault("/again", Fault(status=302, headers=(("Location", f"{hub.url}/again"),)), times=50)
    error_of(models, hub.url, CaptivePortal)


def test_a_network_that_says_it_wants_a_login(hub: FakeHub, models: Path) -> None:
    hub.fault("/main", Fault(status=511))
    error_of(models, hub.url, CaptivePortal)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"{not json", b"\xff\xfe", b'{"sha": 5, "siblings": []}', b'{"sha": null, "siblings": [{}]}',
     b'{"sha": "' + b"0" * 40 + b'", "siblings": [{"rfilename": "model.bin", "size": -1, "blobId": "x"}]}',
     b'{"sha": "' + b"0" * 40 + b'", "siblings": [{"rfilename": "model.bin", "size": 5}]}',
     b'{"sha": "../../etc", "siblings": []}', b'{"sha": "' + b"0" * 40 + b'", "siblings": []}', b" " * 5_000_000],
    ids=["nothing", "array", "object", "no json", "no text", "numbers", "null", "size", "no hash", "path", "no model",
         "endless"],
)  # fmt: skip
def test_a_list_that_makes_no_sense(hub: FakeHub, models: Path, body: bytes) -> None:
    hub.fault("/main", Fault(body=body) if body else Fault(status=200, body=b" "))
    assert "list of a model's files" in error_of(models, hub.url, WrongBytes).message


def test_an_address_that_is_none(models: Path) -> None:
    error_of(models, "ftp://example.org", NotOnHub)
    error_of(models, "http://[::1", NotOnHub)


# --- proxies --------------------------------------------------------------------------------------------------


def test_a_proxy_that_is_not_there_is_named(hub: FakeHub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = f"127.0.0.1:{closed_port()}"
    monkeypatch.setenv("http_proxy", f"http://me:secret@{proxy}")
    error = error_of(models, hub.url, ProxyFailed)
    assert proxy in error.message
    assert "secret" not in str(error)
    assert "secret" not in error.detail
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Fetch(models, hub.url).installed()


def test_a_proxy_that_wants_a_password(hub: FakeHub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", hub.url)
    hub.fault("/main", Fault(status=407))
    assert "password" in error_of(models, "http://hub.example", ProxyFailed).message


def test_a_proxy_that_refuses_a_tunnel(hub: FakeHub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", hub.url)  # it knows no CONNECT
    assert "refused" in error_of(models, "https://hub.example", ProxyFailed).message


def test_a_proxy_is_used(hub: FakeHub, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", hub.url)
    error_of(models, "http://hub.example", NotOnHub)  # the hub as a proxy is asked with the whole address
    assert hub.asked[0].path.startswith("http://hub.example/")


def test_a_proxy_of_an_unknown_kind(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    assert "127.0.0.1:1" in error_of(models, "https://hub.example", ProxyFailed).message


# --- TLS ------------------------------------------------------------------------------------------------------


class _Nothing(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


def openssl(*arguments: str) -> None:
    try:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"making a certificate needs openssl: {error}")


def server_side(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def self_signed(folder: Path) -> ssl.SSLContext:
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/key.pem", "-out",
            f"{folder}/cert.pem", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")  # fmt: skip
    return server_side(folder)


_AUTHORITY = """
[ca]
default_ca = own
[own]
new_certs_dir = {0}
database = {0}/index
serial = {0}/serial
policy = any
default_md = sha256
x509_extensions = address
[any]
commonName = supplied
[address]
subjectAltName = IP:127.0.0.1
"""


def outdated(folder: Path) -> ssl.SSLContext:
    """A certificate that was good for one day in 2020."""
    folder.mkdir()
    (folder / "authority").write_text(_AUTHORITY.format(folder))
    (folder / "index").touch()
    (folder / "serial").write_text("01")
    key, request = f"{folder}/key.pem", f"{folder}/request.pem"
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=127.0.0.1")
    openssl("ca", "-batch", "-selfsign", "-config", f"{folder}/authority", "-keyfile", key, "-in", request, "-notext",
            "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-out", f"{folder}/cert.pem")  # fmt: skip
    return server_side(folder)


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what is wanted."""


@pytest.fixture
def https(tmp_path: Path) -> Iterator[_Quiet]:
    server = _Quiet(("127.0.0.1", 0), _Nothing)
    server.socket = self_signed(tmp_path).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_somebody_answers_in_the_hubs_place(https: _Quiet, models: Path) -> None:
    error = error_of(models, f"https://127.0.0.1:{https.server_address[1]}", Intercepted)
    assert "not safe" in error.message
    assert "certificate" in error.hint


def test_a_certificate_of_another_day(
    https: _Quiet, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    error_of(models, f"https://127.0.0.1:{https.server_address[1]}", HubDown)  # trusted; it just is no hub
    context = outdated(tmp_path / "old")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "old" / "cert.pem"))
    with _Quiet(("127.0.0.1", 0), _Nothing) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        error = error_of(models, f"https://127.0.0.1:{server.server_address[1]}", Intercepted)
        server.shutdown()
    assert "date and time" in error.hint


def test_a_hub_that_speaks_no_tls(hub: FakeHub, models: Path) -> None:
    error_of(models, hub.url.replace("http:", "https:"), Intercepted)


def test_every_failure_comes_after_some_word_of_progress(models: Path) -> None:
    fetch = Fetch(models, f"http://127.0.0.1:{closed_port()}")
    assert isinstance(fetch.end(), Failed)
    assert isinstance(fetch.seen[0], Progress)
