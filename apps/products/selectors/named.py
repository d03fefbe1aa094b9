"""Whether the slugs among the filters name something: one rule for lists, searches and facets."""

from django.db.models import Value

from apps.common.db import Named, Plan, Prepared, plans
from apps.common.errors import InvalidInput
from apps.products.contracts import ProductFilters
from apps.products.models import Brand, Collection
from apps.vendors import facade as vendors

_NAMES = Prepared(
    lambda: (
        Brand.objects.filter(slug=Named("brand"))
        .order_by()
        .values_list(Value("brand"))
        .union(
            Collection.objects.filter(slug=Named("collection"), is_visible=True)
            .order_by()
            .values_list(Value("collection"))
        )
    )
)


def require_names(filters: ProductFilters) -> Plan[None]:
    """See that the slugs name something: asked only where nothing was found.

    Raises:
        InvalidInput: one does not.
    """
    missing = []
    if filters.brand or filters.collection:
        asked = {"brand": filters.brand, "collection": filters.collection}
        known = {name for (name,) in (yield from plans.rows(_NAMES, **asked))}
        missing = [name for name, slug in asked.items() if slug and name not in known]
    if filters.vendor and not (yield from vendors.is_open_vendor(filters.vendor)):
        missing.append("vendor")
    if missing:
        errors = {name: [f"No {name} has this slug."] for name in missing}
        raise InvalidInput(errors[missing[0]][0], errors=errors)
