"""An authority and one certificate for 127.0.0.1, made by the openssl program."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

_NAMES = "subjectAltName=IP:127.0.0.1,DNS:localhost"


@dataclass(frozen=True)
class Certificates:
    """Where the papers lie."""

    authority: Path
    certificate: Path
    key: Path

    @classmethod
    def write(cls, folder: Path) -> Self:
        """Make them; takes a tenth of a second (elliptic curves)."""
        folder.mkdir(parents=True)
        papers = cls(folder / "ca.crt", folder / "own.crt", folder / "own.key")
        usage = ("-addext", "keyUsage=critical,keyCertSign,cRLSign")  # Python 3.13 insists
        _sign(folder / "ca.key", papers.authority, "/CN=test authority", *usage)
        _sign(
            *(papers.key, papers.certificate, "/CN=test"),
            *("-CA", str(papers.authority), "-CAkey", str(folder / "ca.key")),
            *("-addext", _NAMES, "-addext", "basicConstraints=critical,CA:FALSE"),
        )
        return papers

    def server_settings(self) -> dict[str, Any]:
        return {
            "tls-cert-file": self.certificate,
            "tls-key-file": self.key,
            "tls-ca-cert-file": self.authority,
        }

    def options(self) -> dict[str, str]:
        return {
            "tls_ca_file": str(self.authority),
            "tls_cert_file": str(self.certificate),
            "tls_key_file": str(self.key),
        }

    def client_facts(self) -> dict[str, Any]:
        return {
            "ssl": True,
            "ssl_ca_certs": str(self.authority),
            "ssl_certfile": str(self.certificate),
            "ssl_keyfile": str(self.key),
        }


def _sign(key: Path, certificate: Path, subject: str, *more: str) -> None:
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    where = ("-keyout", str(key), "-out", str(certificate))
    command = ["openssl", "req", "-x509", *curve, "-days", "2", "-subj", subject, *where, *more]
    subprocess.run(command, check=True, capture_output=True)
