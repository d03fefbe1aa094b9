"""What buyers said."""

from apps.products.contracts import ReviewCard
from apps.products.models import Review


def review_card(review: Review) -> ReviewCard:
    """Return the review as readers see it."""
    return ReviewCard(
        author_name=review.author_name,
        rating=review.rating,
        title=review.title,
        body=review.body,
        created_at=review.created_at,
    )
