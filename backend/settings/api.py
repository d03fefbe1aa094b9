"""DRF (v1), Ninja (v2) and their documentation."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["apps.authentication.apis.v1.bearer.Bearer"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["apps.common.http.one_json.OneJson"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["apps.common.http.known_names.KnownNames"],
    "EXCEPTION_HANDLER": "apps.common.http.problems.drf_exception_handler",
    "UNAUTHENTICATED_USER": None,
    "COERCE_DECIMAL_TO_STRING": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Fashionistar API v1",
    "DESCRIPTION": "Nested resources, admin-facing and account flows. Sync, DRF.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "apps.common.http.openapi.with_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DeliveryKind": "apps.delivery.apis.v1.serializers.KINDS",
        "StockMovementKind": "apps.inventory.apis.v1.serializers.KINDS",
        "CouponKind": "apps.promotions.apis.v1.serializers.KINDS",
    },
}

# Called with a bearer token, answers an apps.common.http.auth.Principal or None.
PRINCIPAL_OF = "apps.authentication.facade.principal_of"
PAGE_SIZE = 50
MAX_PAGE_SIZE = 100
MAX_BODY_BYTES = 1_048_576
RAW_BODY_PATHS = ["/api/v2/payments/webhooks/"]
INLINE_SECONDS = 25  # an `@inline` read gives up then; what it waits for has given up before
