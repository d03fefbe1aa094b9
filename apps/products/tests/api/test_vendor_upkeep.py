"""What a vendor does with a product once it is made: cells, pictures, copies, many at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.authentication.facade import access_token_for
from apps.common.ids import new_id
from apps.products.models import Media, Product, SizeGuide, Variant
from apps.products.tests.factories import ProductFactory, VariantFactory, house
from apps.products.tests.pictures import picture

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/vendor/products/"


@pytest.fixture
def vendor():
    return house()


@pytest.fixture
def owner(vendor):
    return vendor.owner


@pytest.fixture(autouse=True)
def _media_root(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _naira(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "NGN"}


def _upload(api, owner, product, content, **more):
    token = access_token_for(owner.pk)
    file = SimpleUploadedFile("x.png", content, content_type="image/png")
    return api.client.post(
        f"{ROOT}{product.id}/media/",
        {"file": file, **more},
        headers={"Authorization": f"Bearer {token}"},
    ).json()


def test_one_cell_changes_alone_and_the_lowest_price_follows(api, vendor, owner) -> None:
    product = ProductFactory.create(vendor=vendor)
    small, large = (VariantFactory.create(product=product, size=size) for size in "SL")
    path = f"{ROOT}{product.id}/variants/"
    body = {"sale_price": _naira("9000.00"), "barcode": "600123", "weight_g": 400}
    answer = api.patch(f"{path}{small.id}/", body, signed_in=owner)
    assert answer.status_code == 200, answer.content
    assert answer.json()["price"] == _naira("9000.00")
    cells = api.get(path, signed_in=owner).json()
    assert [(cell["size"], cell["barcode"], cell["weight_g"]) for cell in cells] == [
        ("S", "600123", 400),
        ("L", large.barcode, 0),
    ]
    product.refresh_from_db()
    assert (product.lowest_price_minor, product.lowest_compare_minor) == (900_000, 1_250_000)
    ended = api.patch(f"{path}{small.id}/", {"sale_price": None}, signed_in=owner).json()
    assert (ended["price"], ended["compare_at"]) == (_naira("12500.00"), None)


@pytest.mark.parametrize(
    "body",
    [
        {"sale_price": _naira("12500.00")},
        {"price": _naira("-1")},
        {"price": {"amount": "1.00", "currency": "USD"}},
        {"price": None},
        {"weight_g": -1},
        {"weight_g": True},
        {"barcode": "x" * 65},
        {"price": _naira("0.00")},  # it is in the shop
    ],
)
def test_a_wrong_change_of_a_cell_changes_nothing(api, vendor, owner, body) -> None:
    cell = VariantFactory.create(product__vendor=vendor)
    before = Variant.objects.values().get(id=cell.id)
    path = f"{ROOT}{cell.product_id}/variants/{cell.id}/"
    answer = api.patch(path, {"barcode": "1", **body}, signed_in=owner)
    assert answer.status_code in {409, 422}, answer.content
    assert Variant.objects.values().get(id=cell.id) == before


def test_a_retired_cell_and_another_products_cell_are_not_there(api, vendor, owner) -> None:
    product = ProductFactory.create(vendor=vendor)
    retired = VariantFactory.create(product=product, is_active=False)
    for cell in (retired, VariantFactory.create(product__vendor=vendor)):
        answer = api.patch(f"{ROOT}{product.id}/variants/{cell.id}/", {}, signed_in=owner)
        assert (answer.status_code, answer.json()["code"]) == (404, "variant-not-found")


def test_pictures_get_words_an_order_and_a_cover(api, vendor, owner) -> None:
    cell = VariantFactory.create(product__vendor=vendor)
    product = cell.product
    first, second = (_upload(api, owner, product, picture(size=size)) for size in ((9, 9), (8, 8)))
    media = f"{ROOT}{product.id}/media/"
    body = {"alt": "The hem", "is_cover": True, "variant_id": str(cell.id)}
    changed = api.patch(f"{media}{second['id']}/", body, signed_in=owner).json()
    assert (changed["alt"], changed["variant_id"]) == ("The hem", str(cell.id))
    rows = api.get(ROOT, signed_in=owner).json()["results"]
    assert rows[0]["image"]["id"] == second["id"]
    ids = [second["id"], first["id"]]
    assert api.put(f"{media}order/", {"ids": ids}, signed_in=owner).status_code == 204
    whole = api.get(f"{ROOT}{product.id}/", signed_in=owner).json()
    assert [one["id"] for one in whole["media"]] == ids
    for wrong in ([], ids[:1], [*ids, ids[0]], [*ids[:1], str(new_id())]):
        answer = api.put(f"{media}order/", {"ids": wrong}, signed_in=owner)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    elsewhere = {"alt": "x", "variant_id": str(VariantFactory.create().id)}
    refused = api.patch(f"{media}{first['id']}/", elsewhere, signed_in=owner)
    assert refused.json()["code"] == "variant-not-found"
    assert Media.objects.get(id=first["id"]).alt == ""


def test_a_copy_is_a_draft_of_its_own(api, vendor, owner) -> None:
    cell = VariantFactory.create(product__vendor=vendor, product__title="Iro", sku="A-1", stock=3)
    shown = _upload(api, owner, cell.product, picture(), alt="Front", variant_id=str(cell.id))
    answer = api.post(f"{ROOT}{cell.product_id}/duplicate/", signed_in=owner)
    assert answer.status_code == 201, answer.content
    copy = answer.json()
    assert (copy["title"], copy["slug"], copy["status"]) == ("Iro (copy)", "iro-copy", "draft")
    (twin,) = copy["variants"]
    assert (twin["sku"], twin["is_in_stock"]) == ("A-1-2", False)
    assert twin["id"] != str(cell.id)
    (twin_picture,) = copy["media"]
    assert (twin_picture["alt"], twin_picture["variant_id"]) == ("Front", twin["id"])
    api.delete(f"{ROOT}{cell.product_id}/media/{shown['id']}/", signed_in=owner)
    with Media.objects.get(id=twin_picture["id"]).image.open() as file:
        assert file.read()
    again = api.post(f"{ROOT}{cell.product_id}/duplicate/", signed_in=owner).json()
    assert (again["slug"], again["variants"][0]["sku"]) == ("iro-copy-2", "A-1-3")


def test_a_copy_keeps_the_fit_and_goes_without_a_picture_whose_file_is_gone(
    api, vendor, owner
) -> None:
    guide = SizeGuide.objects.create(vendor=vendor, title="Ours", measures=["Bust"], rows=[])
    product = ProductFactory.create(vendor=vendor, fit="small", size_guide=guide)
    first, second = (
        _upload(api, owner, product, picture(colour=colour), alt=colour)
        for colour in ("teal", "red")
    )
    lost = Media.objects.get(id=first["id"]).image
    lost.storage.delete(str(lost.name))
    answer = api.post(f"{ROOT}{product.id}/duplicate/", signed_in=owner)
    assert answer.status_code == 201, answer.content
    copy = Product.objects.get(id=answer.json()["id"])
    assert (copy.fit, copy.size_guide_id) == ("small", guide.id)
    assert [media.alt for media in copy.media.all()] == [second["alt"]]


def test_many_products_move_each_by_itself(api, vendor, owner) -> None:
    good = VariantFactory.create(product__vendor=vendor, product__status="draft").product
    bare = ProductFactory.create(vendor=vendor, status="draft", lowest_price_minor=None)
    other = VariantFactory.create(product__status="draft").product
    ids = [str(one.id) for one in (good, bare, other)]
    answer = api.post(f"{ROOT}moves/", {"move": "publish", "ids": ids}, signed_in=owner)
    assert answer.status_code == 200, answer.content
    results = answer.json()["results"]
    assert [(row["id"], row["status"], row["code"]) for row in results] == [
        (ids[0], "published", None),
        (ids[1], None, "not-publishable"),
        (ids[2], None, "product-not-found"),
    ]
    other.refresh_from_db()
    assert other.status == "draft"
    for wrong in ({"move": "burn", "ids": ids}, {"move": "publish", "ids": []}, {"ids": ids}):
        assert api.post(f"{ROOT}moves/", wrong, signed_in=owner).status_code == 422


def test_an_archived_product_is_restored_as_a_draft(api, vendor, owner) -> None:
    own = f"{ROOT}{VariantFactory.create(product__vendor=vendor).product_id}/"
    early = api.post(f"{own}restore/", signed_in=owner)
    assert (early.status_code, early.json()["code"]) == (409, "illegal-transition")
    api.post(f"{own}archive/", signed_in=owner)
    assert api.post(f"{own}restore/", signed_in=owner).json()["status"] == "draft"
    assert api.post(f"{own}publish/", signed_in=owner).json()["status"] == "published"


def test_the_own_list_is_searched_by_title_and_sku(api, vendor, owner) -> None:
    ProductFactory.create(vendor=vendor, title="Wrapper")
    VariantFactory.create(product__vendor=vendor, product__title="Gele", sku="HEAD-7")
    for words, found in (("wrap", ["Wrapper"]), ("head-", ["Gele"]), ("%", []), ("zz", [])):
        rows = api.get(f"{ROOT}?q={words.replace('%', '%25')}", signed_in=owner).json()["results"]
        assert [row["title"] for row in rows] == found, words
    assert api.get(f"{ROOT}?q=%00", signed_in=owner).status_code == 422


def test_a_long_own_list_asks_no_more_than_a_short_one(api, vendor, owner) -> None:
    ProductFactory.create(vendor=vendor)
    with CaptureQueriesContext(connection) as few:
        api.get(ROOT, signed_in=owner)
    ProductFactory.create_batch(49, vendor=vendor)
    with CaptureQueriesContext(connection) as many:
        rows = api.get(ROOT, signed_in=owner).json()["results"]
    assert len(rows) == 50
    assert len(many) == len(few)


def test_none_of_it_reaches_another_vendors_product(api, owner) -> None:
    other = VariantFactory.create()
    own = f"{ROOT}{other.product_id}/"
    before = list(Product.objects.values()), list(Variant.objects.values())
    for method, path, body in (
        ("GET", "variants/", None),
        ("PATCH", f"variants/{other.id}/", {"barcode": "1"}),
        ("PATCH", f"media/{new_id()}/", {"alt": "x"}),
        ("PUT", "media/order/", {"ids": []}),
        ("PUT", "fit/", {"fit": "small", "size_guide": None}),
        ("POST", "restore/", None),
        ("POST", "duplicate/", None),
    ):
        answer = api.request(method, own + path, body, signed_in=owner)
        assert (answer.status_code, answer.json()["code"]) == (404, "product-not-found"), path
    assert (list(Product.objects.values()), list(Variant.objects.values())) == before
