"""/api/v2: async, Ninja. Mounts each domain's `apis/v2/router.py`."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, path

from apps.common.http.ninja_api import new_api
from backend.docs import v2_docs
from backend.domains import with_module

api = new_api()
for _module in with_module("apis.v2.router"):
    api.add_router("", import_module(_module).router)


urlpatterns: list[URLPattern | URLResolver] = [
    path("docs", v2_docs, name="v2-docs"),
    path("", api.urls),
]
