"""Keep an opinion that comes with an import or the demo; buyers use `write_review`."""

from datetime import datetime

from django.db import transaction

from apps.authentication.contracts import UserId
from apps.common import clock
from apps.common.errors import InvalidInput
from apps.products import review_rules, rules
from apps.products.contracts import ProductId, ReviewId
from apps.products.models import Review
from apps.products.selectors.own import locked
from apps.products.services.rate_product import refresh_rating

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
) -> ReviewId:
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
        body=review_rules.clean_body(body, review_rules.MAX_BODY),
        created_at=at or clock.now(),
    )
    refresh_rating(product)
    return ReviewId(review.id)
