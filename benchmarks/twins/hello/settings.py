"""The shop's settings; one address more, which must not be in the product."""

from backend.settings.main import *

ROOT_URLCONF = "benchmarks.twins.hello.urls"
