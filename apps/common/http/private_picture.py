"""Pictures that not everybody may see, over HTTP."""

from django.http import HttpResponse


def private_picture(content: bytes) -> HttpResponse:
    """Answer a WebP that no cache on the way may keep and no browser takes for something else."""
    answer = HttpResponse(content, content_type="image/webp")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline; filename=picture.webp"
    return answer
