"""What an address, a name and a password must be; all faults are told at once."""

from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from apps.authentication.errors import UnacceptableInput
from apps.authentication.models import User
from apps.authentication.rules import (
    EMAIL_LENGTH,
    NAME_LENGTH,
    PASSWORD_LENGTH,
    is_plain_name,
    normal_email,
    normal_name,
)


def check_email(text: str) -> str:
    """Return the normal spelling.

    Raises:
        ValidationError: not an address that mail can reach; only ASCII is taken.
    """
    email = normal_email(text)
    if len(email) > EMAIL_LENGTH or not email.isascii():
        raise ValidationError("Enter a valid email address.")
    validate_email(email)
    return email


def check_name(text: str) -> str:
    """Return the name with single spaces.

    Raises:
        ValidationError: too long, or with letters that cannot be seen.
    """
    name = normal_name(text)
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"Use at most {NAME_LENGTH} characters.")
    if not is_plain_name(name):
        raise ValidationError("Use visible characters only.")
    return name


def check_password(password: str, *, email: str, name: str) -> str:
    """Return the password.

    Raises:
        ValidationError: too short, too common, or too near to the address or name.
    """
    if len(password) > PASSWORD_LENGTH:
        raise ValidationError(f"Use at most {PASSWORD_LENGTH} characters.")
    validate_password(password, User(email=email, name=name))
    return password


def collect(**checks: Callable[[], str]) -> dict[str, str]:
    """Run a check per field and return the values.

    Raises:
        UnacceptableInput: with the sentences of every field that failed.
    """
    values: dict[str, str] = {}
    errors: dict[str, list[str]] = {}
    for field, check in checks.items():
        try:
            values[field] = check()
        except ValidationError as error:
            errors[field] = list(error.messages)
    if errors:
        raise UnacceptableInput("Some fields are not right.", errors=errors)
    return values
