"""A copy's pictures: written outside of the transaction, and gone if there is no copy."""

from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection

from apps.common.tests.parallel import race_behind
from apps.products import facade
from apps.products.contracts import MediaId, ProductId
from apps.products.errors import ProductNotFound
from apps.products.models import Media, Product
from apps.products.tests.factories import ProductFactory
from apps.products.tests.pictures import picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _media_root(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def original() -> ProductId:
    product_id = ProductId(ProductFactory.create().id)
    for colour in ("teal", "red"):
        facade.add_media(product_id=product_id, content=picture(colour=colour))
    return product_id


def _files(root: Path) -> int:
    return sum(path.is_file() for path in root.rglob("*"))


def test_no_file_is_read_or_written_inside_the_transaction(original, monkeypatch) -> None:
    inside: list[bool] = []
    for name in ("_open", "_save"):
        true = getattr(FileSystemStorage, name)

        def seen(self, *args, true=true, **more):
            inside.append(connection.in_atomic_block)
            return true(self, *args, **more)

        monkeypatch.setattr(FileSystemStorage, name, seen)
    copy = facade.duplicate_product(product_id=original)
    assert Media.objects.filter(product_id=copy.id).count() == 2
    assert inside == [False] * 4
    assert Product.objects.get(id=copy.id).cover in Media.objects.filter(product_id=copy.id)


def test_a_product_that_goes_meanwhile_leaves_no_files(original, tmp_path) -> None:
    before = _files(tmp_path)
    go = Product.objects.filter(id=original).delete
    (answer,) = race_behind(go, [partial(facade.duplicate_product, product_id=original)])
    assert isinstance(answer, ProductNotFound)
    assert _files(tmp_path) == before


def test_a_storage_that_fails_midway_leaves_no_files(original, tmp_path, monkeypatch) -> None:
    before, true = _files(tmp_path), getattr(FileSystemStorage, "_save")  # noqa: B009

    def full(self, name, content):
        if _files(tmp_path) > before:
            raise OSError("no space left")
        return true(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(OSError, match="no space"):
        facade.duplicate_product(product_id=original)
    assert _files(tmp_path) == before
    assert Product.objects.count() == 1


def test_a_picture_taken_off_meanwhile_is_not_copied(original, tmp_path) -> None:
    first = Media.objects.filter(product_id=original).earliest("position")
    go = partial(facade.remove_media, product_id=original, media_id=MediaId(first.id))
    (copy,) = race_behind(go, [partial(facade.duplicate_product, product_id=original)])
    assert Media.objects.filter(product_id=copy.id).count() == 1
    assert _files(tmp_path) == 2
