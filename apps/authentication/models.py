"""Accounts, and the refresh tokens that keep an API client signed in."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower

from apps.authentication.rules import EMAIL_LENGTH, NAME_LENGTH, normal_email
from apps.common import clock
from apps.common.models import Identified, Timestamped


class UserManager(BaseUserManager["User"]):
    """Makes accounts and finds them by address in any case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        """Return the account with this address, whatever its case."""
        return self.get(email=normal_email(email or ""))

    @transaction.atomic
    def create_user(
        self,
        email: str,
        password: str | None = None,
        *,
        verified: bool = False,
        **fields: Any,
    ) -> "User":
        """Create an account; without a password it can only be entered by a reset link."""
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an administrator (used by `manage.py createsuperuser`); its address counts."""
        fields |= {"is_staff": True, "is_superuser": True}
        return self.create_user(email, password, verified=True, **fields)


class User(Identified, AbstractBaseUser, PermissionsMixin):
    """A person who can sign in with an email address."""

    email = models.EmailField(unique=True, max_length=EMAIL_LENGTH)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    is_active = models.BooleanField(
        default=True, help_text="Clear this to lock the account out; its orders stay."
    )
    is_staff = models.BooleanField("staff", default=False, help_text="May enter the admin.")
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["-date_joined"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """Return what to call this person (Django's admin asks)."""
        return self.name or self.email

    get_short_name = get_full_name


class TokenFamily(Identified, Timestamped):
    """One signed-in API client: all refresh tokens that follow from one sign-in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="token_families")
    auth_hash = models.CharField(max_length=128, help_text="Changes with the password.")
    expires_at = models.DateTimeField(help_text="Nothing prolongs it.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name_plural = "token families"
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["expires_at"], name="token_family_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, end_reason="")
                | models.Q(ended_at__isnull=False, end_reason__in=["logout", "reuse", "staff"]),
                name="token_family_end_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} since {self.created_at:%Y-%m-%d %H:%M}"


class RefreshToken(models.Model):
    """A refresh token that was handed out; only its SHA-256 is kept."""

    digest = models.CharField(primary_key=True, max_length=64)
    family = models.ForeignKey(TokenFamily, on_delete=models.CASCADE, related_name="tokens")
    expires_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest[:8]


class Limit(models.Model):
    """How often somebody tried something; the table of the cache `limits`, written through it.

    In PostgreSQL, because a restart of Redis must not hand out new tries.
    """

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key
