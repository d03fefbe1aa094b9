"""The account pages, below /accounts/. Only these of allauth's are open."""

from allauth.account import views as allauth_views
from django.urls import include, path, re_path

from apps.authentication.views import ConfirmEmail

_pages = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path(
        "confirm-email/",
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("confirm-email/<str:key>/", ConfirmEmail.as_view(), name="account_confirm_email"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,32})-(?P<key>[^/]{1,200})/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

urlpatterns = [path("accounts/", include(_pages))]
