"""Every address of the program."""

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from backend import api_v1, api_v2
from backend.domains import with_module
from backend.health import health
from backend.media import media

handler400 = "apps.common.http.pages.bad_request"
handler403 = "apps.common.http.pages.forbidden"
handler404 = "apps.common.http.pages.not_found"
handler500 = "apps.common.http.pages.server_error"

admin.site.site_header = admin.site.site_title = "Fashionistar staff"
admin.site.index_title = "Everything in the house"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include(api_v1)),
    path("api/v2/", include(api_v2)),
    path("health", health, name="health"),
    path("admin/", admin.site.urls),
    # Browsers ask for it on pages that name no icon: the admin, the API pages.
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}img/star.svg")),
    # A domain with pages has a urls.py of its own; its paths start at the root.
    *[path("", include(module)) for module in with_module("urls")],
    *([path("media/<path:path>", media, name="media")] if settings.SERVE_MEDIA else []),
]
