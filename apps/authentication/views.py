"""The one page of identity that allauth does not give us as we want it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from apps.authentication.errors import InvalidLink
from apps.authentication.services.confirm_email import check_confirmation_key, confirm_email

TEMPLATE = "account/email_confirm.html"


class ConfirmEmail(View):
    """Where the link of the confirmation mail leads. Only the button changes anything."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the button, or that the link is no longer valid."""
        try:
            check_confirmation_key(key=key)
        except InvalidLink:
            return self._refuse(request)
        return render(request, TEMPLATE, {"can_confirm": True})

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Confirm and lead to the sign-in page; nobody is signed in by a link."""
        try:
            confirm_email(key=key)
        except InvalidLink:
            return self._refuse(request)
        messages.success(request, "Your address is confirmed. Please sign in.")
        return HttpResponseRedirect(reverse("account_login"))

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        return render(request, TEMPLATE, {"can_confirm": False}, status=InvalidLink.status)
