"""Reads for everyone, beside writes of the signed in, at one address of DRF."""

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import SAFE_METHODS, AllowAny, IsAuthenticated
from rest_framework.views import APIView


class PublicReads(APIView):
    """Who looks is not asked for a name: not even a bad token matters. Who writes is signed in."""

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Ask for names only where something is written."""
        return super().get_authenticators() if self._writes() else []

    def get_permissions(self) -> list[Any]:
        """Everybody may look, the signed in may write."""
        return [IsAuthenticated()] if self._writes() else [AllowAny()]

    def _writes(self) -> bool:
        # While the API's description is made, there is no request at first.
        method = getattr(self.request, "method", None) or "GET"
        return method not in SAFE_METHODS and hasattr(self, method.lower())  # else a 405
