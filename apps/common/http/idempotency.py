"""A write that a client may send twice and that happens once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import OperationalError, transaction
from django.http import HttpRequest
from psycopg.errors import LockNotAvailable

from apps.common.db import preparing_cursor
from apps.common.errors import BadRequest, Conflict, DomainError, InvalidInput, NotNow
from apps.common.http.idempotency_models import IdempotencyKey

_USABLE_KEY = re.compile(r"[\x21-\x7e]{8,200}")
_WAIT_MS = 5_000  # for the first request with the key
_PATIENCE_MS = 30_000  # for everything that the write locks
_CLAIM = """
WITH bounded AS (SELECT set_config('lock_timeout', %s, true))
INSERT INTO common_idempotencykey (owner, key, fingerprint, created_at)
SELECT %s, %s, %s, now() FROM bounded ON CONFLICT DO NOTHING
RETURNING set_config('lock_timeout', %s, true)
"""
_ANSWER = "UPDATE common_idempotencykey SET status = %s, answer = %s WHERE owner = %s AND key = %s"


class KeyMissing(BadRequest):
    """The address wants an Idempotency-Key."""

    code, title = "idempotency-key-missing", "Send an Idempotency-Key"


class KeyUnusable(BadRequest):
    """The key is too short, too long or holds odd characters."""

    code, title = "idempotency-key-unusable", "The Idempotency-Key cannot be used"


class KeyReused(InvalidInput):
    """The key came before, with another request."""

    code, title = "idempotency-key-reused", "The Idempotency-Key belongs to another request"


class StillRunning(Conflict):
    """The first request with this key has not ended yet."""

    code, title = "idempotency-key-in-use", "The first request with this key is still running"


class Busy(NotNow):
    """What the write wants to lock did not become free in time."""

    code, title = "busy", "Too many want this at the same moment"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body, as the client gets them."""

    status: int
    body: dict[str, Any]


def idempotency_key(request: HttpRequest) -> str:
    """Read the Idempotency-Key header: 8 to 200 visible ASCII characters.

    Raises:
        KeyMissing: there is none.
        KeyUnusable: it is no such text.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise KeyMissing("Make a random one for each new order and repeat it when you retry.")
    if not _USABLE_KEY.fullmatch(key):
        raise KeyUnusable("Use 8 to 200 visible ASCII characters.")
    return key


def fingerprint(request: HttpRequest) -> str:
    """Digest what makes two requests the same: method, path and body."""
    parts = (request.method or "", request.path)
    return hashlib.sha256("\n".join(parts).encode() + b"\n" + request.body).hexdigest()


def digest_of(*wish: object) -> str:
    """Digest what makes two wishes the same, where no request says it: by their `repr`."""
    return hashlib.sha256(repr(wish).encode()).hexdigest()


def idempotent(
    *, owner: UUID, key: str, request_digest: str, write: Callable[[], Answer]
) -> Answer:
    """Run `write` once per owner and key; give every repeat the stored answer.

    One transaction holds the key's row and all that `write` does, so a crash or a DomainError
    leaves neither. A parallel request with the key waits at the unique index for the first one.

    Raises:
        KeyReused: the key came before with another method, path or body.
        StillRunning: the first request took longer than 5 seconds.
        Busy: another lock was not free within 30 seconds. Nothing is kept.
    """
    with transaction.atomic():
        refusal: DomainError = StillRunning("Wait a moment and send it again.")
        try:
            if _claim(owner, key, request_digest):
                refusal = Busy("Nothing was kept. Send it again.", retry_after=1)
                answer = write()
                _keep(owner, key, answer)
                return answer
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise refusal from error
            raise
    return _stored(owner, key, request_digest)


def _claim(owner: UUID, key: str, request_digest: str) -> bool:
    """Insert the key's row; False when it is there. Waits for one that is being written."""
    with preparing_cursor() as cursor:
        cursor.execute(
            _CLAIM, [f"{_WAIT_MS}ms", str(owner), key, request_digest, f"{_PATIENCE_MS}ms"]
        )
        return bool(cursor.rowcount == 1)


def _keep(owner: UUID, key: str, answer: Answer) -> None:
    body = msgspec.json.encode(answer.body).decode()
    with preparing_cursor() as cursor:
        cursor.execute(_ANSWER, [answer.status, body, str(owner), key])


def _stored(owner: UUID, key: str, request_digest: str) -> Answer:
    row = IdempotencyKey.objects.get(owner=str(owner), key=key)
    if row.fingerprint != request_digest:
        raise KeyReused("Use a new key for a new request.")
    return Answer(status=row.status or 200, body=row.answer or {})
