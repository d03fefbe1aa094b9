import pytest


@pytest.fixture(autouse=True)
def _nobody_answers_webhooks(settings):
    """The sandbox's own posts are refused at once; tests that want them start a server."""
    settings.SITE_URL = "http://127.0.0.1:9"
