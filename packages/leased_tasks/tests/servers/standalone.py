"""One server: plain, with AOF, with little memory, with TLS and a password."""

from pathlib import Path
from typing import Any, Self

from tests.servers.certificates import Certificates
from tests.servers.process import Server, server_binary, tls_binary


class Standalone:
    """Mode standalone. `options` go into OPTIONS; `server` is the process."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        """Settings are those of redis.conf, with underscores: appendonly="yes"."""
        facts = {name.replace("_", "-"): value for name, value in settings.items()}
        self.server = Server(folder, {"maxmemory-policy": "noeviction", **facts})
        self.options: dict[str, Any] = {"url": f"redis://127.0.0.1:{self.server.port}/0"}
        self.server.start()

    @classmethod
    def secured(cls, folder: Path) -> Self:
        """Only TLS, certificates on both sides, and one named user."""
        user, password = "worker", "s3cret!"
        papers = Certificates.write(folder / "papers")
        this = cls.__new__(cls)
        server = Server(folder, papers.server_settings(), binary=tls_binary() or server_binary())
        server.settings |= {
            "port": 0,
            "tls-port": server.port,
            "user": f"{user} on >{password} ~* &* +@all",
        }
        server.client_facts = papers.client_facts() | {"username": user, "password": password}
        this.server = server
        this.options = {
            "url": f"rediss://127.0.0.1:{server.port}/0",
            "username": user,
            "password": password,
            **papers.options(),
        }
        server.start()
        return this

    def heal(self) -> None:
        """Bring it back, empty."""
        self.server.start()
        self.server.ask("FLUSHALL")
        self.server.ask("SCRIPT", "FLUSH")

    def stop(self) -> None:
        self.server.stop()
