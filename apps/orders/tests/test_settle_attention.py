"""Several look at one flagged order: one of them settles it."""

import pytest

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.tests.parallel import race
from apps.orders.errors import NothingToSettle
from apps.orders.models import Order, TimelineEntry
from apps.orders.services.settle_attention import settle_attention
from apps.orders.tests.factories import placed_order


@pytest.mark.django_db(transaction=True)
def test_of_five_at_once_one_settles() -> None:
    order, staff = placed_order(), UserFactory.create(is_staff=True)
    Order.objects.filter(id=order.id).update(needs_attention=True)
    before = TimelineEntry.objects.filter(order=order).count()

    def settle() -> None:
        settle_attention(order_id=order.id, actor_id=staff.pk, reason="Called the buyer")

    answers = race([settle] * 5)
    assert [type(answer) for answer in answers if answer] == [NothingToSettle] * 4
    assert TimelineEntry.objects.filter(order=order).count() == before + 1
    assert AuditRecord.objects.filter(action="order.attention-settled").count() == 1
