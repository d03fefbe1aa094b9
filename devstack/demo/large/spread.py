"""From the stage to the shop's tables, by SQL.

This is a tool, not a domain: it writes tables of products and inventory by their names, because
their services save one product at a time. Constraints and the search trigger hold for it, too.
"""

from collections.abc import Mapping
from functools import cache

from django.apps import apps
from django.conf import settings
from django.db import models
from psycopg import sql

_MADE = "to_timestamp(made_ms / 1000.0)"


def _id(letter: str, place: str = "place") -> str:
    """A UUIDv7 of the product's moment for its `place`-th variant or picture, always the same."""
    plain = "replace(stage.id::text, '-', '')"
    rest = f"substr(md5({plain} || '{letter}' || {place}), 1, 19)"
    return f"(left({plain}, 13) || overlay({rest} placing '8' from 4 for 1))::uuid"


CELLS = f"""
INSERT INTO cell
SELECT {_id("v")}, id, vendor_id, {_MADE}, 'L' || lpad(number::text, 7, '0') || '-' || place,
    size, colour, hex, price, sale, place, units
FROM stage, unnest(sizes, colours, hexes, stocks)
    WITH ORDINALITY AS one(size, colour, hex, units, place)
"""  # noqa: S608
_STAMPS = {"created_at": _MADE, "updated_at": _MADE}
_PRODUCT = {
    **{name: f"stage.{name}" for name in ("id", "vendor_id", "category_id", "brand_id", "title")},
    **{name: f"stage.{name}" for name in ("slug", "description", "tags", "status")},
    **_STAMPS,
    "published_at": "to_timestamp(shown_ms / 1000.0)",
    "currency": "currency",
    "rating_average_hundredths": "rating",
    "rating_count": "rating_count",
    "lowest_price_minor": "coalesce(sale, price)",
    "lowest_compare_minor": "CASE WHEN sale IS NOT NULL THEN price END",
    "is_in_stock": "0 < ANY(stocks)",
    "is_vendor_open": "vendor.status = 'approved'",
    "cover_id": _id("m", "1"),
    "sizes": "size_run",
    "colours": "tone_run",
    "vendor_name": "vendor.store_name",
    "popularity": "asked",
}
_VARIANT = {
    **{name: name for name in ("id", "product_id", "vendor_id", "sku", "size")},
    "created_at": "made_at",
    "updated_at": "made_at",
    "colour_name": "colour",
    "colour_hex": "hex",
    "price_minor": "price",
    "sale_price_minor": "sale",
    "currency": "currency",
    "position": "place - 1",
    "is_in_stock": "units > 0",
}
_MEDIA = {
    "id": _id("m"),
    "product_id": "stage.id",
    **_STAMPS,
    "image": "name",
    "width": "width",
    "height": "height",
    "position": "place - 1",
    "alt": "title",
    "status": "'ready'",
    "renditions": "renditions",
}
_STOCK = {"variant_id": "id", "on_hand": "units", "reserved": "0"}
_MOVEMENT = {
    "variant_id": "id",
    "kind": "'receive'",
    "quantity": "units",
    "on_hand_before": "0",
    "on_hand_after": "units",
    "reserved_before": "0",
    "reserved_after": "0",
    "reason": "'load_catalogue'",
    "at": "made_at",
}
_COLLECTIONS = """
INSERT INTO products_product_collections (product_id, collection_id)
SELECT id, unnest(collections) FROM stage
"""
_PICTURES = (
    "stage, unnest(pictures) WITH ORDINALITY AS one(picture, place) "
    "JOIN shared ON shared.picture = one.picture"
)


@cache
def statements() -> tuple[str, ...]:
    """What fills the tables from `stage`, `cell` and `shared`, in order."""
    return (
        _insert(
            "products.Product",
            _PRODUCT,
            "stage JOIN vendors_vendor vendor ON vendor.id = vendor_id",
        ),
        _insert("products.Variant", _VARIANT, "cell"),
        _insert("products.Media", _MEDIA, _PICTURES),
        _COLLECTIONS,
        _insert("inventory.Stock", _STOCK, "cell"),
        _insert("inventory.Movement", _MOVEMENT, "cell WHERE units > 0"),
    )


def _insert(label: str, given: Mapping[str, str], source: str) -> str:
    """An INSERT … SELECT; a column that is not given gets its field's default."""
    model = apps.get_model(label)
    currency = sql.Literal(settings.DEFAULT_CURRENCY).as_string()
    values = {name: currency if text == "currency" else text for name, text in given.items()}
    for field in model._meta.local_concrete_fields:  # noqa: SLF001 -- documented
        if field.column not in given and not _fills_itself(field):
            values[str(field.column)] = _default(field)
    table = model._meta.db_table  # noqa: SLF001
    names, found = ", ".join(values), ", ".join(values.values())
    return f"INSERT INTO {table} ({names}) SELECT {found} FROM {source}"  # noqa: S608


def _fills_itself(field: "models.Field[object, object]") -> bool:
    is_made = isinstance(field, models.AutoField) or field.generated or field.has_db_default()
    return is_made or (field.null and not field.has_default())


def _default(field: "models.Field[object, object]") -> str:
    value = field.get_default()
    if isinstance(field, models.JSONField):
        return "'[]'::jsonb" if value == [] else "'{}'::jsonb"
    return sql.Literal(value).as_string()
