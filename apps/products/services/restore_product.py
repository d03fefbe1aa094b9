"""Put an archived product back on its maker's desk."""

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import audit
from apps.products.contracts import ProductId, ProductRef
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.states import PRODUCT, ProductStatus


@transaction.atomic
def restore_product(*, product_id: ProductId, by: UserId | None = None) -> ProductRef:
    """Make an archived product a draft again. Locks its row.

    Raises:
        ProductNotFound: no such product.
        IllegalTransition: it is not archived.
    """
    product = locked(product_id)
    before = ProductStatus(product.status)
    product.status = PRODUCT.check(before, ProductStatus.DRAFT)
    product.save(update_fields=["status", "updated_at"])
    audit.record(
        "product.restored",
        subject=f"product:{product.id}",
        actor_id=by,
        before={"status": before},
        after={"status": product.status},
    )
    return product_ref(product)
