"""The frame that every page shares."""

import re

import pytest
from django.test import Client


def test_an_unknown_address_answers_a_page_of_the_house(client: Client) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Nothing here" in page
    assert 'class="wordmark"' in page


@pytest.mark.django_db
def test_the_frame_has_nothing_inline_and_asks_nobody_else(client: Client) -> None:
    answer = client.get("/vendors")
    assert "unsafe" not in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/js/')
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
