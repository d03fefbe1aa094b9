"""Account routes, relative to /api/v1/; with or without the last slash."""

from django.urls import re_path

from apps.authentication.apis.v1 import views

_ROUTES = {
    "register": views.Register,
    "login": views.Login,
    "refresh": views.Refresh,
    "logout": views.Logout,
    "me": views.Me,
    "password/reset": views.PasswordReset,
    "email/verify": views.VerifyEmail,
}

urlpatterns = [
    re_path(rf"^auth/{route}/?$", view.as_view(), name=f"v1_auth_{view.__name__.lower()}")
    for route, view in _ROUTES.items()
]
