"""Make, change and remove size guides: a house its own, staff the marketplace's."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db import IntegrityError, transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.common.errors import InvalidInput
from apps.products import rules, size_contracts
from apps.products.contracts import ProductId
from apps.products.errors import SizeGuideExists, SizeGuideNotFound
from apps.products.models import SizeGuide
from apps.products.review_states import Fit
from apps.products.selectors.kept import kept
from apps.products.selectors.own import locked
from apps.products.selectors.size_guides import guide_of, guides_of
from apps.products.services.taxonomy import category_with_slug
from apps.products.size_contracts import SizeGuideId, SizeGuideSpec, SizeRow
from apps.vendors.contracts import VendorId


@transaction.atomic
def save_size_guide(
    *,
    spec: SizeGuideSpec,
    vendor_id: VendorId | None,
    by: UserId | None,
    guide_id: SizeGuideId | None = None,
) -> size_contracts.SizeGuide:
    """Make a guide, or replace what a known one says; None as vendor is the marketplace.

    `by` is None for the demo.

    Raises:
        InvalidInput: no title, a table with too little or too much, twice the same size or
            column, a measurement that no body has, an unknown category.
        SizeGuideNotFound: that house has no such guide.
        SizeGuideExists: the house has another guide for the category.
    """
    clean = _checked(spec)
    row = SizeGuide(vendor_id=vendor_id) if guide_id is None else _locked(guide_id, vendor_id)
    row.title, row.how_to_measure = clean.title, clean.how_to_measure
    row.category = category_with_slug(clean.category)
    row.measures, row.rows = list(clean.measures), size_contracts.rows_as_json(clean.rows)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise SizeGuideExists("Change that one, or leave the category empty.") from error
    verb = "added" if guide_id is None else "changed"
    audit.record(
        f"size-guide.{verb}",
        subject=f"size-guide:{row.id}",
        actor_id=by,
        after={"title": row.title, "category": clean.category, "sizes": len(clean.rows)},
    )
    return guide_of(row)


@transaction.atomic
def remove_size_guide(*, guide_id: SizeGuideId, vendor_id: VendorId | None, by: UserId) -> None:
    """Remove a guide; products that named it fall back to that of their category.

    Raises:
        SizeGuideNotFound: that house has no such guide.
    """
    row = _locked(guide_id, vendor_id)
    audit.record(
        "size-guide.removed",
        subject=f"size-guide:{row.id}",
        actor_id=by,
        before={"title": row.title},
    )
    row.delete()


@transaction.atomic
def set_fit(*, product_id: ProductId, guide_id: SizeGuideId | None, fit: Fit | None) -> None:
    """Say how a product turns out, and name its guide; None is that of its category.

    Locks the guide's row, then the product's, as whoever removes the guide does.

    Raises:
        ProductNotFound: no such product.
        InvalidInput: the guide is neither its vendor's nor the marketplace's.
    """
    guide = None if guide_id is None else kept(SizeGuide.objects.filter(id=guide_id))
    product = locked(product_id)
    if guide_id is not None and (guide is None or guide.vendor_id not in {None, product.vendor_id}):
        sentence = "No such size guide."
        raise InvalidInput(sentence, errors={"size_guide": [sentence]})
    product.size_guide_id, product.fit = guide_id, fit or ""
    product.save(update_fields=["size_guide", "fit", "updated_at"])


def _locked(guide_id: SizeGuideId, vendor_id: VendorId | None) -> SizeGuide:
    rows = guides_of(vendor_id).select_for_update(of=("self",))
    row = rows.filter(id=guide_id).first()
    if row is None:
        raise SizeGuideNotFound
    return row


def _checked(spec: SizeGuideSpec) -> SizeGuideSpec:
    title = rules.clean_text(spec.title, 80)
    if not title:
        _refuse("title", "Give a title.")
    how_to = spec.how_to_measure.replace("\x00", "").strip()
    if len(how_to) > size_contracts.MAX_HOW_TO:
        _refuse("how_to_measure", f"At most {size_contracts.MAX_HOW_TO} characters.")
    measures = tuple(rules.clean_text(word, size_contracts.MAX_WORD) for word in spec.measures)
    rows = tuple(
        replace(row, size=rules.clean_text(row.size, size_contracts.MAX_WORD)) for row in spec.rows
    )
    _check_words("measures", measures, size_contracts.MAX_MEASURES)
    _check_words("rows", [row.size for row in rows], size_contracts.MAX_SIZES)
    for row in rows:
        _check_row(row, len(measures))
    return replace(spec, title=title, how_to_measure=how_to, measures=measures, rows=rows)


def _check_words(field: str, words: Iterable[str], most: int) -> None:
    counted = Counter(word.lower() for word in words)
    if not 1 <= counted.total() <= most:
        _refuse(field, f"From 1 to {most} of them.")
    if "" in counted:
        _refuse(field, "Each needs a name.")
    if twice := next((word for word, times in counted.items() if times > 1), None):
        _refuse(field, f"{twice} stands twice.")


def _check_row(row: SizeRow, columns: int) -> None:
    if len(row.values) != columns:
        _refuse("rows", f"{row.size} needs {columns} measurements; leave empty what is unknown.")
    for value in row.values:
        if value is None:
            continue
        if not value.is_finite() or not 0 < value <= size_contracts.LARGEST_CM:
            _refuse("rows", f"{row.size}: from 0.1 to {size_contracts.LARGEST_CM} cm.")
        if value != round(value, 1):
            _refuse("rows", f"{row.size}: one decimal is enough.")


def _refuse(field: str, sentence: str) -> None:
    raise InvalidInput(sentence, errors={field: [sentence]})
