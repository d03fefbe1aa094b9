"""The vendor endpoints: who may, what comes out, what is refused."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from apps.authentication import facade as authentication
from apps.authentication.tests.factories import UserFactory
from apps.vendors.models import Vendor, VendorMember
from apps.vendors.states import MemberRole, VendorStatus
from apps.vendors.tests.factories import VendorFactory, VendorMemberFactory

pytestmark = pytest.mark.django_db

PUBLIC = {"id", "slug", "store_name", "tagline", "city", "state", "logo_url"}
PAGE = PUBLIC | {"description", "country", "cover_url", "support_email", "support_phone"}
OWN = PAGE | {"status", "is_open", "commission_bp"}


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_public_sees_open_vendors_and_public_fields_only(api):
    seen = VendorFactory.create()
    hidden = VendorFactory.create(status=VendorStatus.PENDING)
    listed = api.get("/api/v1/vendors/").json()
    assert [row["slug"] for row in listed["results"]] == [seen.slug]
    assert set(listed["results"][0]) == PUBLIC
    assert set(api.get(f"/api/v1/vendors/{seen.slug}/").json()) == PAGE
    refused = api.get(f"/api/v1/vendors/{hidden.slug}/")
    assert (refused.status_code, refused.json()["code"]) == (404, "vendor-not-found")


def test_the_list_pages_by_key_with_one_query(api, settings, django_assert_num_queries):
    settings.PAGE_SIZE = 2
    slugs = [VendorFactory.create().slug for _ in range(5)]
    seen, address = [], "/api/v1/vendors/"
    while address:
        with django_assert_num_queries(1):
            page = api.get(address).json()
        seen += [row["slug"] for row in page["results"]]
        address = page["next"]
    assert seen == slugs[::-1]


def test_applying_makes_a_waiting_vendor_and_takes_no_status_from_the_body(api):
    person = UserFactory.create()
    body = {
        "store_name": "Aso Oke Works",
        "city": "Iseyin",
        "status": "approved",
        "commission_bp": 0,
        "slug": "mine",
        "id": "0",
        "is_open": True,
    }
    answer = api.post("/api/v1/vendors/", body, signed_in=person)
    assert answer.status_code == 201
    made = answer.json()
    assert set(made) == OWN
    assert (made["slug"], made["status"], made["commission_bp"], made["is_open"]) == (
        "aso-oke-works",
        "pending",
        1000,
        False,
    )
    again = api.post("/api/v1/vendors/", body, signed_in=person)
    assert (again.status_code, again.json()["code"]) == (409, "already-a-vendor")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"store_name": ""},
        {"store_name": 7},
        {"store_name": None},
        {"store_name": ["x"]},
        {"store_name": "x" * 81},
        {"store_name": "a\u202eb"},
        {"store_name": "Fine", "support_phone": "1; DROP"},
        {"store_name": "Fine", "support_email": "a@b\nBcc: c@d"},
        {"store_name": "Fine", "country": "Nigeria"},
        [],
        "text",
    ],
    ids=repr,
)
def test_bad_applications_are_422_and_make_nothing(api, body):
    answer = api.post("/api/v1/vendors/", body, signed_in=UserFactory.create())
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid-input"
    assert not Vendor.objects.exists()


def test_who_is_nobody_or_no_vendor_is_kept_out(api):
    buyer = UserFactory.create()
    paths = ["profile", "members"]
    for path in paths:
        assert api.get(f"/api/v1/vendor/{path}").status_code == 401
        refused = api.get(f"/api/v1/vendor/{path}", signed_in=buyer)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-a-vendor")
    assert api.post("/api/v1/vendors/", {"store_name": "Fine"}).status_code == 401
    assert api.patch("/api/v1/vendor/profile", {"city": "x"}, signed_in=buyer).status_code == 403


def test_a_team_changes_its_own_profile_and_no_other(api):
    mine, theirs = VendorFactory.create(city="Aba"), VendorFactory.create(city="Kano")
    staff = VendorMemberFactory.create(vendor=mine).user
    body = {"city": "Onitsha", "id": str(theirs.pk), "vendor_id": str(theirs.pk), "slug": "new"}
    answer = api.patch("/api/v1/vendor/profile", body, signed_in=staff)
    assert (answer.status_code, answer.json()["city"]) == (200, "Onitsha")
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.city, theirs.city) == ("Onitsha", "Kano")
    assert mine.slug != "new"


def test_a_team_sees_and_removes_its_own_people_only(api):
    owner = UserFactory.create()
    mine = VendorFactory.create(owner=owner)
    stranger = VendorMemberFactory.create()
    listed = api.get("/api/v1/vendor/members", signed_in=owner).json()
    assert [row["user_id"] for row in listed] == [str(owner.pk)]
    refused = api.delete(f"/api/v1/vendor/members/{stranger.user_id}", signed_in=owner)
    assert (refused.status_code, refused.json()["code"]) == (404, "member-not-found")
    assert VendorMember.objects.filter(pk=stranger.pk).exists()
    assert VendorMember.objects.filter(vendor=mine).count() == 1


def test_an_owner_takes_people_in_and_out(api):
    owner, tailor = UserFactory.create(), UserFactory.create()
    vendor = VendorFactory.create(owner=owner)
    body = {"email": tailor.email, "role": "owner"}
    answer = api.post("/api/v1/vendor/members", body, signed_in=owner)
    assert answer.status_code == 201
    assert vendor.members.get(user=tailor).role == MemberRole.STAFF
    refused = api.delete(f"/api/v1/vendor/members/{owner.pk}", signed_in=tailor)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-the-owner")
    gone = api.delete(f"/api/v1/vendor/members/{tailor.pk}", signed_in=owner)
    assert gone.status_code == 204
    assert api.get("/api/v1/vendor/profile", signed_in=tailor).status_code == 403


def test_a_vendor_sent_back_applies_again(api):
    owner = UserFactory.create()
    VendorFactory.create(owner=owner, status=VendorStatus.DRAFT, approved_at=None)
    assert api.post("/api/v1/vendor/application", signed_in=owner).json()["status"] == "pending"
    assert api.post("/api/v1/vendor/application", signed_in=owner).status_code == 409


def put_picture(user, content, path="logo", name="../../x.php"):
    token = authentication.access_token_for(user.pk)
    body = {"picture": ContentFile(content, name=name)}
    client = Client(raise_request_exception=False)

    return client.put(
        f"/api/v1/vendor/profile/{path}",
        encode_multipart(BOUNDARY, body),
        content_type=MULTIPART_CONTENT,
        headers={"Authorization": f"Bearer {token}"},
    )


def png():
    written = io.BytesIO()
    Image.new("RGB", (2000, 1000), "teal").save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(("path", "size"), [("logo", (512, 256)), ("cover", (1920, 960))])
@pytest.mark.usefixtures("media")
def test_a_picture_is_written_anew_under_our_name_and_replaces_the_old(
    path, size, django_capture_on_commit_callbacks
):
    owner = UserFactory.create()
    vendor = VendorFactory.create(owner=owner)
    first = put_picture(owner, png(), path).json()[f"{path}_url"]
    vendor.refresh_from_db()
    old = getattr(vendor, path).name
    assert old.startswith(f"vendors/{vendor.pk}/{path}-")
    with django_capture_on_commit_callbacks(execute=True):
        second = put_picture(owner, png(), path).json()[f"{path}_url"]
    vendor.refresh_from_db()
    assert first != second
    with getattr(vendor, path).open() as file, Image.open(file) as picture:
        assert (picture.format, picture.size) == ("WEBP", size)
    assert not default_storage.exists(old)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a" + bytes(10)], ids=repr)
def test_what_is_no_picture_is_refused_and_nothing_is_stored(content, media):
    owner = UserFactory.create()
    VendorFactory.create(owner=owner)
    answer = put_picture(owner, content)
    assert answer.status_code == 422
    assert not list(media.rglob("*.*"))
