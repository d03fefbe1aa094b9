"""The demo catalogue keeps its promises."""

import re
from itertools import chain

import pytest

from devstack.demo.accounts import accounts
from devstack.demo.art.backdrop import MOODS, TONES
from devstack.demo.art.colour import PALETTES
from devstack.demo.art.emblem import SIGNS
from devstack.demo.art.fabrics.loom import PATTERNS
from devstack.demo.art.garments.wardrobe import GARMENTS
from devstack.demo.catalogue import Product, vendors
from devstack.demo.taxonomy import CATEGORIES, COLLECTIONS

PRODUCTS = tuple(chain.from_iterable(vendor.products for vendor in vendors()))
each_product = pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.slug)


def test_there_are_enough_vendors_products_and_reviews():
    assert len(vendors()) == 8
    assert len(PRODUCTS) >= 66
    assert sum(len(product.reviews) for product in PRODUCTS) >= 150


def test_slugs_skus_and_codes_are_unique():
    slugs = [product.slug for product in PRODUCTS]
    skus = [variant.sku for product in PRODUCTS for variant in product.variants]
    assert len(set(slugs)) == len(slugs)
    assert len(set(skus)) == len(skus)
    assert len({vendor.code for vendor in vendors()}) == 8
    assert len({vendor.email for vendor in vendors()}) == 8


@each_product
def test_a_product_is_priced_in_whole_naira_within_the_range(product: Product):
    assert 6_500_00 <= product.price_minor <= 450_000_00
    assert product.price_minor % 100 == 0
    if product.sale_minor is not None:
        assert product.price_minor // 2 < product.sale_minor < product.price_minor


@each_product
def test_a_product_hangs_in_known_places(product: Product):
    root, leaf = product.category
    assert leaf in CATEGORIES[root]
    assert set(product.collections) <= {collection.slug for collection in COLLECTIONS}
    assert product.collections


@each_product
def test_a_product_is_described(product: Product):
    sentences = re.findall(r"[.!?](?:\s|$)", product.description)
    assert 2 <= len(sentences) <= 5, product.description
    assert product.description_html.count("<p>") == 4
    assert len(product.tags) >= 2


@each_product
def test_a_recipe_names_things_that_exist(product: Product):
    recipe = product.recipe
    assert recipe.garment in GARMENTS
    assert recipe.pattern in PATTERNS
    assert recipe.palette in PALETTES
    assert recipe.tone in TONES
    assert recipe.mood in MOODS


@each_product
def test_reviews_are_readable(product: Product):
    assert len(product.reviews) >= 2
    for review in product.reviews:
        assert 1 <= review.rating <= 5
        assert review.title
        assert len(review.body) > 12
        assert review.reviewer


def test_not_everybody_is_delighted_and_not_everything_is_in_stock():
    ratings = [review.rating for product in PRODUCTS for review in product.reviews]
    stocks = [variant.stock for product in PRODUCTS for variant in product.variants]
    assert 0.3 < ratings.count(5) / len(ratings) < 0.7
    assert {2, 3, 4, 5} <= set(ratings)
    assert 5 <= stocks.count(0) <= len(stocks) * 0.1
    assert any(0 < stock <= 3 for stock in stocks)
    assert any(product.sale_minor for product in PRODUCTS)


def test_every_category_collection_and_sign_is_used():
    assert {product.category for product in PRODUCTS} == {
        (root, leaf) for root, leaves in CATEGORIES.items() for leaf in leaves
    }
    used = set(chain.from_iterable(product.collections for product in PRODUCTS))
    assert used == {collection.slug for collection in COLLECTIONS}
    assert {vendor.logo[0] for vendor in vendors()} == set(SIGNS)


def test_the_accounts_are_one_buyer_eight_owners_one_member_of_staff():
    roles = [account.role for account in accounts()]
    assert (roles.count("buyer"), roles.count("vendor"), roles.count("staff")) == (1, 8, 1)
    assert all(account.email.endswith("@fashionistar.example") for account in accounts())
    assert "vendor@fashionistar.example" in {account.email for account in accounts()}
