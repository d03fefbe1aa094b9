"""The frame that every page shares."""

from django.template.loader import render_to_string
from django.test import Client, RequestFactory


def test_an_unknown_address_answers_a_page_of_the_house(client: Client) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Nothing here" in page
    assert 'class="wordmark"' in page


def test_the_frame_has_nothing_inline() -> None:
    class Nobody:
        is_authenticated = False

    request = RequestFactory().get("/")
    request.user = Nobody()  # type: ignore[assignment]
    page = render_to_string("base.html", {"csp_nonce": "n0nce"}, request)
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/js/')
    assert "//cdn" not in page
