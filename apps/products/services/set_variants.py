"""Replace a product's size x colour matrix."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from apps.common.errors import InvalidInput
from apps.common.money import Money
from apps.common.outbox import publish
from apps.products import rules
from apps.products.contracts import ProductId, VariantCard, VariantSpec
from apps.products.errors import SkuTaken
from apps.products.events import VariantsSet
from apps.products.models import Product, Variant
from apps.products.selectors.own import locked
from apps.products.selectors.variants import saved_variant_card
from apps.products.services.summary import refresh_summary


@transaction.atomic
def set_variants(
    *, product_id: ProductId, variants: Sequence[VariantSpec]
) -> tuple[VariantCard, ...]:
    """Make the product's variants exactly these, in this order.

    A known variant (same SKU, else same size and colour) is updated and keeps its id; others are
    added; those not named are retired, not deleted, since stock and orders name them. One without
    a SKU gets one from the product's slug, its size and its colour. Locks the
    product's row.

    Raises:
        InvalidInput: twice the same SKU or cell, mixed currencies, a price out of range, more
            than 200 variants.
        SkuTaken: another product of the vendor has a SKU of these.
        NotPublishable: a published product would lose its price.
    """
    product = locked(product_id)
    specs = [_cleaned(spec, product.slug) for spec in variants]
    _check(product, specs)
    rows = _matched(product, specs)
    try:
        with transaction.atomic():
            _save(product, rows)
    except IntegrityError:  # another product got the SKU a moment ago
        _refuse_taken(product, specs)
        raise
    refresh_summary(product)
    publish(VariantsSet(product_id=product.id, variant_ids=tuple(row.id for row in rows)))
    return tuple(saved_variant_card(row) for row in rows)


def _cleaned(spec: VariantSpec, slug: str) -> VariantSpec:
    colour = rules.clean_text(spec.colour, 60)
    size = rules.clean_text(spec.size, 80) or rules.ONE_SIZE
    return VariantSpec(
        sku=rules.clean_text(spec.sku, 64) or rules.sku_for(slug, size, colour),
        price=spec.price,
        size=size,
        colour=colour,
        colour_hex=spec.colour_hex or rules.hex_of(colour),
        sale_price=spec.sale_price,
        barcode=rules.clean_text(spec.barcode, 64),
        weight_g=spec.weight_g,
    )


def _check(product: Product, specs: Sequence[VariantSpec]) -> None:
    if len(specs) > rules.MAX_VARIANTS:
        _refuse(f"At most {rules.MAX_VARIANTS} variants.")
    if twice := _repeated(spec.sku for spec in specs):
        _refuse(f"The SKU {twice} stands twice.")
    if twice := _repeated(f"{spec.size} / {spec.colour}" for spec in specs):
        _refuse(f"The combination {twice} stands twice.")
    for spec in specs:
        check_prices(product.currency, spec.price, spec.sale_price)
    _refuse_taken(product, specs)


def _refuse_taken(product: Product, specs: Sequence[VariantSpec]) -> None:
    others = Variant.objects.filter(
        vendor_id=product.vendor_id, is_active=True, sku__in=[spec.sku for spec in specs]
    ).exclude(product=product)
    if other := others.values_list("sku", flat=True).first():
        raise SkuTaken(f"Another of your products has the SKU {other}.", sku=other)


def check_prices(currency: str, price: Money, sale_price: Money | None) -> None:
    """Check one variant's prices.

    Raises:
        InvalidInput: another currency, below zero, too large, or a sale that is not lower.
    """
    for money in (price, sale_price):
        if money is None:
            continue
        if money.currency != currency:
            _refuse(f"The product is priced in {currency}.", "price")
        if not 0 <= money.minor <= rules.MAX_PRICE_MINOR:
            _refuse("A price is between zero and a hundred billion.", "price")
    if sale_price is not None and sale_price.minor >= price.minor:
        _refuse("The sale price must be below the price.", "sale_price")


def _refuse(sentence: str, field: str = "variants") -> None:
    raise InvalidInput(sentence, errors={field: [sentence]})


def _repeated(values: Iterable[str]) -> str | None:
    return next((value for value, times in Counter(values).items() if times > 1), None)


def _matched(product: Product, specs: Sequence[VariantSpec]) -> list[Variant]:
    """Pair each spec with the row that it changes, or a new one."""
    known = list(product.variants.select_for_update(no_key=True).order_by("-is_active", "id"))
    rows: list[Variant | None] = [_take(known, sku=spec.sku) for spec in specs]
    cells = [(spec.size, spec.colour) for spec in specs]
    return [
        _filled(row or _take(known, cell=cell) or Variant(product=product), spec, position)
        for position, (row, cell, spec) in enumerate(zip(rows, cells, specs, strict=True))
    ]


def _take(
    known: list[Variant], *, sku: str = "", cell: tuple[str, str] | None = None
) -> Variant | None:
    for row in known:
        if row.sku == sku or (row.size, row.colour_name) == cell:
            known.remove(row)
            return row
    return None


def _filled(row: Variant, spec: VariantSpec, position: int) -> Variant:
    row.vendor_id = row.product.vendor_id
    row.sku, row.size, row.colour_name = spec.sku, spec.size, spec.colour
    row.colour_hex, row.barcode, row.weight_g = spec.colour_hex, spec.barcode, spec.weight_g
    row.price_minor, row.currency = spec.price.minor, spec.price.currency
    row.sale_price_minor = None if spec.sale_price is None else spec.sale_price.minor
    row.position, row.is_active = position, True
    return row


def _save(product: Product, rows: Sequence[Variant]) -> None:
    """Retire first and save after, so that swapped SKUs and cells never meet their own index."""
    product.variants.update(is_active=False)
    for row in rows:
        row.save()
