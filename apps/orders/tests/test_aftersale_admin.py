"""Staff find refunds, returns, disputes and parcels in the admin, and change none of them there."""

import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.money import Money
from apps.orders import facade
from apps.orders.models import Dispute, Refund, Return, ReturnPhoto, Shipment
from apps.orders.states import DisputeReason, ReturnReason
from apps.orders.tests.aftersale import buyer_of, delivered_part, picture, staff
from apps.orders.tests.factories import new_variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(settings, tmp_path) -> Client:
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path}}
    }
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def test_everything_is_shown_and_nothing_changed(
    desk: Client, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        gown = new_variant()
        part = delivered_part(gown, quantity=2)
        facade.refund_part(part_id=part.id, amount=Money(100, "NGN"), reason="Sorry", by=staff())
        facade.request_return(
            part_id=part.id,
            by=buyer_of(part),
            lines={gown.id: 1},
            reason=ReturnReason.DAMAGED,
            photos=[picture()],
        )
        facade.open_dispute(
            part_id=part.id, by=buyer_of(part), reason=DisputeReason.DAMAGED, text="Torn seam"
        )
    for model, words in (
        (Refund, "₦1.00"),
        (Return, "/pictures/returns/"),
        (Dispute, "Torn seam"),
        (Shipment, "GIG123456"),
    ):
        name = model._meta.model_name
        with django_assert_max_num_queries(12):
            assert desk.get(f"/admin/orders/{name}/").status_code == 200
        row = model.objects.latest("created_at")
        address = f"/admin/orders/{name}/{row.pk}/change/"
        assert words in desk.get(address).content.decode(), name
        desk.post(address, {"status": "withdrawn", "reason": "other"})
        assert model.objects.values("status", "updated_at").get(pk=row.pk) == {
            "status": row.status,
            "updated_at": row.updated_at,
        }
        assert desk.post(address.replace("change", "delete")).status_code == 403
        assert desk.get(f"/admin/orders/{name}/add/").status_code == 403
    shown = desk.get(f"/pictures/returns/{ReturnPhoto.objects.latest('id').id}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
