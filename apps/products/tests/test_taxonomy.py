"""The category tree grows without losing its order."""

import pytest

from apps.products import facade

pytestmark = pytest.mark.django_db


def test_a_category_that_an_import_brings_comes_after_those_that_were_placed() -> None:
    for position, name in enumerate(["Women", "Men"]):
        facade.ensure_category(path=[name], position=position)
    facade.ensure_category(path=["Bags"])
    facade.ensure_category(path=["Amulets"])
    facade.ensure_category(path=["Men", "Caps"])
    assert [node.name for node in facade.category_tree()] == ["Women", "Men", "Bags", "Amulets"]
