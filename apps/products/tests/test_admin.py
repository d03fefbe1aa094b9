"""Staff see the whole catalogue and cannot break its rules."""

import pytest
from django.test import Client

from apps.authentication.tests.factories import UserFactory
from apps.common.outbox.testing import deliver_events
from apps.products import facade
from apps.products.contracts import ProductId
from apps.products.models import Brand, Category, Collection, Media, Product, SizeGuide
from apps.products.tests.factories import CategoryFactory, ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db
ROOT = "/admin/products"
FORMS = ("TOTAL", "INITIAL")


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(UserFactory.create(is_staff=True, is_superuser=True))
    return client


def test_every_list_and_page_opens_and_is_searched(staff) -> None:
    variant = VariantFactory.create(sku="FIND-ME", sale_price_minor=1_000_000)
    product_id = ProductId(variant.product_id)
    facade.add_review(product_id=product_id, author_name="Ada", rating=5)
    facade.add_media_address(product_id=product_id, url="http://127.0.0.1/a.jpg")
    Brand.objects.create(name="Ìfé", slug="ife")
    SizeGuide.objects.create(title="Agbada", measures=["Chest"])
    Collection.objects.create(title="Owambe", slug="owambe")
    lists = ("product", "variant", "category", "brand", "collection", "media", "review")
    for name in (*lists, "sizeguide"):
        page = staff.get(f"{ROOT}/{name}/?q=a")
        assert page.status_code == 200, name
    found = staff.get(f"{ROOT}/product/?q=FIND-ME")
    assert "₦12,500.00" in found.content.decode()
    shown = staff.get(f"{ROOT}/product/{product_id}/change/").content.decode()
    assert "₦10,000.00" in shown
    assert "price_minor" not in shown
    for name, row in (("variant", variant), ("media", Media.objects.get())):
        assert staff.get(f"{ROOT}/{name}/{row.pk}/change/").status_code == 200


def test_staff_correct_words_and_the_rules_hold(staff) -> None:
    product = VariantFactory.create().product
    other = CategoryFactory.create()
    page = f"{ROOT}/product/{product.id}/change/"
    words = form(description="<b>Fine</b><script>x</script>", tags="Lace,eid", category=other)
    assert staff.post(page, words).status_code == 302
    product.refresh_from_db()
    assert (product.title, product.description) == ("Agbada", "<b>Fine</b>")
    assert (product.category_id, product.tags) == (other.id, ["lace", "eid"])
    assert product.lowest_price_minor == 1_250_000
    refused = staff.post(page, words | {"category": ""})
    assert "needs a category" in refused.content.decode()
    assert Product.objects.get(id=product.id).category_id == other.id


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        ({"title": "\u200b"}, "Give a title."),
        ({"description": "x" * 20_001}, "At most 20000 characters."),
    ],
)
def test_what_the_service_refuses_is_an_error_of_the_form(staff, refused, sentence) -> None:
    product = VariantFactory.create().product
    page = f"{ROOT}/product/{product.id}/change/"
    answer = staff.post(page, form(title="Agbada", category=product.category) | refused)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    before, product = product, Product.objects.get(id=product.id)
    assert (product.title, product.description) == (before.title, before.description)


def test_a_published_product_that_lost_its_price_is_told_so_in_the_form(staff) -> None:
    product = VariantFactory.create(product__lowest_price_minor=None).product
    page = f"{ROOT}/product/{product.id}/change/"
    answer = staff.post(page, form(title="Agbada", category=product.category))
    assert answer.status_code == 200
    assert "still needs a variant" in answer.content.decode()


def form(*, category: Category, **words: str) -> dict[str, str]:
    sent = {
        "title": "Agbada",
        "description": "",
        "tags": "",
        "seo_title": "",
        "seo_description": "",
    }
    empty = {f"{one}-{form}_FORMS": "0" for one in ("variants", "media") for form in FORMS}
    return sent | empty | {"category": str(category.id)} | words


def test_actions_move_what_can_move_and_name_the_rest(staff) -> None:
    ready = VariantFactory.create(product__status="draft").product
    bare = ProductFactory.create(status="draft", category=None, lowest_price_minor=None)
    sent = {"action": "publish", "_selected_action": [str(ready.id), str(bare.id)]}
    answer = staff.post(f"{ROOT}/product/", sent, follow=True).content.decode()
    assert f"{ready}: done." in answer
    assert "still needs a category, a variant" in answer
    states = dict(Product.objects.values_list("id", "status"))
    assert states == {ready.id: "published", bare.id: "draft"}


def test_a_category_cannot_be_put_below_itself(staff) -> None:
    top = CategoryFactory.create(name="Top")
    low = CategoryFactory.create(name="Low", parent=top)
    page = f"{ROOT}/category/{top.id}/change/"
    words = {"name": "Top", "slug": top.slug, "position": 0, "parent": str(low.id)}
    assert "cannot lie below itself" in staff.post(page, words).content.decode()
    assert Category.objects.get(id=top.id).parent_id is None


def test_a_pending_picture_is_asked_for_again(staff) -> None:
    product = ProductFactory.create()
    facade.add_media_address(product_id=ProductId(product.id), url="http://127.0.0.1/a.jpg")
    deliver_events()
    chosen = {"action": "ask_again", "_selected_action": [str(Media.objects.get().id)]}
    assert "1 pictures queued" in staff.post(f"{ROOT}/media/", chosen, follow=True).content.decode()
    assert deliver_events() >= 1
