"""Accounts in the admin. Signing in happens on the shop's own page, with its limits."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from apps.authentication.contracts import UserId
from apps.authentication.models import TokenFamily, User
from apps.authentication.services.end_tokens import sign_out_everywhere
from apps.common.admin import ReadOnly

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(EmailAddress)  # changed only by the flows that prove a mailbox


class NewAccountForm(AdminUserCreationForm[User]):
    """Email, name and a first password."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Return the normal spelling."""
        return str(self.cleaned_data["email"]).strip().lower()


@admin.register(User)
class AccountAdmin(UserAdmin[User]):
    """Accounts. Only a superuser hands out rights."""

    add_form = NewAccountForm
    ordering = ("-date_joined",)
    list_display = ("email", "name", "is_active", "is_staff", "date_joined", "last_login")
    list_filter = ("is_active", "is_staff", "date_joined")
    search_fields = ("=id", "email", "name")
    readonly_fields = ("email", "date_joined", "last_login")
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("Rights", {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        ("Times", {"fields": ("date_joined", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "usable_password", "password1", "password2")}),
    )
    actions = ("sign_out_everywhere",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep rights from staff who are no superusers, and the address once it is set."""
        if obj is None:
            return ()
        rights = () if request.user.is_superuser else ("is_staff", "is_superuser", "groups")
        return (*self.readonly_fields, *rights)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let only superusers touch other staff: who sets a password has its rights."""
        is_above = (
            obj is not None
            and (obj.is_staff or obj.is_superuser)
            and obj.pk != request.user.pk
            and not request.user.is_superuser
        )
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Refuse: accounts are locked, their orders stay."""
        return False

    def save_model(
        self, request: HttpRequest, obj: User, form: ModelForm[User], change: Any
    ) -> None:
        """Save; staff vouch for the address of an account that they make."""
        super().save_model(request, obj, form, change)
        if not change:
            EmailAddress.objects.create(user=obj, email=obj.email, verified=True, primary=True)

    @admin.action(description="Sign out everywhere (API clients)", permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End all token families of the chosen accounts."""
        for user in queryset:
            sign_out_everywhere(user_id=UserId(user.pk))
        self.message_user(request, f"Signed out: {len(queryset)}.")


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnly, admin.ModelAdmin[TokenFamily]):
    """Signed-in API clients, to read."""

    list_display = ("user", "created_at", "updated_at", "expires_at", "ended_at", "end_reason")
    list_filter = ("end_reason", "created_at")
    search_fields = ("user__email",)
    list_select_related = ("user",)
    exclude = ("auth_hash",)
