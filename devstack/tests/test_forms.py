"""The smoke test's person sees forms as a browser without JavaScript does."""

import pytest

from devstack.smoke.forms import Page

PAGE = Page("""
<a href="/p/one">One</a>
<form action="/cart/add" method="post">
  <input type="hidden" name="token" value="t">
  <input type="radio" name="size" value="S" disabled><input type="radio" name="size" value="M">
  <input type="radio" name="size" value="L" checked>
  <select name="state"><option value="">Choose</option>
    <option value="Lagos" selected>Lagos</option></select>
  <textarea name="note"> be quick </textarea>
  <button name="decision" value="yes">Yes</button>
</form>
<form action="/search"><input name="q" value=""></form>
""")


def test_a_form_holds_what_would_be_sent() -> None:
    form = PAGE.form(having="token")
    assert (form.action, form.method) == ("/cart/add", "post")
    assert form.values == {"token": "t", "size": "L", "state": "Lagos", "note": "be quick"}
    assert form.choices["size"] == ["M", "L"]
    assert form.buttons == [("decision", "yes")]


def test_forms_are_found_by_field_button_or_address() -> None:
    assert PAGE.form(having="decision") is PAGE.forms[0]
    assert PAGE.form(action="/search") is PAGE.forms[1]
    with pytest.raises(LookupError, match="price"):
        PAGE.form(having="price")


def test_links_and_words_are_read() -> None:
    assert PAGE.links == ["/p/one"]
    assert "Lagos" in PAGE.text()
