"""Loading: batches in two threads, each batch one transaction, with what is slow set aside."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed

from django.conf import settings
from django.db import connection, transaction

from apps.products import facade as catalogue
from devstack.demo.large import aside
from devstack.demo.large.books import (
    Load,
    LoadRefused,
    Range,
    known_load,
    missing,
    note_batch,
    open_books,
)
from devstack.demo.large.goods import Maker
from devstack.demo.large.pictures import Shared, shared_pictures
from devstack.demo.large.shops import shelves
from devstack.demo.large.stage import fill

LOADERS = 2
BATCH = 2500
MANY = 20_000  # from here on, building indexes again is cheaper than keeping them
_TELL_EVERY = 2.0  # seconds
type Say = Callable[[str], None]


def load_catalogue(say: Say, *, products: int, vendors: int, seed: int, many: int = MANY) -> int:
    """Load until the database holds that many products; return how many were added.

    The same seed and number of vendors give the same catalogue, whether in one load or in many.

    Raises:
        LoadRefused: in production; or another catalogue has been loaded, or a larger one.
    """
    load = _opened(products, vendors, seed)
    todo = missing(load, products, BATCH)
    count = sum(last - first + 1 for first, last in todo)
    is_large = count >= many
    try:
        if count:
            pictures = shared_pictures()
            maker = Maker(seed, shelves(load, len(pictures)))
            if is_large:
                aside.set_aside()
            _fill(say, maker, pictures, todo)
            catalogue.sort_tiers()
    finally:
        began = time.monotonic()
        if built := aside.bring_back():
            say(f"{built} indexes and foreign keys built again in {time.monotonic() - began:.0f} s")
    if count:
        _analyse(is_large=is_large)
        catalogue.refresh_terms()  # what a worker does every quarter of an hour
    return count


def _opened(products: int, vendors: int, seed: int) -> Load:
    if settings.ENVIRONMENT == "production":
        raise LoadRefused("A made-up catalogue is not for production.")
    load = known_load() or open_books(seed, vendors)
    if (load.seed, load.vendors) != (seed, vendors):
        raise LoadRefused(
            f"What is loaded has seed {load.seed} and {load.vendors} vendors; --remove it first."
        )
    if load.products > products:
        raise LoadRefused(f"{load.products} products are loaded already; --remove them first.")
    return load


def _fill(say: Say, maker: Maker, pictures: list[Shared], todo: list[Range]) -> None:
    total = sum(last - first + 1 for first, last in todo)
    began = told = time.monotonic()
    done = 0
    with ThreadPoolExecutor(LOADERS) as pool:
        waiting = {pool.submit(_batch, maker, pictures, batch): batch for batch in todo}
        try:
            for future in as_completed(waiting):
                future.result()
                first, last = waiting[future]
                done += last - first + 1
                now = time.monotonic()
                if now - told >= _TELL_EVERY or done == total:
                    told = now
                    rate = done / (now - began)
                    left = (total - done) / rate
                    say(f"{done:,} of {total:,} products, {rate:,.0f} a second, {left:.0f} s left")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _batch(maker: Maker, pictures: list[Shared], batch: Range) -> None:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")  # a lost batch is loaded again
            fill(maker.rows(*batch), pictures)
            note_batch(batch)
    finally:
        connection.close()


def _analyse(*, is_large: bool) -> None:
    with connection.cursor() as cursor:
        for table in (*aside.TABLES, "products_brand", "products_category", "vendors_vendor"):
            cursor.execute(f"{'VACUUM (ANALYZE)' if is_large else 'ANALYZE'} {table}")
