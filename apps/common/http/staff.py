"""Doors of API v1 for staff: each method asks for the very permission that the admin asks for."""

from collections.abc import Mapping
from typing import ClassVar

from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.views import APIView

_VERBS = {"GET": "view", "POST": "add", "PATCH": "change", "DELETE": "delete"}


class StaffMay(IsAdminUser):
    """Staff with the permission that `needs` names for the method; no name, no entry."""

    needs: ClassVar[Mapping[str, str]] = {}

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask for the method's permission; a HEAD is a GET. What nobody answers becomes a 405."""
        is_staff: bool = super().has_permission(request, view)
        method = request.method or ""
        needed = self.needs.get("GET" if method == "HEAD" else method)
        if needed is None:
            return is_staff and not hasattr(view, method.lower())
        return is_staff and request.user.has_perm(needed)


def staff_may(**needs: str) -> type[StaffMay]:
    """Return a permission class: `staff_may(GET="orders.view_order")`."""
    return type("StaffMay", (StaffMay,), {"needs": needs})


def staff_may_edit(app: str, model: str) -> type[StaffMay]:
    """Return that of a plain resource: GET needs `view_…`, POST `add_…` and so on."""
    return staff_may(**{method: f"{app}.{verb}_{model}" for method, verb in _VERBS.items()})
