"""Bring a product into the shop."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit, clock
from apps.common.outbox import publish
from apps.products.contracts import ProductId, ProductRef
from apps.products.events import ProductPublished
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.services.follow_vendor import is_open
from apps.products.services.summary import require_complete
from apps.products.states import PRODUCT, ProductStatus
from apps.vendors.contracts import VendorId


@transaction.atomic
def publish_product(*, product_id: ProductId, by: UserId | None = None) -> ProductRef:
    """Publish a draft or an archived product. Locks its row.

    The public sees it while its vendor is open. `by` is None for imports and the demo.

    Raises:
        ProductNotFound: no such product.
        IllegalTransition: it is published already.
        NotPublishable: it lacks a category, a variant, or a price above zero.
    """
    product = locked(product_id)
    before = ProductStatus(product.status)
    product.status = PRODUCT.check(before, ProductStatus.PUBLISHED)
    require_complete(product)
    product.published_at = product.published_at or clock.now()
    product.is_vendor_open = is_open(VendorId(product.vendor_id))
    product.save(update_fields=["status", "published_at", "is_vendor_open", "updated_at"])
    audit.record(
        "product.published",
        subject=f"product:{product.id}",
        actor_id=by,
        before={"status": before},
        after={"status": product.status},
    )
    publish(ProductPublished(product_id=product.id, vendor_id=product.vendor_id))
    return product_ref(product)
