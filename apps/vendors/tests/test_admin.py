import pytest
from django.contrib.messages import get_messages
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.vendors.states import VendorStatus
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/vendors/vendor/"


@pytest.fixture
def staff():
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def test_staff_open_and_close_vendors_by_actions_that_say_what_failed(staff):
    waiting = VendorFactory.create(status=VendorStatus.PENDING, approved_at=None)
    closed = VendorFactory.create(status=VendorStatus.DRAFT, approved_at=None)
    chosen = {"action": "approve", "_selected_action": [str(waiting.pk), str(closed.pk)]}
    answer = staff.post(LIST, chosen)
    told = {str(message) for message in get_messages(answer.wsgi_request)}
    assert told == {
        f"{waiting}: done.",
        f"{closed}: It is draft and cannot become approved.",
    }
    waiting.refresh_from_db()
    assert waiting.status == VendorStatus.APPROVED


def test_the_list_searches_and_filters_and_the_page_shows_the_history(staff):
    vendor = VendorFactory.create(owner=UserFactory.create(email="owner@example.com"))
    page = staff.get(LIST, {"q": "owner@example.com", "status__exact": "approved"})
    assert vendor.store_name in page.text
    assert staff.get(f"{LIST}{vendor.pk}/change/").status_code == 200


def test_a_form_cannot_move_the_status(staff):
    vendor = VendorFactory.create(status=VendorStatus.PENDING, approved_at=None)
    staff.post(f"{LIST}{vendor.pk}/change/", {"store_name": "New", "status": "approved"})
    vendor.refresh_from_db()
    assert vendor.status == VendorStatus.PENDING


def test_whoever_is_no_staff_stays_out():
    client = Client()
    client.force_login(UserFactory.create())
    assert client.get(LIST).status_code == 302
