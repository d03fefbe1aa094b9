"""Keep a buyer's opinion."""

from datetime import datetime

from django.db import transaction
from django.db.models import Avg, Count

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.errors import InvalidInput
from apps.products import rules
from apps.products.contracts import ProductId, ReviewCard
from apps.products.models import Product, Review
from apps.products.selectors.own import locked
from apps.products.selectors.reviews import review_card

_MAX_RATING = 5


@transaction.atomic
def add_review(
    *,
    product_id: ProductId,
    author_name: str,
    rating: int,
    title: str = "",
    body: str = "",
    user_id: UserId | None = None,
    at: datetime | None = None,
) -> ReviewCard:
    """Save a review and the product's new average. Locks the product's row.

    Raises:
        ProductNotFound: no such product.
        InvalidInput: the rating is not 1 to 5, or nobody's name is given.
    """
    if not 1 <= rating <= _MAX_RATING:
        raise InvalidInput("Rate from 1 to 5.", errors={"rating": ["Rate from 1 to 5."]})
    author = rules.clean_text(author_name, 80)
    if not author:
        raise InvalidInput("Give a name.", errors={"author_name": ["Give a name."]})
    product = locked(product_id)
    review = Review.objects.create(
        product=product,
        user_id=user_id,
        author_name=author,
        rating=rating,
        title=rules.clean_text(title, 120),
        body=body.replace("\x00", "").strip()[:4000],
        created_at=at or clock.now(),
    )
    refresh_rating(product)
    return review_card(review)


def refresh_rating(product: Product) -> None:
    """Recompute the average over the published reviews; the caller holds the product's lock."""
    seen = product.reviews.filter(is_published=True).aggregate(
        average=Avg("rating"), count=Count("id")
    )
    product.rating_average_hundredths = round((seen["average"] or 0) * 100)
    product.rating_count = seen["count"]
    product.save(update_fields=["rating_average_hundredths", "rating_count"])
