"""Addresses of strangers lead nowhere inside."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from apps.products.errors import AddressRefused
from apps.products.gateways import public_http
from apps.products.gateways.public_http import fetch, is_public


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        answers = {
            "/picture": lambda: self._answer(200, b"bytes " + self.headers["Host"].encode()),
            "/big": lambda: self._answer(200, b"x" * (11 * 1024 * 1024)),
            "/missing": lambda: self._answer(404, b""),
            "/loop": lambda: self._answer(302, b"", "/loop"),
            "/inside": lambda: self._answer(302, b"", "http://10.0.0.1/"),
            "/away": lambda: self._answer(302, b"", "/picture"),
            "/file": lambda: self._answer(302, b"", "file:///etc/passwd"),
        }
        answers[self.path]()

    def _answer(self, status: int, body: bytes, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # the client has seen enough

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its parent's name
        """Stay silent."""


@pytest.fixture
def ports() -> Iterator[dict[str, int]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield {"http": server.server_port}
    server.shutdown()
    server.server_close()
    thread.join()


def _loopback(address: public_http.Address) -> bool:
    return address.is_loopback


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost/x",
        "http://[::1]/x",
        "http://169.254.169.254/latest/meta-data",
        "http://0x7f000001/x",
        "http://2130706433/x",
        "http://127.1/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[64:ff9b::7f00:1]/x",
        "http://[2002:7f00:1::]/x",
        "http://10.0.0.1/x",
        "http://100.64.0.1/x",
        "http://0.0.0.0/x",
        "http://224.0.0.1/x",
        "http://[fe80::1%25lo]/x",
        "file:///etc/passwd",
        "gopher://example.com/",
        "ftp://example.com/x",
        "http://user@8.8.8.8/x",
        "http://8.8.8.8:22/x",
        "https://8.8.8.8:80/x",
        "http:///x",
        "http://[broken/x",
        "http://8.8.8.8:99999/x",
        "//cdn/x.jpg",
        "not an address",
        "",
    ],
)
def test_no_address_leads_inside(url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(url)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_the_open_internet_is_admitted(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_body_is_read_from_the_checked_address_under_its_own_name(ports) -> None:
    url = f"http://localhost:{ports['http']}/picture"
    assert fetch(url, admits=_loopback, ports=ports).startswith(b"bytes localhost")


def test_a_redirect_is_followed_but_checked_again(ports) -> None:
    site = f"http://127.0.0.1:{ports['http']}"
    assert fetch(f"{site}/away", admits=_loopback, ports=ports).startswith(b"bytes")
    for path in ("/inside", "/loop", "/file", "/missing", "/big"):
        with pytest.raises(AddressRefused):
            fetch(site + path, admits=_loopback, ports=ports)


def test_the_name_is_asked_once(ports, monkeypatch) -> None:
    """A name server that answers differently the second time (rebinding) is not asked again."""
    asked: list[str] = []
    genuine = socket.getaddrinfo

    def counting(host, *args, **kwargs):
        asked.append(host)
        return genuine(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", counting)
    fetch(f"http://localhost:{ports['http']}/picture", admits=_loopback, ports=ports)
    assert [host for host in asked if host == "localhost"] == ["localhost"]
