"""Running reads on a real pool: the data must be committed, so `django_db(transaction=True)`."""

from collections.abc import Awaitable, Callable

from asgiref.sync import async_to_sync

from apps.common import reads


def on_the_pool[Answer](ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Await `ask` on a loop of its own whose pool is open, and close that."""

    async def run() -> Answer:
        await reads.open_pool()
        try:
            return await ask()
        finally:
            await reads.close_pool()

    return async_to_sync(run)()
