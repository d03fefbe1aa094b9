"""The sizes and colours that the shop has: found by jumps along an index, not by reading all."""

from typing import Any

from apps.common.db import preparing_cursor

# Each step asks the index for the next different word: PostgreSQL has no such scan of its own.
_NEXT = """
SELECT upper(variant.{column}) AS word, {columns}
FROM products_variant AS variant JOIN products_product AS product ON product.id = product_id
WHERE variant.is_active AND upper(variant.{column}) > {after}
    AND product.status = 'published' AND product.is_vendor_open
ORDER BY upper(variant.{column}) LIMIT 1
"""
_JUMPS = """
WITH RECURSIVE seen AS (
    ({first}) UNION ALL SELECT found.* FROM seen CROSS JOIN LATERAL ({following}) AS found
)
SELECT * FROM seen LIMIT %s
"""


def _jumps(column: str, *columns: str) -> str:
    shown = ", ".join(f"variant.{name}" for name in columns)
    first, following = (
        _NEXT.format(column=column, columns=shown, after=after) for after in ("''", "seen.word")
    )
    return _JUMPS.format(first=first, following=following)


_SIZES = _jumps("size", "size")
_COLOURS = _jumps("colour_name", "colour_name", "colour_hex")


def sizes_and_colours(*, limit: int = 40) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the sizes, and the colours with their swatches, that published products come in.

    Two statements, a jump for each word; a word in two spellings comes once.
    """
    sizes = tuple(size for _, size in _words(_SIZES, limit))
    return sizes, tuple((name, swatch) for _, name, swatch in _words(_COLOURS, limit))


def _words(statement: str, limit: int) -> list[tuple[Any, ...]]:
    with preparing_cursor() as cursor:
        cursor.execute(statement, [limit])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
