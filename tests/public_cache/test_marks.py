"""Only what answers everybody alike is marked as public."""

import pytest
from rest_framework.views import APIView

from apps.common.public_cache import public
from apps.common.public_cache.marking import NotPublic, topic_of
from tests.public_cache.views import TOPIC, Sync


def test_who_asks_for_a_name_is_not_public() -> None:
    class Own(APIView):
        authentication_classes = (object,)  # type: ignore[assignment]

    with pytest.raises(NotPublic):
        public(TOPIC)(Own)


def test_a_class_does_not_inherit_that_it_is_public() -> None:
    class Own(Sync):
        authentication_classes = (object,)  # type: ignore[assignment]

    assert topic_of(Sync.as_view()) == TOPIC
    assert topic_of(Own.as_view()) is None
