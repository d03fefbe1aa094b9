"""Take a product out of the shop."""

from django.db import transaction

from apps.common.outbox import publish
from apps.products.contracts import ProductId, ProductRef
from apps.products.events import ProductArchived
from apps.products.selectors.own import locked
from apps.products.selectors.refs import product_ref
from apps.products.states import PRODUCT, ProductStatus


@transaction.atomic
def archive_product(*, product_id: ProductId) -> ProductRef:
    """Archive a draft or a published product; orders keep their own copy. Locks its row.

    Raises:
        ProductNotFound: no such product.
        IllegalTransition: it is archived already.
    """
    product = locked(product_id)
    product.status = PRODUCT.check(ProductStatus(product.status), ProductStatus.ARCHIVED)
    product.save(update_fields=["status"])
    publish(ProductArchived(product_id=product.id, vendor_id=product.vendor_id))
    return product_ref(product)
