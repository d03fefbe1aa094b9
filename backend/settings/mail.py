"""Mail leaves over SMTP; EMAIL_URL is smtp://, smtp+tls:// or smtps://user:password@host:port."""

from urllib.parse import unquote, urlsplit

from backend.settings.env import env

_url = urlsplit(env.email_url)

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = _url.hostname or "127.0.0.1"
EMAIL_PORT = _url.port or 25
EMAIL_HOST_USER = unquote(_url.username or "")
EMAIL_HOST_PASSWORD = unquote(_url.password or "")
EMAIL_USE_TLS = _url.scheme == "smtp+tls"
EMAIL_USE_SSL = _url.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = str(env.default_from_email)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
