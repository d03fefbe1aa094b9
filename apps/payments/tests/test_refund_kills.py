"""kill -9 before every single statement of settling a refund; afterwards the books agree."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine

from apps.common import clock
from apps.common.outbox.models import OutboxEvent
from apps.payments import tasks
from apps.payments.events import RefundSucceeded
from apps.payments.models import Intent, Refund, SandboxCharge, SandboxRefund
from apps.payments.tests import dying
from apps.payments.tests.factories import asked_refund, paid_intent, set_fault
from tests.faults import processes

pytestmark = pytest.mark.django_db(transaction=True)
MORE_THAN_ANY = 22


def settle_in_dying_processes(refunds: list[Refund]) -> list[str]:
    environment = os.environ | {
        "DATABASE_URL": processes.test_database_url(),
        "PYTHONPATH": str(processes.ROOT),
    }
    died = subprocess.run(
        [sys.executable, "-m", dying.__name__, *(str(refund.id) for refund in refunds)],
        cwd=processes.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [line for line in died.stdout.splitlines() if line.startswith(("killed", "finished"))]


def recover(minutes: int) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        tasks.sweep_refunds.call()


@pytest.mark.parametrize("fault", ["", SandboxCharge.RefundFault.ANSWER_LOST])
def test_wherever_it_dies_the_refund_is_made_once(fault: str) -> None:
    refunds = [asked_refund(paid_intent()) for _ in range(MORE_THAN_ANY)]
    for refund in refunds:
        set_fault(refund.intent, fault)
    fates = settle_in_dying_processes(refunds)
    kills = fates.count("killed")
    assert fates == ["killed"] * kills + ["finished 0"] * (MORE_THAN_ANY - kills)
    assert kills >= 15
    left = Refund.objects.exclude(status="succeeded").count()
    assert left >= 10
    recover(minutes=3)  # sends what never arrived, finds what was made
    recover(minutes=6)  # and those whose answer was lost again
    assert Refund.objects.filter(status="succeeded").count() == MORE_THAN_ANY
    assert SandboxRefund.objects.count() == MORE_THAN_ANY
    assert set(Intent.objects.values_list("refunded_minor", flat=True)) == {1_250_000}
    told = OutboxEvent.objects.filter(name=RefundSucceeded.name)
    assert told.values("payload__refund_id").distinct().count() == told.count() == MORE_THAN_ANY
