"""Page sessions in PostgreSQL, encrypted: whoever reads the table learns nothing from it."""

import base64
import hashlib
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore


@cache
def _cipher() -> MultiFernet:
    """The first key encrypts, each of them decrypts: so keys are changed without a logout."""
    digests = [hashlib.sha256(key.encode()).digest() for key in settings.SESSION_ENCRYPTION_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SessionStore(DatabaseSessionStore):
    """SESSION_ENGINE names this module."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the encrypted content."""
        return _cipher().encrypt(json.dumps(session_dict, separators=(",", ":")).encode()).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the content; an empty session for what no key of ours encrypted."""
        try:
            content: dict[str, Any] = json.loads(_cipher().decrypt(session_data))
        except InvalidToken:
            return {}
        return content
