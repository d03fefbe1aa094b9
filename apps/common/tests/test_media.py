"""Uploads are served, and nothing else of the disk is."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path: Path) -> Path:
    root = settings.MEDIA_ROOT = tmp_path / "media"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("not-for-you")
    return root


def test_an_upload_is_served_for_a_year(api, media_root: Path) -> None:
    (media_root / "a.webp").write_bytes(b"RIFF")
    answer = api.get("/media/a.webp")
    assert (answer.status_code, answer.content) == (200, b"RIFF")
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["../secret.txt", "%2e%2e/secret.txt", "none.webp", "a%00.webp", ""]
)
def test_anything_else_is_not_found(api, path: str) -> None:
    answer = api.get(f"/media/{path}")
    assert answer.status_code == 404
    assert b"not-for-you" not in answer.content
