"""Lives of orders, drawn by chance: 40 in the normal suite, 2,000 in `test --faults orders`.

`FASHIONISTAR_LIVES=20000 ./fashionistar test --faults orders -k lives` draws as many as it says.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.orders.conftest import IS_LONG
from tests.faults.orders.life import Life

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.django_db]

LIVES = int(os.environ.get("FASHIONISTAR_LIVES", "2000" if IS_LONG else "40"))
STEPS = 40 if IS_LONG else 25


def test_whatever_happens_the_books_agree() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=LIVES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
