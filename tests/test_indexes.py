"""An index of the large tables costs every write: each says why it exists."""

import pytest

from benchmarks.scale.inside.indexes import indexes
from benchmarks.scale.why import WHY

pytestmark = pytest.mark.django_db


def test_each_index_of_the_catalogue_has_a_reason_and_each_reason_an_index() -> None:
    there = {one["name"] for one in indexes() if one["guards"] != "key"}
    assert there == set(WHY)
