"""A vendor keeps its own products, and no other's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.authentication.facade import access_token_for
from apps.authentication.tests.factories import UserFactory
from apps.common.ids import new_id
from apps.common.outbox.testing import deliver_events
from apps.products.models import Media, Product
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory
from apps.products.tests.pictures import picture
from apps.vendors.tests.factories import VendorFactory

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/vendor/products/"
NAIRA = {"amount": "12500.00", "currency": "NGN"}


@pytest.fixture
def owner():
    user = UserFactory.create()
    VendorFactory.create(owner=user, slug="mine")
    return user


@pytest.fixture(autouse=True)
def _media_root(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _cell(**changes):
    return {"sku": "A-1", "size": "M", "colour": "Wine", "price": NAIRA} | changes


def test_a_product_goes_from_draft_to_the_shop_and_out_again(api, owner) -> None:
    CategoryFactory.create(slug="gowns")
    body = {"title": "Iro & Bùbá", "category": "gowns", "tags": ["Lace", "lace"], "brand": "Ìfé"}
    made = api.post(ROOT, body, signed_in=owner)
    assert (made.status_code, made.json()["status"]) == (201, "draft")
    assert made.json()["tags"] == ["lace"]
    own = f"{ROOT}{made.json()['id']}/"
    early = api.post(f"{own}publish/", signed_in=owner)
    assert (early.status_code, early.json()["missing"]) == (409, ["a variant"])
    cells = [_cell(), _cell(sku="", size="L", sale_price={"amount": "9000", "currency": "NGN"})]
    matrix = api.put(f"{own}variants/", {"variants": cells}, signed_in=owner).json()
    assert [row["sku"] for row in matrix["variants"]] == ["A-1", "IRO-BUBA-WINE-L"]
    assert matrix["price"]["amount"] == "9000.00"
    assert api.post(f"{own}publish/", signed_in=owner).json()["status"] == "published"
    assert api.post(f"{own}publish/", signed_in=owner).json()["code"] == "illegal-transition"
    assert api.get("/api/v1/products/iro-buba/").status_code == 200
    renamed = api.patch(own, {"title": "Iro"}, signed_in=owner).json()
    assert (renamed["title"], renamed["slug"], renamed["brand"]["name"]) == (
        "Iro",
        "iro-buba",
        "Ìfé",
    )
    assert api.post(f"{own}archive/", signed_in=owner).json()["status"] == "archived"
    assert api.get("/api/v1/products/iro-buba/").status_code == 404


def test_another_vendors_product_is_not_there(api, owner) -> None:
    other = VariantFactory.create().product
    for product_id in (other.id, new_id()):
        own = f"{ROOT}{product_id}/"
        for method, path, body in (
            ("GET", own, None),
            ("PATCH", own, {"title": "Mine now"}),
            ("PUT", f"{own}variants/", {"variants": [_cell()]}),
            ("POST", f"{own}publish/", None),
            ("POST", f"{own}archive/", None),
            ("DELETE", own, None),
            ("DELETE", f"{own}media/{new_id()}/", None),
        ):
            answer = api.request(method, path, body, signed_in=owner)
            assert (answer.status_code, answer.json()["code"]) == (404, "product-not-found"), path
        assert _upload(api, owner, own, picture()).status_code == 404
    other.refresh_from_db()
    assert (other.title, other.status) != ("Mine now", "archived")
    assert not Media.objects.exists()


def test_only_vendors_come_in(api) -> None:
    assert api.get(ROOT).status_code == 401
    assert api.post(ROOT, {"title": "x"}).status_code == 401
    answer = api.get(ROOT, signed_in=UserFactory.create())
    assert (answer.status_code, answer.json()["code"]) == (403, "not-a-vendor")


def test_a_vendor_lists_its_own_in_any_state(api, owner) -> None:
    from apps.vendors.facade import vendor_by_slug  # noqa: PLC0415 - only this test

    vendor_id = vendor_by_slug("mine").id
    ProductFactory.create(vendor_id=vendor_id, vendor=None, title="Draft", status="draft")
    ProductFactory.create(vendor_id=vendor_id, vendor=None, title="Shown")
    ProductFactory.create(title="Other")
    rows = api.get(ROOT, signed_in=owner).json()["results"]
    assert [row["title"] for row in rows] == ["Shown", "Draft"]
    drafts = api.get(f"{ROOT}?status=draft", signed_in=owner).json()["results"]
    assert [row["title"] for row in drafts] == ["Draft"]
    assert api.get(f"{ROOT}?status=x", signed_in=owner).status_code == 422


def test_owner_status_and_address_cannot_be_sent(api, owner) -> None:
    sent: dict[str, object] = {
        "vendor_id": str(new_id()),
        "status": "published",
        "slug": "x",
        "id": str(new_id()),
    }
    sent |= {"rating_count": 9, "is_vendor_open": True, "lowest_price_minor": 1}
    made = api.post(ROOT, {"title": "Gele", **sent}, signed_in=owner).json()
    assert (made["status"], made["slug"], made["vendor"]["slug"]) == ("draft", "gele", "mine")
    assert (made["rating_count"], made["price"]) == (0, None)
    assert made["id"] != sent["id"]


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "x",
        {},
        {"title": ""},
        {"title": None},
        {"title": 7},
        {"title": "x" * 201},
        {"title": "x", "tags": "x"},
        {"title": "x", "tags": ["y"] * 31},
        {"title": "x", "tags": [7]},
        {"title": "x", "category": "nowhere"},
        {"title": "x", "collections": ["nowhere"]},
        {"title": "x", "description": "x" * 20_001},
        {"title": "x", "description": "&" * 19_000},
    ],
)
def test_a_wrong_product_is_a_problem(api, owner, body) -> None:
    answer = api.post(ROOT, body, signed_in=owner)
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    "cell",
    [
        {"price": 12500},
        {"price": "12500"},
        {"price": None},
        {"price": {}},
        *(
            {"price": {"amount": amount, "currency": "NGN"}}
            for amount in (
                "-1",
                "-0",
                "0.001",
                "1,000",
                "1e3",
                "NaN",
                "",
                "١٢",
                1.5,
                True,
            )
        ),
        {"price": {"amount": "1", "currency": "USD"}},
        {"price": {"amount": "1", "currency": "naira"}},
        {"sale_price": NAIRA},
        {"sale_price": {"amount": "13000", "currency": "NGN"}},
        {"sku": "x" * 65},
        {"sku": 7},
        {"size": ""},
        {"size": "x" * 81},
        {"colour_hex": "red"},
        {"weight_g": -1},
        {"weight_g": 1.5},
        {"weight_g": 10**20},
        {"barcode": "x" * 65},
    ],
)
def test_a_wrong_cell_changes_nothing(api, owner, cell) -> None:
    made = api.post(ROOT, {"title": "Gele"}, signed_in=owner).json()
    own = f"{ROOT}{made['id']}/"
    answer = api.put(f"{own}variants/", {"variants": [_cell(**cell)]}, signed_in=owner)
    assert answer.status_code == 422, answer.content
    assert api.get(own, signed_in=owner).json()["variants"] == []


def test_a_sku_of_another_own_product_is_a_conflict(api, owner) -> None:
    ids = [api.post(ROOT, {"title": t}, signed_in=owner).json()["id"] for t in ("Gele", "Fila")]
    answers = [
        api.put(f"{ROOT}{one}/variants/", {"variants": [_cell()]}, signed_in=owner) for one in ids
    ]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["code"] == "sku-taken"


def test_a_picture_is_uploaded(api, owner, tmp_path) -> None:
    made = api.post(ROOT, {"title": "Gele"}, signed_in=owner).json()
    own = f"{ROOT}{made['id']}/"
    answer = _upload(api, owner, own, picture(size=(60, 80)), alt="Front")
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["alt"], shown["width"], shown["height"]) == ("Front", 60, 80)
    assert shown["url"].endswith("original.jpg")
    assert (tmp_path / shown["url"].removeprefix("/media/")).is_file()
    assert api.get(own, signed_in=owner).json()["media"][0]["id"] == shown["id"]


def test_a_removed_picture_is_gone_with_its_files_and_the_next_is_the_cover(
    api, owner, tmp_path, django_capture_on_commit_callbacks
) -> None:
    own = f"{ROOT}{api.post(ROOT, {'title': 'Gele'}, signed_in=owner).json()['id']}/"
    ids = [
        _upload(api, owner, own, picture(size=(60, 80), colour=colour)).json()["id"]
        for colour in ("red", "blue")
    ]
    deliver_events()
    assert len([*tmp_path.rglob(f"{ids[0]}/*")]) == 3
    with django_capture_on_commit_callbacks(execute=True):
        gone = api.delete(f"{own}media/{ids[0]}/", signed_in=owner)
    assert gone.status_code == 204
    assert [*tmp_path.rglob(f"{ids[0]}/*")] == []
    assert str(Product.objects.get().cover_id) == ids[1]
    assert api.delete(f"{own}media/{ids[0]}/", signed_in=owner).status_code == 404


def test_a_deleted_product_is_archived(api, owner) -> None:
    own = f"{ROOT}{api.post(ROOT, {'title': 'Gele'}, signed_in=owner).json()['id']}/"
    assert api.delete(own, signed_in=owner).status_code == 204
    assert api.get(own, signed_in=owner).json()["status"] == "archived"
    assert api.delete(own, signed_in=owner).json()["code"] == "illegal-transition"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"", {}),
        (b"<svg onload=alert(1)>", {}),
        (b"\x00" * 99, {}),
        (picture(), {"alt": "x" * 301}),
        (picture(), {"alt": "a\x00b"}),
        (picture(), {"variant_id": "x"}),
        (picture(), {"variant_id": str(new_id())}),
    ],
)
def test_a_wrong_upload_is_a_problem(api, owner, content, form) -> None:
    made = api.post(ROOT, {"title": "Gele"}, signed_in=owner).json()
    answer = _upload(api, owner, f"{ROOT}{made['id']}/", content, **form)
    assert answer.status_code in {404, 422}, answer.content
    assert not Media.objects.exists()


def _upload(api, user, own, content, **form):
    upload = SimpleUploadedFile("../../x.php", content, "text/html")
    token = access_token_for(user.pk)
    return api.client.post(
        f"{own}media/", {"file": upload, **form}, headers={"Authorization": f"Bearer {token}"}
    )
