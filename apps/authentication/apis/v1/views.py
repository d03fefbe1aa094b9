"""Account routes of API v1."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.authentication.apis.v1.bearer import Bearer
from apps.authentication.apis.v1.serializers import (
    EmailIn,
    KeyIn,
    LoginIn,
    LogoutIn,
    NameIn,
    NoticeOut,
    RefreshIn,
    RegisterIn,
    SignedInOut,
    TokensOut,
    UserOut,
)
from apps.authentication.contracts import UserId
from apps.authentication.limits import limit
from apps.authentication.rules import normal_email
from apps.authentication.selectors.accounts import account
from apps.authentication.services.change_name import change_name
from apps.authentication.services.confirm_email import confirm_email
from apps.authentication.services.end_tokens import sign_out
from apps.authentication.services.refresh_tokens import refresh_tokens
from apps.authentication.services.register import register
from apps.authentication.services.request_password_reset import request_password_reset
from apps.authentication.services.sign_in import sign_in
from apps.common.http.drf import read
from apps.common.http.requester import requester_id

MAILBOX = {"detail": "Look into your mailbox: we have sent you what comes next."}


class Open(APIView):
    """A route for anybody; a stale Authorization header does not matter here."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


class Register(Open):
    """New accounts."""

    @extend_schema(operation_id="auth_register", request=RegisterIn, responses={202: NoticeOut})
    def post(self, request: Request) -> Response:
        """Ask for an account. The answer is the same whether the address is known or not."""
        limit(request._request, "signup")  # noqa: SLF001 -- DRF wraps Django's
        register(**read(RegisterIn, request.data))
        return Response(MAILBOX, status=202)


class Login(Open):
    """Sign-ins."""

    @extend_schema(operation_id="auth_login", request=LoginIn, responses=SignedInOut)
    def post(self, request: Request) -> Response:
        """Exchange an email and a password for tokens."""
        limit(request._request, "login")  # noqa: SLF001
        user_id, tokens = sign_in(request=request._request, **read(LoginIn, request.data))  # noqa: SLF001
        return Response({**TokensOut(tokens).data, "user": UserOut(account(user_id)).data})


class Refresh(Open):
    """Rotation of refresh tokens."""

    @extend_schema(operation_id="auth_refresh", request=RefreshIn, responses=TokensOut)
    def post(self, request: Request) -> Response:
        """Exchange a refresh token; using an old one again signs the client out."""
        return Response(TokensOut(refresh_tokens(**read(RefreshIn, request.data))).data)


class Logout(APIView):
    """Sign-outs."""

    authentication_classes = (Bearer,)
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="auth_logout", request=LogoutIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Sign out the client of the refresh token in the body, or of the access token."""
        family_id = request.auth.pk if request.auth else None
        sign_out(family_id=family_id, **read(LogoutIn, request.data))
        return Response(status=204)


class Me(APIView):
    """The account that asks."""

    @extend_schema(operation_id="auth_me", responses=UserOut)
    def get(self, request: Request) -> Response:
        """Return the signed-in account."""
        return Response(UserOut(request.user).data)

    @extend_schema(operation_id="auth_me_update", request=NameIn, responses=UserOut)
    def patch(self, request: Request) -> Response:
        """Change the name; whatever else is sent is ignored."""
        found = read(NameIn, request.data)
        if "name" in found:
            change_name(user_id=UserId(requester_id(request)), name=found["name"])
        return Response(UserOut(account(UserId(requester_id(request)))).data)


class PasswordReset(Open):
    """Forgotten passwords."""

    @extend_schema(operation_id="auth_password_reset", request=EmailIn, responses={202: NoticeOut})
    def post(self, request: Request) -> Response:
        """Ask for a reset link. The answer is the same whether the address is known or not."""
        email = normal_email(read(EmailIn, request.data)["email"])
        limit(request._request, "reset_password", key=email)  # noqa: SLF001
        request_password_reset(email=email)
        return Response(MAILBOX, status=202)


class VerifyEmail(Open):
    """Confirmation of addresses."""

    @extend_schema(operation_id="auth_email_verify", request=KeyIn, responses={204: None})
    def post(self, request: Request) -> Response:
        """Confirm an address with the key from its mail; nobody is signed in by it."""
        confirm_email(**read(KeyIn, request.data))
        return Response(status=204)
