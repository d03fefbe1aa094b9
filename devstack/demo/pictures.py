"""Pictures as bytes, drawn in other processes."""

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import Self

from devstack.demo.art.emblem import draw_logo
from devstack.demo.art.recipe import draw_detail, draw_front, encode, has_detail
from devstack.demo.catalogue import Product, Vendor
from devstack.demo.showcase import draw_cover

PROCESSES = 2


@dataclass(frozen=True)
class Shot:
    """One picture; `colour` is the variant that it shows, None for the cloth close by."""

    content: bytes
    alt: str
    colour: str | None = None


class Studio:
    """Processes that draw ahead while the loader writes rows.

    They are spawned, not forked: a forked one would share the parent's database pool.
    """

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(PROCESSES, mp_context=context)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Stop; what is not drawn yet is not drawn any more."""
        self._pool.shutdown(cancel_futures=True)

    def product(self, product: Product) -> Future[list[Shot]]:
        """Draw a product's pictures some time soon."""
        return self._pool.submit(shots_of, product)

    def vendor(self, vendor: Vendor) -> Future[tuple[bytes, bytes]]:
        """Draw a vendor's mark and banner some time soon."""
        return self._pool.submit(marks_of, vendor)


def shots_of(product: Product) -> list[Shot]:
    """The front in each colour, and the cloth where it says something."""
    recipe = product.recipe
    shots = [
        Shot(
            encode(draw_front(recipe, colour.hex, product.slug)),
            f"{product.title} in {colour.name.lower()}",
            colour.name,
        )
        for colour in product.colours
    ]
    if has_detail(recipe):
        first = product.colours[0]
        cloth = encode(draw_detail(recipe, first.hex, product.slug))
        alt = f"The cloth of {product.title}, close by"
        shots.insert(1, Shot(cloth, alt))
    return shots


def marks_of(vendor: Vendor) -> tuple[bytes, bytes]:
    """The vendor's mark and its banner."""
    return encode(draw_logo(*vendor.logo)), encode(draw_cover(vendor))
