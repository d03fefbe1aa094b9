"""What a product repeats of its reviews."""

from django.db.models import Avg, Count

from apps.common.outbox import publish
from apps.products.contracts import ProductId
from apps.products.events import ReviewsChanged
from apps.products.models import Product, Review
from apps.products.selectors.own import locked
from apps.products.selectors.reviews import listed_id


def refresh_rating(product: Product) -> None:
    """Recompute the average over the published reviews; the caller holds the product's lock."""
    seen = product.reviews.filter(is_published=True).aggregate(
        average=Avg("rating"), count=Count("id")
    )
    product.rating_average_hundredths = round((seen["average"] or 0) * 100)
    product.rating_count = seen["count"]
    product.save(update_fields=["rating_average_hundredths", "rating_count"])
    publish(ReviewsChanged(product_id=product.id))


def locked_with_review(**wanted: object) -> tuple[Product, Review] | None:
    """Lock a review after its product, in this order everywhere; None if there is none."""
    product_id = Review.objects.filter(**wanted).values_list("product_id", flat=True).first()
    if product_id is None:
        return None
    product = locked(ProductId(product_id))
    rows = Review.objects.select_for_update(no_key=True)
    review = rows.filter(product_id=product_id, **wanted).first()  # it may be gone by now
    return None if review is None else (product, review)


def locked_by_slug(slug: str) -> Product:
    """Return a product that the public may see, locked.

    Raises:
        ProductNotFound: there is none.
    """
    return locked(listed_id(slug))
