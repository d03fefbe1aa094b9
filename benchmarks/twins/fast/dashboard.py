"""The vendor's dashboard: the same statements as ours, gathered on asyncpg's pool.

It sends the rows as they come; ours works them into figures, days and a forecast besides.
"""

import asyncio
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import APIRouter, HTTPException, Request, Response

router = APIRouter()
# The account and its sign-in must still count, and whose store it is.
FAMILY = """
SELECT f.ended_at, f.expires_at, f.auth_hash, u.id, u.email, u.name, u.is_active, u.password
FROM authentication_tokenfamily f JOIN authentication_user u ON u.id = f.user_id
WHERE f.id = $1 AND u.id = $2
"""
STORE = """
SELECT v.* FROM vendors_vendor v JOIN vendors_vendormember m ON m.vendor_id = v.id
WHERE m.user_id = $1
"""


@cache
def _known() -> dict[str, Any]:
    path = Path(os.environ["BENCH_FOLDER"]) / "statements.json"
    found: dict[str, Any] = json.loads(path.read_text())
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(found["key"]))
    return found | {"key": key}


async def _fetch(pool: Any, text: str, *values: object) -> list[Any]:
    async with pool.acquire() as connection:
        found: list[Any] = await connection.fetch(text, *values)
        return found


async def _user(request: Request) -> str:
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        claims = jwt.decode(
            token, _known()["key"], ["EdDSA"], audience="fashionistar-api", issuer="fashionistar"
        )
    except jwt.InvalidTokenError as error:
        raise HTTPException(401) from error
    found = await _fetch(request.app.state.plain, FAMILY, claims["sid"], claims["sub"])
    if not found or not found[0]["is_active"] or found[0]["ended_at"]:
        raise HTTPException(401)
    return str(claims["sub"])


@router.get("/api/v2/vendor/dashboard/")
async def show_dashboard(request: Request) -> Response:
    """All at once."""
    pool = request.app.state.plain
    stores = await _fetch(pool, STORE, await _user(request))
    if not stores:
        raise HTTPException(403)
    answers = await asyncio.gather(*(_fetch(pool, text) for text in _known()["reads"]))
    page = {"vendor": dict(stores[0]), "answers": [[dict(row) for row in one] for one in answers]}
    return Response(msgspec.json.encode(page), media_type="application/json")
