"""What Django itself needs: apps, middleware, templates, urls."""

from importlib.util import find_spec
from pathlib import Path

import django_stubs_ext

from backend.domains import DOMAINS
from backend.settings.env import env, words

# So that `ModelAdmin[Order]` and its like are words that Python knows while it runs.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
DEBUG = env.debug
SECRET_KEY = env.secret_key.get_secret_value()
ALLOWED_HOSTS = words(env.allowed_hosts)
SITE_URL = env.site_url
ENVIRONMENT = env.fashionistar_env
FAILPOINT: str | None = None  # armed by tests/faults/settings.py only

ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
ASGI_HANDLER = env.asgi_handler
PROBES = frozenset({"/health"})  # stand in no line: a full shop is not a broken one
PLACES, PLACE_WAIT_SECONDS = env.requests_in_threads, env.database_wait_seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False  # APIs answer at one address; pages link to the right one

INSTALLED_APPS = [
    "apps.common.admin_site.AuditedAdminConfig",  # django.contrib.admin, on record
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "servestatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "drf_spectacular",
    "ninja",
    "rest_framework",
    "tree_queries",
    *[f"apps.{domain}" for domain in reversed(DOMAINS)],
]
if env.fashionistar_env != "production":
    INSTALLED_APPS.append("devstack.demo")
    # Tools of `./fashionistar check` and `makemigrations`; `up` alone does not install them.
    _tools = ("django_linear_migrations", "django_migration_linter")
    INSTALLED_APPS += [tool for tool in _tools if find_spec(tool)]

MIDDLEWARE = [
    "apps.common.observability.middleware.RequestLog",
    "apps.common.http.page_views.CountViews",
    "apps.common.public_cache.middleware.PublicCache",
    "apps.common.http.bodies.CheckBody",
    "apps.common.http.lean.Security",
    "apps.common.http.lean.Static",
    "apps.common.http.lean.ContentSecurityPolicy",
    "apps.common.http.lean.Session",
    "apps.common.http.lean.Common",
    "apps.common.http.lean.Csrf",
    "apps.common.http.lean.Authentication",
    "apps.common.http.lean.Messages",
    "apps.common.http.lean.XFrameOptions",
    "allauth.account.middleware.AccountMiddleware",
    "apps.common.http.problems.PageProblems",
]

# Whose answers are counted by slug, for conversion and popularity (docs/adr/0029).
COUNTED_ROUTES = r"(p|api/v[12]/products)/<(\w+:)?slug>/?"

# Django looks for its classes by name; ours inherit from them (`security` in common/checks.py).
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W003"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

LANGUAGE_CODE = "en"
TIME_ZONE = "Africa/Lagos"  # what people see; everything stored is UTC
USE_TZ = True
