"""Accounts, passwords, sessions, tokens."""

from backend.settings.env import env, words

AUTH_USER_MODEL = "authentication.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]

PASSWORD_HASHERS = ["apps.authentication.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60

# Each variable may hold several keys, newest first: the others still read what they once wrote.
TOKEN_SIGNING_KEYS = words(env.token_signing_key.get_secret_value())
SESSION_ENCRYPTION_KEYS = words(env.session_encryption_key.get_secret_value())
SESSION_ENGINE = "apps.authentication.sessions"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "apps.authentication.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "apps.authentication.forms.SignUp",
    "reset_password": "apps.authentication.forms.AskForReset",
    "reset_password_from_key": "apps.authentication.forms.ResetPassword",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
}
