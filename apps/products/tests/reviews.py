"""Somebody who has a product, and what they say of it."""

from typing import Any

from apps.authentication.contracts import UserId
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.products import facade
from apps.products.contracts import Opinion, OwnReview, ProductId
from apps.products.models import Product, Purchase, Review


def owner_of(product: Product, **fields: Any) -> User:
    """An account to which the product was delivered."""
    user: User = UserFactory.create(**{"name": "Ada Obi"} | fields)
    Purchase.objects.create(product=product, user=user, delivered_at=clock.now())
    return user


def say(user: User, product: Product, rating: int = 5, **words: Any) -> OwnReview:
    opinion = Opinion(rating=rating, **words)
    return facade.write_review(slug=product.slug, user_id=UserId(user.pk), opinion=opinion)


def review_of(product: Product, rating: int = 5, **words: Any) -> Review:
    """A published review by somebody new."""
    return Review.objects.get(id=say(owner_of(product), product, rating, **words).id)


def author(review: Review) -> UserId:
    assert review.user_id is not None
    return UserId(review.user_id)


def shown(product: Product, **asked: Any) -> list[Any]:
    """What readers see."""
    filters = facade.parse_review_filters(asked)
    return facade.review_page(ProductId(product.id), filters).rows
