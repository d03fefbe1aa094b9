"""The API pages: one template for both descriptions, under the strict CSP, no foreign host."""

from django.views.generic import TemplateView


class ApiDocs(TemplateView):
    """Swagger UI over one OpenAPI description."""

    template_name = "api_docs.html"


v1_docs = ApiDocs.as_view(
    extra_context={"title": "Fashionistar API v1", "schema": "/api/v1/openapi.json"}
)
v2_docs = ApiDocs.as_view(
    extra_context={"title": "Fashionistar API v2", "schema": "/api/v2/openapi.json"}
)
