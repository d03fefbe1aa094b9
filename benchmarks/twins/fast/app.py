"""FastAPI + asyncpg: the outside competitor, written as its documents and its users write it."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from fastapi import FastAPI

from benchmarks.twins.fast import dashboard, products, products_msgspec
from benchmarks.twins.fast.edge import Edge

POOL = 20


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec(
        "jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog"
    )


async def _keep(connection: Any) -> None:
    """Nothing to reset: no request leaves anything behind (asyncpg would ask four statements)."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    url = os.environ["DATABASE_URL"]
    sizes: dict[str, Any] = {"min_size": 1, "max_size": POOL, "reset": _keep}
    async with (
        asyncpg.create_pool(url, init=_prepare, **sizes) as pool,
        asyncpg.create_pool(url, **sizes) as plain,
    ):
        app.state.pool, app.state.plain = pool, plain
        yield


def _application() -> FastAPI:
    app = FastAPI(lifespan=_lifespan, openapi_url=None)
    app.include_router(products.router)
    app.include_router(products_msgspec.router)
    app.include_router(dashboard.router)
    app.add_middleware(Edge)

    @app.get("/hello")
    async def hello() -> dict[str, str]:
        return {"hello": "world"}

    return app


application = _application()
