"""What staff do after the sale over API v1: with the right, and once per key."""

import pytest
from django.contrib.auth.models import Permission

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.audit.models import AuditRecord
from apps.common.ids import new_id
from apps.common.money import Money
from apps.orders import facade
from apps.orders.models import DisputeEvidence, Refund
from apps.orders.services.settle_refund import settle_refund
from apps.orders.states import DisputeReason, RefundStatus
from apps.orders.tests.aftersale import (
    again,
    asked_back,
    buyer_of,
    delivered_part,
    gone_back,
    paid_part,
    picture,
    upload,
)
from apps.orders.tests.factories import new_buyer, new_variant, ship

pytestmark = pytest.mark.django_db
SOME = {"amount": "4000.00", "currency": "NGN"}


@pytest.fixture
def staff() -> User:
    person: User = UserFactory.create(is_staff=True, is_superuser=True)
    return person


def key() -> dict[str, str]:
    return {"Idempotency-Key": new_id().hex}


def test_staff_call_off_once_per_key(api, staff) -> None:
    part = paid_part(quantity=2)
    path, same = f"/api/v1/orders/parts/{part.id}/cancel/", key()
    line = {"variant_id": str(part.lines.get().variant_id), "quantity": 1}
    body = {"lines": [line], "reason": "Asked by phone"}
    first = api.post(path, body, signed_in=staff, headers=same)
    again_ = api.post(path, body, signed_in=staff, headers=same)
    assert (first.status_code, again_.json()) == (200, first.json())
    assert gone_back(part.order) == (1_250_000,) * 3
    assert api.post(path, body, signed_in=staff).status_code == 400
    rest = api.post(path, {"reason": "All of it"}, signed_in=staff, headers=key())
    assert rest.json()["status"] == "refunded"
    assert AuditRecord.objects.filter(action="part.cancelled", actor_id=staff.pk).count() == 2


def test_staff_refund_once_per_key_and_never_too_much(api, staff) -> None:
    part = paid_part()
    path, same = f"/api/v1/orders/parts/{part.id}/refund/", key()
    body = {"amount": SOME, "reason": "A late parcel"}
    answers = [api.post(path, body, signed_in=staff, headers=same) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert Refund.objects.count() == 1
    assert answers[2].json()["refunds"][0]["amount"] == SOME
    much = {"amount": {"amount": "11000.01", "currency": "NGN"}, "reason": "x"}
    refused = api.post(path, much, signed_in=staff, headers=key())
    assert (refused.status_code, refused.json()["code"]) == (409, "refund-too-large")
    assert refused.json()["refundable"] == {"amount": "11000.00", "currency": "NGN"}


@pytest.mark.parametrize(
    "amount",
    [
        None,
        7,
        "5",
        {},
        {"amount": "1"},
        {"amount": "-1", "currency": "NGN"},
        {"amount": "1e3", "currency": "NGN"},
        {"amount": "1,000", "currency": "NGN"},
        {"amount": "\u0661", "currency": "NGN"},
        {"amount": "0.001", "currency": "NGN"},
        {"amount": "0", "currency": "NGN"},
        {"amount": "5", "currency": "USD"},
        {"amount": "9" * 16, "currency": "NGN"},
        {"amount": 5.5, "currency": "ngn"},
        {"amount": 5.5, "currency": "NGN"},
        {"amount": 5, "currency": "NGN"},
    ],
    ids=str,
)
def test_odd_amounts_are_refused(api, staff, amount) -> None:
    part = paid_part()
    body = {"amount": amount, "reason": "x"}
    answer = api.post(
        f"/api/v1/orders/parts/{part.id}/refund/", body, signed_in=staff, headers=key()
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert Refund.objects.count() == 0


def test_staff_decide_disputes(api, staff) -> None:
    part = delivered_part()
    made = [
        facade.open_dispute(
            part_id=one.id, by=buyer_of(one), reason=DisputeReason.DAMAGED, text="Torn"
        )
        for one in (part, delivered_part())
    ]
    listed = api.get("/api/v1/orders/disputes/?status=open", signed_in=staff).json()["results"]
    assert {row["id"] for row in listed} == {str(one) for one in made}
    path, same = f"/api/v1/orders/disputes/{made[0]}/", key()
    assert api.get(path, signed_in=staff).json()["evidence"][0]["text"] == "Torn"
    for odd in (
        {"winner": "buyer", "decision": "x"},
        {"winner": "vendor", "amount": SOME, "decision": "x"},
        {"winner": "staff", "decision": "x"},
        {"winner": "vendor"},
    ):
        refused = api.post(f"{path}decide/", odd, signed_in=staff, headers=key())
        assert refused.status_code == 422, odd
    right = {"winner": "buyer", "amount": SOME, "decision": "Half each."}
    for _ in range(2):
        decided = api.post(f"{path}decide/", right, signed_in=staff, headers=same)
        assert (decided.status_code, decided.json()["status"]) == (200, "for-buyer")
    late = api.post(f"{path}decide/", right, signed_in=staff, headers=key())
    assert (late.status_code, late.json()["code"]) == (409, "illegal-transition")
    other = {"winner": "vendor", "decision": "Worn."}
    path = f"/api/v1/orders/disputes/{made[1]}/decide/"
    assert api.post(path, other, signed_in=staff, headers=key()).json()["status"] == "for-vendor"
    assert gone_back(part.order) == (400_000,) * 3


def test_staff_answer_returns_for_either_side(api, staff) -> None:
    gown = new_variant()
    part = delivered_part(gown, quantity=3)
    one, two, three = (asked_back(part, gown) for _ in range(3))
    path = "/api/v1/orders/returns"
    assert len(api.get(f"{path}/", signed_in=staff).json()["results"]) == 3
    assert api.post(f"{path}/{one}/approve/", {}, signed_in=staff).json()["status"] == "approved"
    no = api.post(f"{path}/{two}/refuse/", {}, signed_in=staff)
    assert no.status_code == 422
    no = api.post(f"{path}/{two}/refuse/", {"answer": "Worn"}, signed_in=staff)
    assert no.json()["status"] == "refused"
    taken = api.post(f"{path}/{three}/withdraw/", signed_in=staff)
    assert taken.json()["status"] == "withdrawn"
    same = key()
    for _ in range(2):
        got = api.post(f"{path}/{one}/receive/", {}, signed_in=staff, headers=same)
        assert (got.status_code, got.json()["status"]) == (200, "received")
    assert gone_back(part.order) == (1_250_000,) * 3


def test_staff_follow_a_parcel_and_close_a_refused_refund(api, staff) -> None:
    part = paid_part()
    ship(part)
    lost = api.post(
        f"/api/v1/orders/parts/{part.id}/shipment/", {"status": "lost"}, signed_in=staff
    )
    assert lost.json()["status"] == "refunded"
    refund = Refund.objects.get()
    path = f"/api/v1/orders/refunds/{refund.id}/settled/"
    body = {"reason": "Bank transfer"}
    early = api.post(path, body, signed_in=staff, headers=key())
    assert (early.status_code, early.json()["code"]) == (409, "refund-not-decided")
    amount = Money(refund.amount_minor, "NGN")
    settle_refund(refund_id=refund.id, amount=amount, status=RefundStatus.FAILED, reason="x")
    done = api.post(path, body, signed_in=staff, headers=key())
    assert done.json()["refunds"][0]["status"] == "succeeded"


def test_each_right_opens_its_own_door(api) -> None:
    part = paid_part()
    doors = {
        "change_vendorpart": ("POST", f"parts/{part.id}/cancel/", {"reason": "x"}),
        "add_refund": ("POST", f"parts/{part.id}/refund/", {"amount": SOME, "reason": "x"}),
        "view_return": ("GET", "returns/", None),
        "view_dispute": ("GET", "disputes/", None),
        "change_return": ("POST", f"returns/{new_id()}/approve/", {}),
        "change_dispute": (
            "POST",
            f"disputes/{new_id()}/decide/",
            {"winner": "vendor", "decision": "x"},
        ),
    }
    for right, (method, path, body) in doors.items():
        address = f"/api/v1/orders/{path}"
        for person in (new_buyer(), UserFactory.create(is_staff=True)):
            refused = api.request(method, address, body, signed_in=person, headers=key())
            assert refused.status_code == 403, path
        person = UserFactory.create(is_staff=True)
        person.user_permissions.add(
            Permission.objects.get(codename=right, content_type__app_label="orders")
        )
        opened = api.request(method, address, body, signed_in=person, headers=key())
        assert opened.status_code in {200, 404, 409}, (right, opened.content)
        assert api.request(method, address, body, headers=key()).status_code == 401
    assert again(part).status == "refunded"


def test_a_picture_wants_the_right_to_what_it_belongs_to_and_words_the_right_to_act(api) -> None:
    gown = new_variant()
    part = delivered_part(gown)
    wish = asked_back(part, gown)
    shot = facade.add_photo(return_id=wish, by=buyer_of(part), content=picture())
    dispute = facade.open_dispute(
        part_id=part.id, by=buyer_of(part), reason=DisputeReason.DAMAGED, text="x", file=picture()
    )
    piece = DisputeEvidence.objects.get()
    photo, shown = f"/api/v1/returns/photos/{shot}/", f"/api/v1/disputes/evidence/{piece.id}/"
    speak = f"/api/v1/disputes/{dispute}/evidence/"
    opens = {
        "view_return": (200, 404, 404),
        "view_dispute": (404, 200, 404),
        "change_dispute": (404, 404, 201),
    }
    for right, expected in opens.items():
        person = UserFactory.create(is_staff=True)
        person.user_permissions.add(
            Permission.objects.get(codename=right, content_type__app_label="orders")
        )
        seen = [api.get(path, signed_in=person).status_code for path in (photo, shown)]
        said = upload(api, speak, person, text="Which size?").status_code
        assert (*seen, said) == expected, right
