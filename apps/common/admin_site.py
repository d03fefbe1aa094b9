"""Puts the audited admin in the place of Django's (INSTALLED_APPS names this class)."""

from django.contrib.admin.apps import AdminConfig


class AuditedAdminConfig(AdminConfig):
    """Django's admin, whose forms are on record."""

    default_site = "apps.common.audit.site.AuditedSite"
