"""Every address of the shop, and a hello among those of v2."""

from django.http import HttpRequest
from django.urls import path

from apps.common.http.inline import inline
from apps.common.http.ninja_api import new_api
from backend.urls import urlpatterns as of_the_shop

api = new_api()
api.urls_namespace = "hello"


@api.get("/hello", auth=None)
@inline
async def hello(request: HttpRequest) -> dict[str, str]:
    """Greet."""
    return {"hello": "world"}


urlpatterns = [path("api/v2/bench/", api.urls), *of_the_shop]
