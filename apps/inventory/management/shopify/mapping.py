"""Turn the rows of one product into what the catalogue understands.

Prices become minor units exactly. Of the options, Size and Color/Colour keep their meaning; all
others join the size ("M / Linen"), since a variant here is a size and a colour.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from apps.common.money import Money
from apps.inventory.management.shopify.reading import SourceGroup, SourceRow
from apps.products.contracts import PictureAddress, ProductSource, VariantSpec

_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_GRAMS = re.compile(r"[0-9]{1,8}(\.[0-9]+)?", re.ASCII)
_COLOURS = {"color", "colour"}
_OPTIONS = (1, 2, 3)


class RowRefused(Exception):
    """One row makes its product impossible."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


@dataclass(frozen=True)
class MappedProduct:
    """A product of the export, with the units and the line of each variant."""

    source: ProductSource
    vendor_name: str
    units: tuple[int, ...]
    lines: tuple[int, ...]
    clipped: int


def mapped(group: SourceGroup, currency: str) -> MappedProduct:
    """Return the product.

    Raises:
        RowRefused: a row lacks its title or price, or holds something that cannot be read.
    """
    for line, fault in group.faults.items():
        raise RowRefused(line, fault)
    first = group.rows[0]
    if not first.cell("Title"):
        raise RowRefused(first.line, "no title")
    if len(group.handle) > 255:  # noqa: PLR2004 - the column's width
        raise RowRefused(first.line, "the handle is too long")
    rows = [row for row in group.rows if _is_variant(row)]
    if not rows:
        raise RowRefused(first.line, "no variant price")
    specs = [_spec(row, first, currency, is_only=len(rows) == 1) for row in rows]
    _refuse_twins(rows, specs)
    counted = [_units(row) for row in rows]
    return MappedProduct(
        source=_source(group, rows, specs),
        vendor_name=first.cell("Vendor"),
        units=tuple(max(0, units) for units in counted),
        lines=tuple(row.line for row in rows),
        clipped=sum(units < 0 for units in counted),
    )


def _is_variant(row: SourceRow) -> bool:
    """Further pictures stand in rows of their own, without options, SKU and price."""
    names = ("Variant SKU", "Variant Price", *(f"Option{number} Value" for number in _OPTIONS))
    return any(row.cell(name) for name in names)


def _source(
    group: SourceGroup, rows: Sequence[SourceRow], specs: Sequence[VariantSpec]
) -> ProductSource:
    first = group.rows[0]
    return ProductSource(
        handle=group.handle,
        fingerprint=_fingerprint(group, specs[0].price.currency),
        title=first.cell("Title"),
        description=first.cell("Body (HTML)"),
        category=_category(first),
        tags=tuple(tag.strip() for tag in first.cell("Tags").split(",")),
        variants=tuple(specs),
        pictures=tuple(_pictures(group, rows)),
        is_published=_is_published(first),
        seo_title=first.cell("SEO Title"),
        seo_description=first.cell("SEO Description"),
    )


def _fingerprint(group: SourceGroup, currency: str) -> str:
    digest = hashlib.sha256(currency.encode())
    for row in group.rows:
        for name, cell in row.cells.items():
            digest.update(f"{name}\x1f{cell}\x1e".encode())
    return digest.hexdigest()


def _category(row: SourceRow) -> tuple[str, ...]:
    steps = row.cell("Product Category").split(">") if not row.cell("Type") else [row.cell("Type")]
    return tuple(step.strip() for step in steps if step.strip())[:4] or ("Other",)


def _is_published(row: SourceRow) -> bool:
    published = row.cell("Published").lower()
    return published in {"", "true"} and row.cell("Status").lower() in {"", "active"}


def _pictures(group: SourceGroup, rows: Sequence[SourceRow]) -> list[PictureAddress]:
    found = {
        row.cell("Image Src"): PictureAddress(
            url=row.cell("Image Src"), alt=row.cell("Image Alt Text")
        )
        for row in reversed(group.rows)
        if 0 < len(row.cell("Image Src")) <= 2000  # noqa: PLR2004 - the column's width
    }
    pictures = list(reversed(found.values()))
    for place, row in enumerate(rows):
        url = row.cell("Variant Image")
        if url and url not in found and len(url) <= 2000:  # noqa: PLR2004
            pictures.append(PictureAddress(url=url, variant=place))
            found[url] = pictures[-1]
    return pictures


def _spec(row: SourceRow, first: SourceRow, currency: str, *, is_only: bool) -> VariantSpec:
    price = _money(row, "Variant Price", currency)
    if price is None:
        raise RowRefused(row.line, "no variant price")
    before = _money(row, "Variant Compare At Price", currency)
    is_sale = before is not None and price < before
    size, colour = _cell_of(row, first, is_only=is_only)
    return VariantSpec(
        sku=row.cell("Variant SKU").removeprefix("'"),  # a spreadsheet's mark for "this is text"
        price=before if is_sale and before else price,
        sale_price=price if is_sale else None,
        size=size,
        colour=colour,
        barcode=row.cell("Variant Barcode").removeprefix("'")[:64],
        weight_g=_grams(row),
    )


def _cell_of(row: SourceRow, first: SourceRow, *, is_only: bool) -> tuple[str, str]:
    sizes: list[str] = []
    colour = ""
    for number in _OPTIONS:
        name = first.cell(f"Option{number} Name").lower()
        value = row.cell(f"Option{number} Value")
        if not value or (name == "title" and is_only):
            continue
        if name in _COLOURS and not colour:
            colour = value
        else:
            sizes.insert(0 if name == "size" else len(sizes), value)
    return " / ".join(sizes) or "One size", colour


def _money(row: SourceRow, name: str, currency: str) -> Money | None:
    text = row.cell(name)
    if not text:
        return None
    try:
        if not _AMOUNT.fullmatch(text):
            raise ValueError(text)  # noqa: TRY301 - one sentence for both kinds
        return Money.of(text, currency)
    except ValueError as error:
        raise RowRefused(row.line, f"{name}: {text[:40]!r} is no amount in {currency}") from error


def _units(row: SourceRow) -> int:
    text = row.cell("Variant Inventory Qty") or "0"
    if not _WHOLE.fullmatch(text):
        raise RowRefused(row.line, f"Variant Inventory Qty: {text[:40]!r} is no whole number")
    return int(text)


def _grams(row: SourceRow) -> int:
    text = row.cell("Variant Grams") or "0"
    if not _GRAMS.fullmatch(text):
        raise RowRefused(row.line, f"Variant Grams: {text[:40]!r} is no weight")
    return int(text.partition(".")[0])


def _refuse_twins(rows: Sequence[SourceRow], specs: Sequence[VariantSpec]) -> None:
    seen: set[object] = set()
    for row, spec in zip(rows, specs, strict=True):
        for key, reason in (
            (spec.sku, f"the SKU {spec.sku} stands twice"),
            ((spec.size, spec.colour), f"the options {spec.size} {spec.colour} stand twice"),
        ):
            if key and key in seen:
                raise RowRefused(row.line, reason)
            seen.add(key)
