"""Whose answers may be kept: what both APIs give to guests, and nothing else.

No address is named here; they come from the APIs' descriptions.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from apps.authentication.facade import access_token_for
from apps.authentication.models import User
from apps.authentication.tests.factories import UserFactory
from apps.common import clock
from apps.common.public_cache import CATALOGUE
from apps.common.public_cache.marking import topic_of
from apps.common.public_cache.models import ContentMark
from apps.products.models import Product
from apps.vendors import facade as shops
from devstack.demo.catalogue import vendors
from devstack.demo.load import load_demo
from tests.bad_input.operations import operations

pytestmark = pytest.mark.django_db
GETS = [one for one in operations() if one.method == "get"]
QUERIES = {
    "/api/v1/products/": ["?q=gown", "?category=women&ordering=price"],
    "/api/v2/products/": ["?page=1&size=M", "?q=gown", "?collection=x"],
    "/api/v2/products/search/": ["?q=ankarra&size=M", "?q=native"],
    "/api/v2/products/facets/": ["?q=gown&colour=Blue", "?category=women"],
    "/api/v2/suggest/": ["?q=an", "?q=kafatn"],
}
_TABLES = re.compile(r'\b(?:FROM|JOIN)\s+"?([a-z_]+)"?', re.IGNORECASE)
ONLY_UPDATES = {"authentication_user"}  # whoever is new has no review yet


@pytest.fixture
def seller(settings: Any, tmp_path: Any) -> Any:
    """The demo's shop with a few products; somebody who sells there."""
    settings.MEDIA_ROOT = tmp_path
    first = vendors()[3]
    load_demo(lambda _: None, [replace(first, products=first.products[:2])])
    return shops.members_of(shops.open_vendors()[0].id)[0]


def addresses(path: str) -> list[str]:
    slug = Product.objects.order_by("id").values_list("slug", flat=True)[0]
    if "/vendors/{slug}" in path:
        slug = shops.open_vendors()[0].slug
    operation = next(one for one in GETS if one.path == path)
    address = operation.address(slug) if "{slug}" in path else operation.address()
    return [address, *(address + query for query in QUERIES.get(path, []))]


def is_public(path: str) -> bool:
    one = next(one for one in GETS if one.path == path)
    return topic_of(resolve(one.address()).func) is not None


PUBLIC = [one.path for one in GETS if is_public(one.path)]


def test_what_guests_may_read_is_public(api: Any, seller: Any) -> None:
    for path in (one.path for one in GETS):
        for address in addresses(path):
            answer = api.get(address)
            if answer.status_code == 200:
                shared = answer["Cache-Control"].startswith("public")
                assert shared == (path in PUBLIC), address
                assert answer.has_header("ETag") == shared, address
            else:
                assert answer["Cache-Control"] == "private, no-store", address
    assert len(PUBLIC) == 15


def test_whoever_asks_a_public_answer_is_the_same(api: Any, seller: Any) -> None:
    other = {"Authorization": "Bearer nonsense", "Accept-Language": "fr", "Accept": "*/*"}
    for address in (address for path in PUBLIC for address in addresses(path)):
        asked = [
            api.get(address),
            api.get(address, headers=other),
            api.get(address, headers={"Cookie": "sessionid=x; cart=y"}),
            api.get(address, headers={"Authorization": f"Bearer {token_of(seller)}"}),
            api.get(address, signed_in=UserFactory()),
        ]
        answers = {(one.status_code, one.content, one.headers.get("ETag")) for one in asked}
        if asked[0].status_code == 200:
            assert len(answers) == 1, address
            assert {one["Cache-Control"] for one in asked} == {asked[0]["Cache-Control"]}


def test_the_answers_of_the_signed_in_are_private(api: Any, seller: Any) -> None:
    headers = {"Authorization": f"Bearer {token_of(seller)}"}
    found = 0
    for path in (one.path for one in GETS if one.path not in PUBLIC):
        for address in addresses(path):
            answer = api.get(address, headers=headers)
            assert answer["Cache-Control"] == "private, no-store", address
            assert not answer.has_header("ETag"), address
            found += answer.status_code == 200
    assert found > 10


def test_whatever_public_answers_are_made_of_is_watched(api: Any, seller: Any) -> None:
    with CaptureQueriesContext(connection) as queries:
        for path in PUBLIC:
            for address in addresses(path):
                api.get(address)
    named = {name for query in queries for name in _TABLES.findall(query["sql"])}
    tables = named & set(connection.introspection.table_names())
    assert "products_product" in tables
    assert sorted(tables - set(watched())) == []


def watched() -> Iterator[str]:
    """Name the tables whose triggers mark the catalogue as changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text ORDER BY tgname)"
            " FROM pg_trigger WHERE tgname IN ('content_changed', 'content_updated')"
            " AND encode(tgargs, 'escape') LIKE %s GROUP BY 1",
            [f"{CATALOGUE}%"],
        )
        for table, names in cursor.fetchall():
            expected = ["content_changed", "content_updated"][table in ONLY_UPDATES :]
            assert names == expected, table
            yield table


@pytest.mark.django_db(transaction=True)  # a transaction leaves one mark
def test_a_change_is_marked_and_a_sign_in_is_not(seller: Any) -> None:
    ContentMark.objects.all().delete()
    User.objects.filter(id=seller.user_id).update(last_login=clock.now())
    assert not ContentMark.objects.exists()
    User.objects.filter(id=seller.user_id).update(name="Somebody else")
    assert [mark.topic for mark in ContentMark.objects.all()] == [CATALOGUE]


def token_of(member: Any) -> str:
    return access_token_for(member.user_id)
