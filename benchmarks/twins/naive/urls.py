"""The same list twice: as DRF's and as Ninja's tutorial would have it."""

from django.urls import path

from benchmarks.twins.naive.drf import ProductList
from benchmarks.twins.naive.ninja_twin import api

urlpatterns = [
    path("api/v1/products/", ProductList.as_view()),
    path("api/v2/", api.urls),
]
