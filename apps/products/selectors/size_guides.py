"""Size guides: those of a house, and the one that counts for a product."""

from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from apps.common.db import Named, Prepared
from apps.products import size_contracts
from apps.products.contracts import ProductId
from apps.products.errors import SizeGuideNotFound
from apps.products.models import Product, SizeGuide
from apps.products.models.taxonomy import MAX_DEPTH
from apps.products.review_states import Fit
from apps.products.size_contracts import SizeAdvice, SizeGuideId, rows_from_json
from apps.vendors.contracts import VendorId


def guide_json() -> Subquery:
    """Return the guide of a QuerySet's products as one JSON column, for `advice_from`.

    The one that the product names; else its house's for the nearest category, walking up; else
    the marketplace's.
    """
    steps = [f"category{'__parent' * above}_id" for above in range(MAX_DEPTH)]
    nearest = [
        When(category_id=OuterRef(step), then=Value(number))
        for number, step in enumerate(steps, start=1)
    ]
    named = When(pk=OuterRef("size_guide_id"), then=Value(0))
    theirs = Q(vendor_id__isnull=True) | Q(vendor_id=OuterRef("vendor_id"))
    found = (
        SizeGuide.objects.filter(theirs)
        .annotate(distance=Case(named, *nearest, default=None, output_field=IntegerField()))
        .filter(distance__isnull=False)
        .order_by(
            Case(When(distance=0, then=Value(0)), default=Value(1)),
            F("vendor_id").asc(nulls_last=True),
            "distance",
        )
    )
    columns = ("id", "vendor_id", "title", "how_to_measure", "measures", "rows", "distance")
    whole = JSONObject(category=F("category__slug"), **{name: F(name) for name in columns})
    return Subquery(found.values(whole=whole)[:1])


SIZE_ADVICE = Prepared(
    lambda: Product.objects.filter(id=Named("product_id")).values_list("fit", guide_json())
)


def size_guide_for(product_id: ProductId) -> SizeAdvice:
    """Return the note on a product's fit and the guide that counts for it: one query.

    The async door runs `reads.first(SIZE_ADVICE, product_id=…)` and maps it by `advice_from`.
    """
    return advice_from(SIZE_ADVICE.first(product_id=product_id))


def advice_from(row: tuple[str, dict[str, Any] | None] | None) -> SizeAdvice:
    """Return what a row of `SIZE_ADVICE` says; nothing for no row."""
    fit, guide = row or ("", None)
    note = Fit(fit) if fit else None
    if guide is None:
        return SizeAdvice(fit=note, guide=None)
    return SizeAdvice(fit=note, guide=_guide_from(guide), is_named=guide["distance"] == 0)


def _guide_from(found: dict[str, Any]) -> size_contracts.SizeGuide:
    vendor_id = found["vendor_id"]
    return size_contracts.SizeGuide(
        id=SizeGuideId(UUID(found["id"])),
        vendor_id=None if vendor_id is None else UUID(vendor_id),
        title=found["title"],
        category=found["category"] or "",
        how_to_measure=found["how_to_measure"],
        measures=tuple(found["measures"]),
        rows=rows_from_json(found["rows"]),
    )


def guide_of(row: SizeGuide) -> size_contracts.SizeGuide:
    """Return a loaded row as others see it."""
    return size_contracts.SizeGuide(
        id=SizeGuideId(row.id),
        vendor_id=row.vendor_id,
        title=row.title,
        category=row.category.slug if row.category else "",
        how_to_measure=row.how_to_measure,
        measures=tuple(row.measures),
        rows=rows_from_json(row.rows),
    )


def guides_of(vendor_id: VendorId | None) -> QuerySet[SizeGuide]:
    """Every guide of a house; None is the marketplace."""
    mine = Q(vendor_id__isnull=True) if vendor_id is None else Q(vendor_id=vendor_id)
    return SizeGuide.objects.filter(mine).select_related("category")


def guides_open_to(vendor_id: VendorId) -> QuerySet[SizeGuide]:
    """Every guide that a house's products may name: its own and the marketplace's."""
    either = Q(vendor_id=vendor_id) | Q(vendor_id__isnull=True)
    return SizeGuide.objects.filter(either).select_related("category")


def size_guide(*, guide_id: SizeGuideId, vendor_id: VendorId | None) -> size_contracts.SizeGuide:
    """Return one guide of a house.

    Raises:
        SizeGuideNotFound: it does not exist or is another's; the two look the same.
    """
    row = guides_of(vendor_id).filter(id=guide_id).first()
    if row is None:
        raise SizeGuideNotFound
    return guide_of(row)


def guide_choices(vendor_id: VendorId) -> tuple[tuple[SizeGuideId, str], ...]:
    """Return the guides that a house's products may name: its own first, then the marketplace's."""
    rows = guides_open_to(vendor_id).order_by(F("vendor_id").asc(nulls_last=True), "title")
    return tuple((SizeGuideId(row.id), row.title) for row in rows)
