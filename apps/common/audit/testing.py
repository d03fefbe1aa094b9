"""For tests: what was recorded of a subject."""

from apps.common.audit.models import AuditRecord


def recorded(subject: str) -> list[AuditRecord]:
    """Return the records of a subject, oldest first."""
    return list(AuditRecord.objects.filter(subject=subject).order_by("at", "id"))
