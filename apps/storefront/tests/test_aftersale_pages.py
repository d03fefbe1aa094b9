"""After the sale on the pages, without a line of JavaScript."""

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.inventory import facade as inventory
from apps.orders.models import Dispute, OrderLine, Return, VendorPart
from apps.orders.tests.aftersale import again, delivered_part, paid_part, picture
from apps.orders.tests.factories import (
    approve,
    new_buyer,
    new_variant,
    paid_order,
    placed_order,
    settle_and_deliver,
    ship,
)
from apps.vendors.tests.factories import VendorMemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    settings.STORAGES = settings.STORAGES | {
        "private": settings.STORAGES["private"] | {"OPTIONS": {"location": tmp_path}}
    }


def seller_of(part: VendorPart) -> Client:
    client, person = Client(), UserFactory.create()
    VendorMemberFactory.create(vendor=part.vendor, user=person)
    client.force_login(person)
    return client


def own(part: VendorPart) -> str:
    return f"/orders/{part.order.number}"


def units(part: VendorPart, count: object) -> dict[str, str]:
    line = OrderLine.objects.get(part=part)
    return {f"units-{line.variant_id}": str(count), "key": str(new_id())}


def text(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    content = page.content.decode()
    assert "style=" not in content.partition("<main")[2].partition("</main")[0]
    return content


def test_a_buyer_calls_some_off_then_everything(shopper: Client, buyer: User) -> None:
    part = paid_part(new_variant(), quantity=3, buyer=buyer)
    action = f"{own(part)}/parts/{part.id}/cancel"
    assert action in text(shopper, own(part))
    for wrong in ("-1", "x", "1.5", "9" * 30, "\u0661"):
        refused = shopper.post(action, units(part, wrong), follow=True)
        assert "message--error" in refused.content.decode(), wrong
    nothing = shopper.post(action, units(part, 0), follow=True)
    assert "Choose at least one piece" in nothing.content.decode()
    answer = shopper.post(action, units(part, 1) | {"reason": "Too many"}, follow=True)
    page = answer.content.decode()
    assert "message--success" in page
    assert "1 called off" in page
    assert "₦12,500" in page.partition("Money back")[2]
    assert 'name="key"' in page.partition(action)[2].partition("</form>")[0]
    shopper.post(action, {"all": "1", "key": str(new_id())})
    page = text(shopper, own(part))
    assert "This order was called off" in page
    assert action not in page


def test_a_form_sent_twice_calls_off_once(shopper: Client, buyer: User) -> None:
    part = paid_part(new_variant(), quantity=5, buyer=buyer)
    for client, action in (
        (shopper, f"{own(part)}/parts/{part.id}/cancel"),
        (seller_of(part), f"/vendor/orders/{part.id}/cancel"),
    ):
        form = units(part, 1)
        for _ in range(2):
            assert "message--success" in client.post(action, form, follow=True).content.decode()
        other = form | {"reason": "One more"}
        assert "message--success" in client.post(action, other, follow=True).content.decode()
        keyless = client.post(action, form | {"key": ""}, follow=True)
        assert "Open the page again" in keyless.content.decode()
    assert OrderLine.objects.get(part=part).cancelled_quantity == 4


def test_a_house_follows_the_parcel_and_calls_off(buyer: User) -> None:
    part = paid_part(new_variant(), quantity=2, buyer=buyer)
    seller, here = seller_of(part), f"/vendor/orders/{part.pk}"
    seller.post(f"{here}/cancel", units(part, 1))
    gig = {"carrier": "GIG", "tracking_number": "1", "tracking_url": "https://gig.example/1"}
    seller.post(here, gig)
    page = text(seller, here)
    assert "https://gig.example/1" in page
    assert f"{here}/cancel" not in page
    refused = seller.post(f"{here}/parcel", {"status": "nowhere"}, follow=True)
    assert "message--error" in refused.content.decode()
    seller.post(f"{here}/parcel", {"status": "out-for-delivery"})
    shopper = Client()
    shopper.force_login(buyer)
    assert "Out for delivery" in text(shopper, own(part))
    seller.post(f"{here}/parcel", {"status": "delivered"})
    assert again(part).status == "delivered"


def test_a_return_from_the_form_to_the_money(shopper: Client, buyer: User) -> None:
    part = delivered_part(new_variant(), quantity=2, buyer=buyer)
    seller, here = seller_of(part), f"/vendor/orders/{part.pk}"
    form = f"{own(part)}/parts/{part.id}/return"
    assert form in text(shopper, own(part))
    assert 'enctype="multipart/form-data"' in text(shopper, form)
    again_form = shopper.post(form, units(part, 1))
    assert "errorlist" in again_form.content.decode()
    photo = SimpleUploadedFile("a.png", picture(), "image/png")
    wish = units(part, 1) | {"reason": "damaged", "comment": "A hole", "photos": photo}
    assert shopper.post(form, wish)["Location"] == own(part)
    found = Return.objects.get()
    photo_id = found.photos.get().id
    for client, status in ((shopper, 200), (seller, 200), (stranger(), 404)):
        assert client.get(f"/pictures/returns/{photo_id}").status_code == status
    assert "A hole" in text(seller, "/vendor/returns")
    no_words = seller.post(f"{here}/returns/{found.id}", {"refuse": "1"}, follow=True)
    assert "Say why" in no_words.content.decode()
    seller.post(f"{here}/returns/{found.id}", {"approve": "1", "answer": "Send it"})
    assert "The house: Send it" in text(shopper, own(part))
    seller.post(f"{here}/returns/{found.id}/received", units(part, 0))
    assert "₦12,500" in text(shopper, own(part)).partition("Money back")[2]
    found.refresh_from_db()
    assert (found.status, found.lines.get().restocked) == ("received", 0)


def test_a_return_is_withdrawn(shopper: Client, buyer: User) -> None:
    part = delivered_part(buyer=buyer)
    shopper.post(f"{own(part)}/parts/{part.id}/return", units(part, 1) | {"reason": "damaged"})
    shopper.post(f"{own(part)}/returns/{Return.objects.get().id}/withdraw")
    assert Return.objects.get().status == "withdrawn"


def test_a_dispute_on_both_pages(shopper: Client, buyer: User) -> None:
    part = delivered_part(buyer=buyer)
    seller = seller_of(part)
    form = f"{own(part)}/parts/{part.id}/dispute"
    assert "errorlist" in shopper.post(form, {"reason": "damaged"}).content.decode()
    wish = {"reason": "damaged", "text": "<b>Torn</b>"}
    there = shopper.post(form, wish)["Location"]
    assert "&lt;b&gt;Torn" in text(shopper, there)
    second = shopper.post(form, wish, follow=True)
    assert "message--error" in second.content.decode()
    assert "open already" in text(shopper, form)
    dispute = Dispute.objects.get()
    ours = f"/vendor/orders/{part.pk}/disputes/{dispute.id}"
    photo = SimpleUploadedFile("a.png", picture(), "image/png")
    seller.post(ours, {"text": "It was whole", "file": photo})
    shown = dispute.evidence.get(side="vendor").id
    for client, status in ((shopper, 200), (seller, 200), (stranger(), 404)):
        assert client.get(f"/pictures/disputes/{shown}").status_code == status
    assert "It was whole" in text(shopper, there)
    assert "Withdraw" not in text(seller, ours)
    shopper.post(f"{there}/withdraw")
    assert "Add to it" not in text(shopper, there)


def stranger() -> Client:
    client = Client()
    client.force_login(new_buyer())
    return client


def test_other_peoples_pages_do_not_exist(shopper: Client, buyer: User) -> None:
    part = delivered_part(buyer=buyer)
    shopper.post(f"{own(part)}/parts/{part.id}/return", units(part, 1) | {"reason": "damaged"})
    shopper.post(f"{own(part)}/parts/{part.id}/dispute", {"reason": "damaged", "text": "x"})
    back, quarrel = Return.objects.get(), Dispute.objects.get()
    other = stranger()
    rival = seller_of(VendorPart.objects.get(id=paid_part().id))
    for client, path in (
        (other, f"{own(part)}/parts/{part.id}/return"),
        (other, f"{own(part)}/disputes/{quarrel.id}"),
        (rival, f"/vendor/orders/{part.id}/disputes/{quarrel.id}"),
    ):
        assert client.get(path).status_code == 404, path
    for client, path in (
        (other, f"{own(part)}/parts/{part.id}/cancel"),
        (other, f"{own(part)}/returns/{back.id}/withdraw"),
        (other, f"{own(part)}/disputes/{quarrel.id}/withdraw"),
        (rival, f"/vendor/orders/{part.id}/cancel"),
        (rival, f"/vendor/orders/{part.id}/parcel"),
        (rival, f"/vendor/orders/{part.id}/returns/{back.id}"),
        (rival, f"/vendor/orders/{part.id}/returns/{back.id}/received"),
    ):
        sent = {"all": "1", "status": "lost", "approve": "1"}
        assert client.post(path, sent).status_code == 404, path
    assert (Return.objects.get().status, Dispute.objects.get().status) == ("requested", "open")


def test_nothing_to_return_or_dispute_is_said(shopper: Client, buyer: User) -> None:
    part = paid_part(buyer=buyer)
    for verb in ("return", "dispute"):
        assert 'class="empty"' in text(shopper, f"{own(part)}/parts/{part.id}/{verb}")
    assert 'class="empty"' in text(seller_of(part), "/vendor/returns")
    unknown = UUID(int=7)
    assert shopper.get(f"{own(part)}/parts/{unknown}/return").status_code == 404
    assert shopper.get(f"{own(part)}/disputes/{unknown}").status_code == 404


def test_reloading_a_forms_address_leads_to_its_page(shopper: Client, buyer: User) -> None:
    part = paid_part(buyer=buyer)
    ship(part)
    got = shopper.get(f"{own(part)}/parts/{part.id}/cancel")
    assert (got.status_code, got["Location"]) == (302, own(part))
    got = seller_of(part).get(f"/vendor/orders/{part.id}/parcel")
    assert (got.status_code, got["Location"]) == (302, f"/vendor/orders/{part.id}")


def test_one_piece_is_called_off_without_choosing_among_pieces(
    shopper: Client, buyer: User
) -> None:
    part = paid_part(new_variant(), buyer=buyer)
    page = text(shopper, own(part))
    assert "Call it off" in page
    assert "units-" not in page
    shopper.post(f"{own(part)}/parts/{part.id}/cancel", {"all": "1", "key": str(new_id())})
    assert again(part).status == "refunded"


def test_late_money_is_explained_on_the_orders_page(shopper: Client, buyer: User) -> None:
    gown = new_variant(stock=1)
    order = placed_order(gown, buyer=buyer)
    inventory.release(reference=order.id)  # the hold has ended, somebody else buys it
    paid_order(gown)
    approve(order)
    assert settle_and_deliver(order).status == "refunded"
    page = text(shopper, f"/orders/{order.number}")
    assert "Your payment came too late" in page
    assert "called off" not in page.partition("<main")[2].lower().partition("what happened")[0]


def test_a_pdf_of_a_dispute_is_only_ever_downloaded(shopper: Client, buyer: User) -> None:
    part = delivered_part(new_variant(), buyer=buyer)
    paper = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF"
    sent = {
        "reason": "damaged",
        "text": "See the report.",
        "file": SimpleUploadedFile("report.html", paper, content_type="text/html"),
    }
    answer = shopper.post(f"{own(part)}/parts/{part.id}/dispute", sent, follow=True)
    assert "Download the PDF" in answer.text
    assert "<img" not in answer.text.partition("What was said")[2].partition("</ol>")[0]
    piece = Dispute.objects.get().evidence.get()
    for client in (shopper, seller_of(part)):
        got = client.get(f"/pictures/disputes/{piece.id}")
        assert (got.status_code, got.content) == (200, paper)
        assert got["Content-Type"] == "application/pdf"
        assert got["Content-Disposition"].startswith("attachment;")
        assert got["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in got["Content-Security-Policy"]
    stranger = Client()
    stranger.force_login(new_buyer())
    assert stranger.get(f"/pictures/disputes/{piece.id}").status_code == 404


def test_a_form_with_a_fault_keeps_the_pieces_that_were_typed(shopper: Client, buyer: User) -> None:
    part = delivered_part(new_variant(), quantity=4, buyer=buyer)
    form = f"{own(part)}/parts/{part.id}/return"
    assert 'value="0"' in text(shopper, form)
    answer = shopper.post(form, units(part, 3) | {"comment": "Too long"})
    assert "errorlist" in answer.text
    assert 'value="3"' in answer.text
    hostile = shopper.post(form, units(part, '"><script>')).text
    assert '"><script>' not in hostile
