"""Secrets of a development stack: made once, kept in a file that only its owner reads."""

import base64
import fcntl
import os
import secrets
from pathlib import Path

WORDS = ("SECRET_KEY", "TOKEN_SIGNING_KEY", "SANDBOX_SECRET")
PASSWORDS = ("POSTGRES_PASSWORD", "REDIS_PASSWORD")


def load_or_make(path: Path) -> dict[str, str]:
    """Read the key file; add the keys that it lacks; never change one that it has."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = dict(line.split("=", 1) for line in file.read().splitlines() if "=" in line)
        missing = {name: value for name, value in fresh().items() if name not in known}
        file.writelines(f"{name}={value}\n" for name, value in missing.items())
    path.chmod(0o600)
    return known | missing


def fresh() -> dict[str, str]:
    """New random values for every key."""
    fernet = base64.urlsafe_b64encode(os.urandom(32)).decode()
    return (
        {name: secrets.token_urlsafe(64) for name in WORDS}
        | {"SESSION_ENCRYPTION_KEY": fernet}
        | {name: secrets.token_hex(24) for name in PASSWORDS}
    )
