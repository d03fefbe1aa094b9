"""Fetch a picture from an address that a stranger named, without being led into our own network.

The name is resolved once; every address it has must be public; the connection goes to that very
address (a second answer of the name server changes nothing). Each redirect is checked like the
first address. Size and total time are capped.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import httpx

from apps.products.errors import AddressRefused
from apps.products.gateways.images import MAX_BYTES

type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_MAX_REDIRECTS = 3
_TOTAL_SECONDS = 20
_TIMEOUT = httpx.Timeout(5.0)
_REDIRECTS = {301, 302, 303, 307, 308}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Tell whether an address lies in the open internet, also behind IPv6 disguises."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch(
    url: str,
    *,
    admits: Callable[[Address], bool] = is_public,
    ports: dict[str, int] | None = None,
) -> bytes:
    """Return the body at the address: at most 10 MB, within 20 seconds.

    Args:
        url: http or https, on its usual port, without a user part.
        admits: which resolved addresses may be connected to.
        ports: the one port per scheme; only tests name another.

    Raises:
        AddressRefused: not such an address, not admitted, unreachable, too large, too slow.
    """
    deadline = time.monotonic() + _TOTAL_SECONDS
    with httpx.Client(timeout=_TIMEOUT, trust_env=False, follow_redirects=False) as client:
        for _ in range(_MAX_REDIRECTS + 1):
            request = _pinned(client, url, admits, ports or _PORTS)
            body, target = _read(client, request, deadline)
            if target is None:
                return body
            url = urljoin(url, target)
    raise AddressRefused("too many redirects")


def _pinned(
    client: httpx.Client,
    url: str,
    admits: Callable[[Address], bool],
    ports: dict[str, int],
) -> httpx.Request:
    """Build a request to the checked address itself; name and certificate stay the host's."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused("not a web address") from error
    if parts.scheme not in ports or not host:
        raise AddressRefused("not a web address")
    if parts.username is not None or (port or ports[parts.scheme]) != ports[parts.scheme]:
        raise AddressRefused("an address with a user or an unusual port")
    address = _resolved(host, ports[parts.scheme], admits)
    literal = f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004
    target = httpx.URL(
        scheme=parts.scheme,
        host=literal,
        port=ports[parts.scheme],
        raw_path=_raw_path(parts.path, parts.query),
    )
    headers = {"Host": host, "Accept": "image/*", "User-Agent": "fashionistar-import/1"}
    return client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host})


def _raw_path(path: str, query: str) -> bytes:
    relative = httpx.URL(f"http://host{path or '/'}{'?' + query if query else ''}")
    return relative.raw_path


def _resolved(host: str, port: int, admits: Callable[[Address], bool]) -> Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(f"the host {host[:80]} cannot be found") from error
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(admits(address) for address in addresses):
        raise AddressRefused("the host is not in the open internet")
    return addresses[0]


def _read(
    client: httpx.Client, request: httpx.Request, deadline: float
) -> tuple[bytes, str | None]:
    """Return the body, or where a redirect points to."""
    try:
        response = client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS:
                return b"", response.headers.get("Location", "")
            if response.status_code != httpx.codes.OK:
                raise AddressRefused(f"the host answered {response.status_code}")
            return _body(response, deadline), None
        finally:
            response.close()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise AddressRefused(f"unreachable: {type(error).__name__}") from error


def _body(response: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_raw(64 * 1024):
        body += chunk
        if len(body) > MAX_BYTES:
            raise AddressRefused("the picture is too large")
        if time.monotonic() > deadline:
            raise AddressRefused("the host is too slow")
    return bytes(body)
