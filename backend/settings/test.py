"""Settings of the tests: the real ones, with cheaper hashers, a local cache, tasks run at once."""

import os
import secrets

os.environ.setdefault("FASHIONISTAR_ENV", "test")
for _name in ("SECRET_KEY", "TOKEN_SIGNING_KEY", "SANDBOX_SECRET"):
    os.environ.setdefault(_name, secrets.token_urlsafe(48))
# A Fernet key; worthless outside of tests.
os.environ.setdefault("SESSION_ENCRYPTION_KEY", "ZmFzaGlvbmlzdGFyLXRlc3RzLW9ubHktMzItYnl0ZXM=")
os.environ.setdefault("DATABASE_URL", "postgresql://fashionistar@127.0.0.1:5432/fashionistar")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:6379/0")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("EMAIL_URL", "smtp://127.0.0.1:2525")
os.environ.setdefault("PAYMENT_GATEWAYS", "sandbox")

from backend.settings.main import *  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = CACHES | {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {
    alias: {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend", "QUEUES": queues}
    for alias, queues in QUEUES_OF.items()
}
TALLY = TALLY | {"seconds": None}
