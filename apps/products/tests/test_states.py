"""A product moves only as its table says, whatever is tried in whatever order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.common.errors import DomainError
from apps.common.outbox.models import OutboxEvent
from apps.products import facade
from apps.products.contracts import ProductId
from apps.products.models import Product
from apps.products.states import MEDIA, PRODUCT, MediaStatus, ProductStatus
from apps.products.tests.factories import VariantFactory

_MOVES = {
    ProductStatus.PUBLISHED: facade.publish_product,
    ProductStatus.ARCHIVED: facade.archive_product,
    ProductStatus.DRAFT: facade.restore_product,
}


class ProductWalk(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from(sorted(_MOVES)), max_size=6))
    def test_a_walk_follows_the_table_and_tells_what_the_shop_sees(self, wishes) -> None:
        product_id = ProductId(VariantFactory.create(product__status="draft").product_id)
        state, moved = ProductStatus.DRAFT, 0
        for wish in wishes:
            if PRODUCT.allows(state, wish):
                _MOVES[wish](product_id=product_id)
                state, moved = wish, moved + (wish != ProductStatus.DRAFT)
            else:
                with pytest.raises(DomainError):
                    _MOVES[wish](product_id=product_id)
            assert Product.objects.get(id=product_id).status == state
        assert OutboxEvent.objects.filter(aggregate=str(product_id)).count() == moved


def test_a_picture_that_is_ready_stays_ready() -> None:
    assert not any(MEDIA.allows(MediaStatus.READY, other) for other in MediaStatus)
    assert MEDIA.allows(MediaStatus.FAILED, MediaStatus.PENDING)
