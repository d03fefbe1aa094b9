"""JSON as v1 writes it: the same bytes for whoever asks."""

from collections.abc import Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class OneJson(JSONRenderer):
    """DRF's, without `Accept: application/json; indent=8`: one address has one answer."""

    def get_indent(self, accepted_media_type: str, renderer_context: Mapping[str, Any]) -> None:
        """Indent nothing."""
