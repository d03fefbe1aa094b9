"""The floor's part of API v1: the audit, for staff."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.apis.v1.serializers import AuditFiltersIn, AuditPageOut, AuditRecordOut
from apps.common.audit.selectors import audit_page
from apps.common.http.drf import read
from apps.common.http.staff import staff_may


class Audit(APIView):
    """Who did what to money and to people's rights."""

    permission_classes = (staff_may(GET="common.view_auditrecord"),)

    @extend_schema(operation_id="audit_list", parameters=[AuditFiltersIn], responses=AuditPageOut)
    def get(self, request: Request) -> Response:
        """List records, newest first."""
        page = audit_page(**read(AuditFiltersIn, request.query_params))
        return Response(page.as_json(request, lambda row: AuditRecordOut(row).data))
