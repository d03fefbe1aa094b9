"""Staff find, read and decide reviews in the admin; the service's rules hold there."""

import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.audit.testing import recorded
from apps.products.models import Review, ReviewCase
from apps.products.tests.factories import ProductFactory
from apps.products.tests.reviews import review_of

pytestmark = pytest.mark.django_db
ROOT = "/admin/products"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def queued(staff: Client) -> ReviewCase:
    review = review_of(ProductFactory.create(), 1, title="Rude", body="About the rider")
    sent = {"action": "look_at", "_selected_action": [str(review.id)]}
    assert "wait for a decision" in (
        staff.post(f"{ROOT}/review/", sent, follow=True).content.decode()
    )
    return ReviewCase.objects.get()


def test_the_lists_and_pages_open(staff: Client, queued: ReviewCase) -> None:
    for name, pk in (("review", queued.review_id), ("reviewcase", queued.id)):
        assert staff.get(f"{ROOT}/{name}/?q=rude").status_code == 200
        assert "About the rider" in staff.get(f"{ROOT}/{name}/{pk}/change/").content.decode()


def test_a_review_is_hidden_with_a_reason_and_on_record(staff: Client, queued: ReviewCase) -> None:
    page = f"{ROOT}/reviewcase/{queued.id}/change/"
    bare = staff.post(page, {"decision": "hidden", "reason": ""})
    assert "the author reads it" in bare.content.decode()
    assert Review.objects.get().is_published
    words = {"decision": "hidden", "reason": "Not about the piece"}
    assert staff.post(page, words).status_code == 302
    queued.refresh_from_db()
    assert (queued.decision, Review.objects.get().is_published) == ("hidden", False)
    assert [row.action for row in recorded(f"review:{queued.review_id}")] == ["review.hidden"]
    assert staff.post(page, {"decision": "published"}).status_code == 403


def test_without_the_right_nothing_is_decided(queued: ReviewCase) -> None:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True))
    page = f"{ROOT}/reviewcase/{queued.id}/change/"
    assert client.post(page, {"decision": "published"}).status_code == 403
