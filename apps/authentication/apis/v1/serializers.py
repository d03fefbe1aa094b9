"""The JSON of the account routes. Fields that are not named here are ignored."""

from typing import Any

from rest_framework import serializers

from apps.authentication.rules import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH
from apps.common.http.drf import InstantField
from apps.common.http.texts import Text

_KEY_LENGTH = 200
_REFRESH_LENGTH = 200


class RegisterIn(serializers.Serializer[Any]):
    """What a new account needs."""

    email = serializers.EmailField(max_length=EMAIL_LENGTH)
    password = Text(max_length=PASSWORD_LENGTH, trim_whitespace=False)
    name = Text(max_length=NAME_LENGTH)


class LoginIn(serializers.Serializer[Any]):
    """Credentials."""

    email = Text(max_length=EMAIL_LENGTH)
    password = Text(max_length=PASSWORD_LENGTH, trim_whitespace=False)


class RefreshIn(serializers.Serializer[Any]):
    """A refresh token."""

    refresh = Text(max_length=_REFRESH_LENGTH)


class LogoutIn(serializers.Serializer[Any]):
    """The refresh token to end; without one, the client of the access token is signed out."""

    refresh = Text(max_length=_REFRESH_LENGTH, required=False)


class EmailIn(serializers.Serializer[Any]):
    """An address."""

    email = serializers.EmailField(max_length=EMAIL_LENGTH)


class KeyIn(serializers.Serializer[Any]):
    """The key from a link."""

    key = Text(max_length=_KEY_LENGTH)


class NameIn(serializers.Serializer[Any]):
    """What may be changed of an account."""

    name = Text(max_length=NAME_LENGTH, required=False)


class UserOut(serializers.Serializer[Any]):
    """An account, as its owner sees it."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    is_staff = serializers.BooleanField()
    date_joined = InstantField()


class TokensOut(serializers.Serializer[Any]):
    """A new pair of tokens; `expires_in` seconds for the access token."""

    access = serializers.CharField()
    refresh = serializers.CharField()
    expires_in = serializers.IntegerField()


class SignedInOut(TokensOut):
    """Tokens and whose they are."""

    user = UserOut()


class NoticeOut(serializers.Serializer[Any]):
    """A sentence for the person."""

    detail = serializers.CharField()
