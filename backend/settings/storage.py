"""Static files and uploads."""

from pathlib import Path

from backend.settings.core import BASE_DIR
from backend.settings.env import env

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / ".fashionistar" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.media_root)
SERVE_MEDIA = not env.is_production  # there, the proxy or object store does

SERVESTATIC_USE_FINDERS = not env.is_production
SERVESTATIC_AUTOREFRESH = env.debug

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Outside of MEDIA_ROOT: no web server hands these out, only views that ask who wants them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": Path(env.private_media_root), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "servestatic.storage.CompressedManifestStaticFilesStorage"
            if env.is_production
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
    },
}
# Where the audit is anchored: a file or `storage:ALIAS/PREFIX`; empty: nowhere.
AUDIT_ANCHOR = env.audit_anchor

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
