"""Take a product out of the shop."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.common.outbox import publish
from apps.products.contracts import ProductId, ProductRef
from apps.products.events import ProductArchived
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.states import PRODUCT, ProductStatus


@transaction.atomic
def archive_product(*, product_id: ProductId, by: UserId | None = None) -> ProductRef:
    """Archive a draft or a published product; orders keep their own copy. Locks its row.

    `by` is None for imports and the demo.

    Raises:
        ProductNotFound: no such product.
        IllegalTransition: it is archived already.
    """
    product = locked(product_id)
    before = ProductStatus(product.status)
    product.status = PRODUCT.check(before, ProductStatus.ARCHIVED)
    product.save(update_fields=["status"])
    audit.record(
        "product.archived",
        subject=f"product:{product.id}",
        actor_id=by,
        before={"status": before},
        after={"status": product.status},
    )
    publish(ProductArchived(product_id=product.id, vendor_id=product.vendor_id))
    return product_ref(product)
