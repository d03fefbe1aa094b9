"""Who did what to money and to people's rights: append-only, sealed in hash chains at commit."""

from apps.common.audit.recording import record

__all__ = ["record"]
