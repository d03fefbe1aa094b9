"""OPTIONS of a `TASKS` backend: read once, checked, frozen. A wrong one is named, never ignored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from math import inf
from pathlib import Path
from typing import Any, Literal, Self, get_args
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

type Mode = Literal["standalone", "sentinel", "cluster"]
type Address = tuple[str, int]

_MODES: tuple[str, ...] = get_args(Mode.__value__)
_SCHEMES = ("redis", "rediss", "unix")
_OF_MODE = {
    "standalone": {"url", "db"},
    "sentinel": {
        "sentinels",
        "service_name",
        "sentinel_username",
        "sentinel_password",
        "db",
    },
    "cluster": {"nodes"},
}
_QUERY = {"db", "password"}  # what a url may say after its question mark
_MOST = 1e9  # seconds or pieces; Redis takes no time to live without end
_MODE_BOUND = set().union(*_OF_MODE.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything that OPTIONS may hold. Times are seconds, sizes bytes."""

    mode: Mode = "standalone"
    url: str = field(default="redis://127.0.0.1:6379/0", repr=False)
    sentinels: tuple[Address, ...] = ()
    service_name: str = ""
    sentinel_username: str | None = None
    sentinel_password: str | None = field(default=None, repr=False)
    nodes: tuple[Address, ...] = ()
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    db: int = 0
    tls: bool = False
    tls_ca_file: str | None = None
    tls_cert_file: str | None = None
    tls_key_file: str | None = None
    connect_timeout: float = 2.0
    socket_timeout: float = 5.0
    health_check_interval: float = 30.0
    max_connections: int = 100
    producer_deadline: float = 1.0
    prefix: str = "lt"
    lease: float = 30.0
    result_ttl: int = 86_400
    failed_ttl: int = 604_800
    dead_limit: int = 10_000
    max_losses: int = 5
    idempotency_window: int = 86_400
    on_commit: bool = True
    database: str = "default"
    max_payload: int = 1_048_576

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> Self:
        """Read OPTIONS.

        Raises:
            ImproperlyConfigured: something is unknown, contradictory or out of range; says what.
        """
        if found := problems(given):
            raise ImproperlyConfigured(" ".join(found))
        values = {**_of_url(given.get("url")), **given}
        for name in ("sentinels", "nodes"):
            if name in values:
                values[name] = tuple((host, int(port)) for host, port in values[name])
        return cls(**values)

    @property
    def socket_path(self) -> str | None:
        """The server's unix socket, where `url` names one."""
        parts = urlsplit(self.url)
        return unquote(parts.path) if parts.scheme == "unix" else None

    @property
    def address(self) -> Address:
        """Host and port of the one server (mode standalone, no unix socket)."""
        parts = urlsplit(self.url)
        return unquote(parts.hostname or "127.0.0.1"), parts.port or 6379


def problems(given: object) -> list[str]:
    """What is wrong with OPTIONS: one sentence per fault, each names its option."""
    if not isinstance(given, Mapping):  # said without its value, which may be a url with a password
        return ["OPTIONS must be a dict of options."]
    found = _unknown(given)
    found += [
        f"OPTIONS[{name!r}] {fault}."
        for name, rule in _RULES.items()
        if name in given and (fault := rule(given[name]))
    ]
    return found or _contradictions(given)


def _unknown(given: Mapping[str, Any]) -> list[str]:
    known = {each.name for each in fields(Options)}
    return [
        f"OPTIONS[{name!r}] is unknown; known are {', '.join(sorted(known))}."
        for name in given
        if name not in known
    ]


def _contradictions(given: Mapping[str, Any]) -> list[str]:
    mode = given.get("mode", "standalone")
    found = [
        f"OPTIONS[{name!r}] does not belong to mode {mode!r}."
        for name in sorted(_MODE_BOUND - _OF_MODE[mode])
        if name in given
    ]
    found += [
        f"OPTIONS[{name!r}] is missing: mode {mode!r} needs it."
        for name in {"sentinel": ("sentinels", "service_name"), "cluster": ("nodes",)}.get(mode, ())
        if not given.get(name)
    ]
    return found + _url_twice(given) + _tls_halves(given)


def _url_twice(given: Mapping[str, Any]) -> list[str]:
    of_url = _of_url(given.get("url"))
    return [
        f"OPTIONS[{name!r}] is given twice: in the url and by itself."
        for name in ("username", "password", "db")
        if name in of_url and name in given and of_url[name] != given[name]
    ]


def _tls_halves(given: Mapping[str, Any]) -> list[str]:
    tls = given.get("tls") or str(given.get("url", "")).startswith("rediss:")
    found = [
        f"OPTIONS[{name!r}] is given, but tls is off."
        for name in ("tls_ca_file", "tls_cert_file", "tls_key_file")
        if given.get(name) and not tls
    ]
    if bool(given.get("tls_cert_file")) != bool(given.get("tls_key_file")):
        found.append("OPTIONS['tls_cert_file'] and OPTIONS['tls_key_file'] belong together.")
    return found


def _of_url(url: str | None) -> dict[str, Any]:
    """What the url says beside the address."""
    if not url:
        return {}
    parts = urlsplit(url)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    db = parts.path.strip("/") if parts.scheme != "unix" else ""
    found = {
        "username": unquote(parts.username or "") or None,
        "password": unquote(parts.password or asked.get("password", "")) or None,
        "db": int(asked.get("db") or db) if asked.get("db") or db else None,
        "tls": True if parts.scheme == "rediss" else None,
    }
    return {name: value for name, value in found.items() if value is not None}


type _Rule = Callable[[Any], str | None]


def _number(low: float, high: float = inf, *, whole: bool = False) -> _Rule:
    def fault(value: Any) -> str | None:
        kinds = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            return f"must be a {'whole ' if whole else ''}number, not {value!r}"
        if not low <= value <= high:
            return f"must be at least {low:g}" + (f" and at most {high:g}" if high < inf else "")
        return None

    return fault


def _yes_or_no(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"must be True or False, not {value!r}"


def _text(value: Any) -> str | None:
    return None if isinstance(value, str) and value else "must be a text that is not empty"


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _a_mode(value: Any) -> str | None:
    return None if value in _MODES else f"must be one of {', '.join(_MODES)}, not {value!r}"


def _prefix(value: Any) -> str | None:
    if not isinstance(value, str) or not value or set(value) & set("{}: \t\r\n"):
        return "must be a text without braces, colons and blanks"
    return None


def _file(value: Any) -> str | None:
    if value is None or (isinstance(value, str) and Path(value).is_file()):
        return None
    return f"names no file: {value!r}"


def _a_url(value: Any) -> str | None:
    """Says no part of the url, which may hold a password."""
    if not isinstance(value, str):
        return "must be a text such as redis://127.0.0.1:6379/0"
    try:
        parts = urlsplit(value)
        _, db = parts.port, _of_url(value).get("db", 0)
    except ValueError:
        return "has a port or a database that is no number"
    if db < 0:
        return "names a database below 0"
    if unknown := set(parse_qs(parts.query, keep_blank_values=True)) - _QUERY:
        return f"asks for {', '.join(sorted(unknown))}; give that as an option beside the url"
    if parts.scheme not in _SCHEMES:
        return f"must start with {', '.join(f'{scheme}://' for scheme in _SCHEMES)}"
    return None if parts.hostname or parts.path else "names no host and no socket"


def _addresses(value: Any) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence) or not value:
        return "must be a list of (host, port)"
    return next((fault for each in value if (fault := _an_address(each))), None)


def _an_address(value: Any) -> str | None:
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 2:  # noqa: PLR2004
        return f"must be a list of (host, port), not of {value!r}"
    host, port = value
    right = isinstance(host, str) and host and isinstance(port, int) and 0 < port < 65_536  # noqa: PLR2004
    return None if right else f"holds {value!r}, which is no (host, port)"


_RULES: dict[str, _Rule] = {
    "mode": _a_mode,
    "url": _a_url,
    "sentinels": _addresses,
    "service_name": _text,
    "sentinel_username": _text_or_none,
    "sentinel_password": _text_or_none,
    "nodes": _addresses,
    "username": _text_or_none,
    "password": _text_or_none,
    "db": _number(0, whole=True),
    "tls": _yes_or_no,
    "tls_ca_file": _file,
    "tls_cert_file": _file,
    "tls_key_file": _file,
    "connect_timeout": _number(0.01, 60),
    "socket_timeout": _number(0.05, 600),
    "health_check_interval": _number(0, 3600),
    "max_connections": _number(1, _MOST, whole=True),
    "producer_deadline": _number(0.01, 60),
    "prefix": _prefix,
    "lease": _number(3, 86_400),
    "result_ttl": _number(1, _MOST, whole=True),
    "failed_ttl": _number(1, _MOST, whole=True),
    "dead_limit": _number(1, _MOST, whole=True),
    "max_losses": _number(1, _MOST, whole=True),
    "idempotency_window": _number(1, _MOST, whole=True),
    "on_commit": _yes_or_no,
    "database": _text,
    "max_payload": _number(1024, 536_870_912, whole=True),
}
