"""allauth's page forms, led to our services."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from django import forms
from django.http import HttpRequest, HttpResponse

from apps.authentication.rules import NAME_LENGTH
from apps.authentication.services.checks import check_email, check_name, check_password
from apps.authentication.services.register import register
from apps.authentication.services.request_password_reset import request_password_reset
from apps.authentication.services.reset_password import reset_password


class SignUp(SignupForm):  # type: ignore[misc] # allauth ships no types
    """Email, name, password; the same answer whether the address is known or not."""

    name = forms.CharField(
        max_length=NAME_LENGTH, label="Name", widget=forms.TextInput({"autocomplete": "name"})
    )
    field_order = ("name", "email", "password1")

    def validate_unique_email(self, value: str) -> str:
        """Leave the question to the service, which does not tell."""
        return value

    def clean_email(self) -> str:
        """Return the address in its normal spelling."""
        return check_email(super().clean_email())

    def clean_name(self) -> str:
        """Return the name with single spaces."""
        return check_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Check the password against the other fields."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors:
            try:
                check_password(cleaned["password1"], email=cleaned["email"], name=cleaned["name"])
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    def try_save(self, request: HttpRequest) -> tuple[None, HttpResponse]:
        """Register, and always answer "look into your mailbox"."""
        found = self.cleaned_data
        register(email=found["email"], password=found["password1"], name=found["name"])
        return None, get_adapter(request).respond_email_verification_sent(request, None)


class AskForReset(ResetPasswordForm):  # type: ignore[misc]
    """The same answer whether the address is known or not."""

    def clean_email(self) -> str:
        """Return the address; nothing is looked up here."""
        return str(self.cleaned_data["email"])

    def save(self, request: HttpRequest, **_: Any) -> str:
        """Queue the mail, if there is somebody to send it to."""
        request_password_reset(email=self.cleaned_data["email"])
        return str(self.cleaned_data["email"])


class ResetPassword(ResetPasswordKeyForm):  # type: ignore[misc]
    """Sets the password of whoever holds the link."""

    def save(self) -> None:
        """Set it."""
        reset_password(user_id=self.user.pk, password=self.cleaned_data["password1"])
