"""The floor's part of API v1: the audit, for staff."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAdminUser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.apis.v1.serializers import AuditFiltersIn, AuditPageOut, AuditRecordOut
from apps.common.audit.selectors import audit_page


class MayViewAudit(IsAdminUser):
    """Staff to whom the admin shows the audit."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Ask for the same permission as the admin does."""
        is_staff: bool = super().has_permission(request, view)
        return is_staff and request.user.has_perm("common.view_auditrecord")


class Audit(APIView):
    """Who did what to money and to people's rights."""

    permission_classes = (MayViewAudit,)

    @extend_schema(operation_id="audit_list", parameters=[AuditFiltersIn], responses=AuditPageOut)
    def get(self, request: Request) -> Response:
        """List records, newest first."""
        filters = AuditFiltersIn(data=request.query_params)
        filters.is_valid(raise_exception=True)
        page = audit_page(**filters.validated_data)
        return Response(page.as_json(request, lambda row: AuditRecordOut(row).data))
