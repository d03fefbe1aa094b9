"""Tasks on the real engine: who may look at them, and what a Redis that is away answers."""

from typing import Any

import pytest
from django.tasks import task_backends
from django.utils.module_loading import import_string

from apps.authentication.tests.factories import UserFactory
from apps.common.task_tickets import remember_task
from apps.common.tasks import purge_old_rows
from apps.notifications.tasks import send_copy
from apps.orders.tasks import expire_unpaid_orders
from apps.orders.tests.factories import new_buyer, paid_order
from devstack import ports

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]


def without_redis(tasks: dict[str, Any]) -> dict[str, Any]:
    """TASKS for which nobody answers."""
    away = {"url": f"redis://127.0.0.1:{ports.any_free()}/0", "producer_deadline": 0.1}
    return {alias: words | {"OPTIONS": away} for alias, words in tasks.items()}


@pytest.mark.parametrize("task", [expire_unpaid_orders, purge_old_rows])
def test_the_owner_and_staff_see_a_task_of_any_backend(api, task) -> None:
    owner, other = UserFactory.create(), UserFactory.create()
    result = task.enqueue()
    remember_task(task_id=result.id, user_id=owner.pk)
    answer = api.get(f"/api/v2/tasks/{result.id}", signed_in=owner)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["id"], answer.json()["status"]) == (result.id, "READY")
    hidden = api.get(f"/api/v2/tasks/{result.id}", signed_in=other)
    assert (hidden.status_code, hidden.json()["code"]) == (404, "no-such-task")
    staff = UserFactory.create(is_staff=True)
    assert api.get(f"/api/v2/tasks/{result.id}", signed_in=staff).status_code == 200


@pytest.mark.parametrize(
    "unknown",
    ["emails.01890a5dac96774bbcceb302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057", "x" * 64],
)
def test_an_unknown_id_is_not_found_for_staff_too(api, unknown: str) -> None:
    staff = UserFactory.create(is_staff=True)
    answer = api.get(f"/api/v2/tasks/{unknown}", signed_in=staff)
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-task")


@pytest.mark.parametrize("odd", ["short", "x" * 65, "with%20blank", "q%7Bx%7D.aaaaaaaa"])
def test_what_is_no_id_is_refused(api, odd: str) -> None:
    answer = api.get(f"/api/v2/tasks/{odd}", signed_in=UserFactory.create())
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")


def test_a_redis_that_is_away_is_a_problem_and_no_crash(api, settings) -> None:
    owner = UserFactory.create()
    result = send_copy.enqueue(message_id="x")
    remember_task(task_id=result.id, user_id=owner.pk)
    settings.TASKS = without_redis(settings.TASKS)
    answer = api.get(f"/api/v2/tasks/{result.id}", signed_in=owner)
    assert (answer.status_code, answer.json()["code"]) == (503, "tasks-unavailable")
    assert answer["Content-Type"] == "application/problem+json"


def test_work_asked_for_while_redis_is_away_is_a_problem_and_may_be_asked_for_again(
    api, settings
) -> None:
    there, buyer = settings.TASKS, new_buyer()
    settings.TASKS = import_string("backend.settings.test.TASKS")  # for the mail of the order
    path = f"/api/v2/orders/{paid_order(buyer=buyer).pk}/confirmation"
    settings.TASKS = without_redis(there)
    answer = api.post(path, signed_in=buyer)
    assert (answer.status_code, answer.json()["code"]) == (503, "tasks-unavailable")
    settings.TASKS = there
    assert api.post(path, signed_in=buyer).status_code == 202


def test_tasks_inside_a_transaction_wait_for_its_commit(transactional_db) -> None:
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        result = send_copy.enqueue(message_id="y")
        backend = task_backends["emails"]
        with pytest.raises(Exception, match=result.id):
            backend.get_result(result.id)
    assert backend.get_result(result.id).args == []
