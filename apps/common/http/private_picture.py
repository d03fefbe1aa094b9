"""Pictures and papers that not everybody may see, over HTTP."""

from django.http import HttpResponse

from apps.common.papers import is_pdf


def private_picture(content: bytes) -> HttpResponse:
    """Answer a WebP that no cache on the way may keep and no browser takes for something else."""
    return _private(content, "image/webp", "inline; filename=picture.webp")


def private_evidence(content: bytes) -> HttpResponse:
    """Answer a WebP of ours, or somebody's PDF: that one is saved and never opened in our site."""
    if not is_pdf(content):
        return private_picture(content)
    answer = _private(content, "application/pdf", "attachment; filename=evidence.pdf")
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _private(content: bytes, kind: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = disposition
    return answer
