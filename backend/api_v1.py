"""/api/v1: sync, DRF. Mounts each domain's `apis/v1/urls.py`."""

from django.urls import include, path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView

from backend.docs import v1_docs
from backend.domains import with_module

urlpatterns = [
    path(
        "openapi.json",
        SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer]),
        name="v1-schema",
    ),
    path("docs", v1_docs, name="v1-docs"),
    *[path("", include(module)) for module in with_module("apis.v1.urls")],
]
