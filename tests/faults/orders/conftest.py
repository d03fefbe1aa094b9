import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.orders.web import Web

IS_LONG = os.environ.get("FASHIONISTAR_FAULTS") == "long"
SEEDS = int(os.environ.get("FASHIONISTAR_SEEDS", "20" if IS_LONG else "2"))


@pytest.fixture(scope="module")
def crowded(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Two web processes that all tests of a module share; the tests empty the database."""
    shop = Web(tmp_path_factory.mktemp("web"))
    shop.start(2)
    yield shop
    shop.stop()


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    """Processes of this test alone, which may die; it starts them itself."""
    shop = Web(tmp_path)
    yield shop
    shop.stop()


@pytest.fixture
def scale() -> int:
    """1 for the figures of the goals, else by what they are divided in the normal suite."""
    return 1 if IS_LONG else 40


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(1, SEEDS + 1))
