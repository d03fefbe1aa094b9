"""Where the tasks' Redis is, by environment alone: one server, Sentinels, or a Cluster."""

from typing import Any, Literal, Self

from leased_tasks.options import problems
from pydantic import Field, RedisDsn, SecretStr, model_validator
from pydantic_settings import BaseSettings

type Address = tuple[str, int]

_SENTINEL_PORT, _REDIS_PORT = 26379, 6379
_NEEDS = {
    "standalone": "tasks_redis_url",
    "sentinel": "tasks_redis_sentinels",
    "cluster": "tasks_redis_nodes",
}
_PLAIN = ("tasks_redis_url", "tasks_redis_sentinels", "tasks_redis_nodes")


def addresses(text: str, default_port: int) -> list[Address]:
    """Read `host:port,host:port`.

    Raises:
        ValueError: a port is no number.
    """
    found = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        host, _, port = part.rpartition(":") if ":" in part else (part, "", str(default_port))
        found.append((host.strip("[]"), int(port)))
    return found


class TaskRedis(BaseSettings):
    """The variables of the tasks' Redis, which keeps what must not vanish (not the cache's)."""

    tasks_redis_mode: Literal["standalone", "sentinel", "cluster"] = "standalone"
    tasks_redis_url: RedisDsn | Literal[""] = ""
    tasks_redis_sentinels: str = ""
    tasks_redis_service_name: str = "fashionistar-tasks"
    tasks_redis_service_name_emails: str = ""
    tasks_redis_service_name_analytics: str = ""
    tasks_redis_sentinel_username: str = ""
    tasks_redis_sentinel_password: SecretStr | None = None
    tasks_redis_nodes: str = ""
    tasks_redis_username: str = ""
    tasks_redis_password: SecretStr | None = None
    tasks_redis_tls: bool = False
    tasks_redis_tls_ca_file: str = ""
    tasks_redis_tls_cert_file: str = ""
    tasks_redis_tls_key_file: str = ""
    tasks_redis_prefix: str = Field(default="fashionistar", pattern=r"^[A-Za-z0-9_.-]+$")

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        """Refuse a mode without its place, and places of two modes at once."""
        mode = self.tasks_redis_mode
        needed = _NEEDS[mode]
        given = [name for name in _PLAIN if getattr(self, name)]
        if others := [name.upper() for name in given if name != needed]:
            raise ValueError(f"{' and '.join(others)} cannot go with TASKS_REDIS_MODE={mode}")
        if needed not in given and (mode != "standalone" or self._must_be_named()):
            raise ValueError(f"{needed.upper()} is missing: TASKS_REDIS_MODE={mode} needs it")
        for name in _PLAIN[1:]:
            try:
                addresses(getattr(self, name), _REDIS_PORT)
            except ValueError:
                raise ValueError(f"{name.upper()} must be host:port,host:port") from None
        if found := problems(self.task_options("default", fallback="redis://127.0.0.1/0")):
            raise ValueError(f"the tasks' Redis: {' '.join(found)}".rstrip("."))
        return self

    def _must_be_named(self) -> bool:
        """Whether the cache's server will not do as a fallback."""
        return True

    def task_options(self, alias: str, *, fallback: str) -> dict[str, Any]:
        """Return OPTIONS of one alias of `TASKS`; `fallback` is the url where none is named."""
        options = _PLACES[self.tasks_redis_mode](self, alias, fallback)
        secret = self.tasks_redis_password
        wishes: dict[str, Any] = {
            "prefix": self.tasks_redis_prefix,
            "username": self.tasks_redis_username,
            "password": secret.get_secret_value() if secret else "",
            "tls": self.tasks_redis_tls,
            "tls_ca_file": self.tasks_redis_tls_ca_file,
            "tls_cert_file": self.tasks_redis_tls_cert_file,
            "tls_key_file": self.tasks_redis_tls_key_file,
        }
        return options | {name: value for name, value in wishes.items() if value}


def _standalone(env: TaskRedis, _alias: str, fallback: str) -> dict[str, Any]:
    return {"mode": "standalone", "url": str(env.tasks_redis_url or fallback)}


def _sentinel(env: TaskRedis, alias: str, _fallback: str) -> dict[str, Any]:
    own_name = getattr(env, f"tasks_redis_service_name_{alias}", "")
    secret = env.tasks_redis_sentinel_password
    wishes = {
        "sentinel_username": env.tasks_redis_sentinel_username,
        "sentinel_password": secret.get_secret_value() if secret else "",
    }
    return {
        "mode": "sentinel",
        "sentinels": addresses(env.tasks_redis_sentinels, _SENTINEL_PORT),
        "service_name": own_name or env.tasks_redis_service_name,
        **{name: value for name, value in wishes.items() if value},
    }


def _cluster(env: TaskRedis, _alias: str, _fallback: str) -> dict[str, Any]:
    return {"mode": "cluster", "nodes": addresses(env.tasks_redis_nodes, _REDIS_PORT)}


_PLACES = {"standalone": _standalone, "sentinel": _sentinel, "cluster": _cluster}
