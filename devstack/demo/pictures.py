"""A product's pictures as bytes, drawn in other processes."""

import multiprocessing
from collections.abc import Generator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from devstack.demo.art.emblem import draw_logo
from devstack.demo.art.recipe import draw_detail, draw_front, encode, has_detail
from devstack.demo.catalogue import Product, Vendor
from devstack.demo.showcase import draw_cover

PROCESSES = 2


@dataclass(frozen=True)
class Shot:
    """One picture; `colour` is the variant that it shows, None for the cloth close by."""

    content: bytes
    filename: str
    alt: str
    colour: str | None = None


def drawn(products: list[Product]) -> Generator[list[Shot]]:
    """The pictures of each product in turn, drawn ahead by two processes.

    The children are spawned, not forked: a forked one would share the parent's database pool.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(PROCESSES, mp_context=context)
    try:
        yield from pool.map(shots_of, products)
    finally:  # also when the loader stops in the middle: nothing more is drawn
        pool.shutdown(cancel_futures=True)


def shots_of(product: Product) -> list[Shot]:
    """The front in each colour, and the cloth where it says something."""
    recipe = product.recipe
    shots = [
        Shot(
            encode(draw_front(recipe, colour.hex, product.slug)),
            f"{product.slug}-{colour.name.lower()}.jpg",
            f"{product.title} in {colour.name.lower()}",
            colour.name,
        )
        for colour in product.colours
    ]
    if has_detail(recipe):
        first = product.colours[0]
        cloth = encode(draw_detail(recipe, first.hex, product.slug))
        alt = f"The cloth of {product.title}, close by"
        shots.insert(1, Shot(cloth, f"{product.slug}-cloth.jpg", alt))
    return shots


def logo_of(vendor: Vendor) -> bytes:
    """The vendor's mark."""
    return encode(draw_logo(*vendor.logo))


def cover_of(vendor: Vendor) -> bytes:
    """The vendor's banner."""
    return encode(draw_cover(vendor))
