"""The demo's size guides."""

import pytest

from apps.products.models import SizeGuide
from devstack.demo.load import load_taxonomy
from devstack.demo.sizes import load_guides

pytestmark = pytest.mark.django_db


def test_a_second_run_adds_no_guide() -> None:
    load_taxonomy()
    for _ in range(2):
        load_guides()
        slugs = SizeGuide.objects.order_by("title").values_list("category__slug", flat=True)
        assert list(slugs) == ["men", "shoes", "women"]
