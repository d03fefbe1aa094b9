"""The admin's pages: who sees what, and that each button does what it says."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.tasks import TaskResultStatus
from django.test import Client
from django.urls import reverse

from leased_tasks.admin.chart import HEIGHT, chart_of
from leased_tasks.inspection import Minute
from leased_tasks.queues import queue_named
from tests.operators import jobs
from tests.operators.driving import all_finished, work
from tests.operators.strict import Strict
from tests.operators.test_inspection import fetch, tomorrow

pytestmark = pytest.mark.django_db
OVERVIEW = "/admin/leased_tasks/queue/"


@pytest.fixture
def queue(backend):
    return queue_named("default")


@pytest.fixture
def sign_in(client):
    def sign_in(*permissions, is_staff=True):
        user = User.objects.create_user("ada", is_staff=is_staff)
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
        assert user.user_permissions.count() == len(permissions)
        client.force_login(user)
        return user

    return sign_in


@pytest.fixture
def viewer(sign_in, client):
    sign_in("view_queue")
    return client


@pytest.fixture
def operator(sign_in, client):
    sign_in("view_queue", "change_queue")
    return client


def url(name, *args):
    return reverse(f"admin:leased_tasks_queue_{name}", args=["default", "default", *args])


def act(client, action, *ids, **more):
    return client.post(url("act"), {"action": action, "ids": ids, **more}, follow=True)


@pytest.mark.parametrize("permissions", [(), ("view_oncekey",)])
def test_staff_without_the_permission_see_nothing(queue, sign_in, client, permissions):
    sign_in(*permissions)
    failed = jobs.fail.enqueue()
    for where in (OVERVIEW, url("tasks"), url("task", failed.id)):
        assert client.get(where).status_code == 403
    for where in (url("pause"), url("act")):
        assert client.post(where, {"paused": "1"}).status_code == 403
    assert queue.stats().paused == 0


def test_customers_are_sent_to_the_sign_in(queue, sign_in, client):
    sign_in("view_queue", "change_queue", is_staff=False)
    for where in (OVERVIEW, url("tasks")):
        assert client.get(where).headers["Location"].startswith("/admin/login/")


def test_a_viewer_sees_but_has_no_buttons(queue, viewer):
    result = jobs.add.enqueue(1, 2)
    for where in (OVERVIEW, url("tasks"), url("task", result.id)):
        page = viewer.get(where)
        assert page.status_code == 200
        assert "<button" not in page.content.decode().split('id="content"')[1]
    assert viewer.post(url("pause"), {"paused": "1"}).status_code == 403
    assert act(viewer, "cancel", result.id).status_code == 403
    result.refresh()
    assert result.status is TaskResultStatus.READY


def test_buttons_take_no_get_and_no_forged_post(queue, operator):
    assert operator.get(url("pause")).status_code == 405
    assert operator.get(url("act")).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = operator.cookies
    assert strict.post(url("pause"), {"paused": "1"}).status_code == 403
    assert queue.stats().paused == 0


def test_the_overview_counts(queue, viewer):
    failed = jobs.fail.enqueue()
    work(queue.backend, all_finished([failed]))
    jobs.add.enqueue(1, 2)
    jobs.add.using(run_after=tomorrow()).enqueue(1, 2)
    text = viewer.get(OVERVIEW).content.decode()
    row = text[text.index("default</a></th>") :]
    cells = [
        re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)
    ]
    assert cells[0] == "1"
    assert cells[1].endswith(" s")
    assert cells[2:7] == ["0", "1", "0", "1", "0"]
    assert "0 finished</span>" in text
    assert "1 failed</span>" in text
    assert "No worker runs" in text
    assert "emails</a></th>" in text


def test_pause_and_resume_are_written_down(queue, operator):
    text = operator.post(url("pause"), {"paused": "1"}, follow=True).content.decode()
    assert queue.stats().paused
    assert "Queue default paused." in text
    assert "paused since" in text
    operator.post(url("pause"), {"paused": "0"})
    assert queue.stats().paused == 0
    entries = LogEntry.objects.order_by("pk").values_list("object_id", "change_message")
    assert list(entries) == [
        ("default/default", "Queue paused."),
        ("default/default", "Queue resumed."),
    ]


def test_each_state_has_its_list(queue, viewer):
    failed = jobs.fail.enqueue()
    work(queue.backend, all_finished([failed]))
    running = jobs.add.enqueue(1, 2)
    fetch(queue, 1)
    ready = jobs.add.enqueue(1, 2)
    later = jobs.add.using(run_after=tomorrow()).enqueue(1, 2)
    for state, expected in {
        "dead": failed,
        "running": running,
        "ready": ready,
        "delayed": later,
    }.items():
        text = viewer.get(url("tasks"), {"state": state}).content.decode()
        shown = {each.id for each in (failed, running, ready, later) if each.id in text}
        assert shown == {expected.id}
    text = viewer.get(url("tasks"), {"state": "waiting"}).content.decode()
    assert "No task waits for a rate or concurrency limit." in text


def test_long_lists_have_pages(queue, viewer):
    queue.backend.enqueue_many(jobs.add, [((number, 0), {}) for number in range(120)])
    pages = [viewer.get(url("tasks"), {"page": number}).content.decode() for number in (1, 3)]
    counts = [page.count("tests.operators.jobs.add</a>") for page in pages]
    assert counts == [50, 20]
    assert "Page 1 of 3" in pages[0]
    assert 'rel="next"' not in pages[1]
    for odd in ("0", "-1", "x", "9" * 30, "99"):
        assert viewer.get(url("tasks"), {"page": odd, "state": odd}).status_code == 200


def test_all_tasks_of_a_page_can_be_chosen_at_once(queue, operator):
    queue.backend.enqueue_many(jobs.add, [((number, 0), {}) for number in range(60)])
    counts = []
    for wish in ({}, {"all": "1"}, {"all": "1", "page": 2}):
        text = operator.get(url("tasks"), wish).content.decode()
        counts.append((text.count('type="checkbox"'), text.count(" checked ")))
    assert counts == [(50, 0), (50, 50), (10, 10)]


def test_retry_cancel_delete(queue, operator):
    failed = [jobs.fail.enqueue(str(number)) for number in range(2)]
    work(queue.backend, all_finished(failed))
    text = act(operator, "retry", failed[0].id, state="dead").content.decode()
    assert "1 task will run now." in text
    failed[0].refresh()
    assert failed[0].status is TaskResultStatus.READY
    assert "1 task cancelled." in act(operator, "cancel", failed[0].id).content.decode()
    question = act(operator, "delete", failed[1].id, state="dead").content.decode()
    assert "Delete 1 task of default for ever?" in question
    assert queue.stats().dead == 1
    act(operator, "delete", failed[1].id, state="dead", confirmed="1")
    assert queue.stats().dead == 0
    actions = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert [text.split(":")[0] for text in actions] == ["retry", "cancel", "delete"]


def test_what_cannot_be_done_is_said(queue, operator):
    result = jobs.add.enqueue(1, 2)
    fetch(queue)
    text = act(operator, "delete", result.id, "nonsense", confirmed="1").content.decode()
    assert "they have moved on: 2 tasks." in text
    assert "No task was chosen." in act(operator, "cancel").content.decode()
    assert operator.post(url("act"), {"action": "explode"}).status_code == 404
    assert not LogEntry.objects.exists()


def test_personal_data_need_a_permission_of_their_own(queue, sign_in, client):
    failed = jobs.fail.enqueue("ada@example.com")
    work(queue.backend, all_finished([failed]))
    user = sign_in("view_queue")
    text = client.get(url("task", failed.id)).content.decode()
    assert "ada@example.com" not in text
    assert "leased_tasks.errors.PermanentError" in text
    user.user_permissions.add(Permission.objects.get(codename="view_task_data"))
    text = client.get(url("task", failed.id)).content.decode()
    assert text.count("ada@example.com") == 2
    assert "Traceback (most recent call last)" in text


def test_arguments_are_shown_as_text(queue, sign_in, client):
    sign_in("view_queue", "view_task_data")
    result = jobs.fail.enqueue("<script>alert(1)</script>")
    text = client.get(url("task", result.id)).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_task_whose_code_is_gone_is_shown_all_the_same(queue, viewer):
    result = jobs.add.enqueue(1, 2)
    client = queue.backend.connection.client
    for payload in ('{"f":"gone.away","a":[],"k":{}}', "no JSON"):
        client.hset(f"{queue.keys.base}:t:{result.id}", "p", payload)
        assert viewer.get(url("task", result.id)).status_code == 200
        assert viewer.get(url("tasks")).status_code == 200


def test_what_is_not_there_is_not_found(queue, viewer):
    assert viewer.get(url("task", "default." + "0" * 32)).status_code == 404
    assert viewer.get(url("task", "nonsense")).status_code == 404
    other = reverse("admin:leased_tasks_queue_tasks", args=["default", "nonsense"])
    assert viewer.get(other).status_code == 404
    assert viewer.get(f"{OVERVIEW}add/").status_code == 404


def test_without_queues_it_says_so(viewer, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    assert "No queue is declared." in viewer.get(OVERVIEW).content.decode()


def test_without_redis_it_is_a_sentence(operator, settings, backend):
    options = {"url": "redis://127.0.0.1:1/0", "producer_deadline": 0.2}
    settings.TASKS = {"default": {**settings.TASKS["default"], "OPTIONS": options}}
    answers = [
        operator.get(OVERVIEW),
        operator.get(url("tasks")),
        operator.post(url("pause"), {"paused": "1"}),
        act(operator, "cancel", "default." + "0" * 32),
    ]
    for answer in answers:
        assert answer.status_code == 503
        assert "Redis does not answer" in answer.content.decode()


def test_a_strict_content_security_policy_refuses_nothing(queue, operator):
    failed = jobs.fail.enqueue()
    work(queue.backend, all_finished([failed]))
    pages = [
        operator.get(OVERVIEW),
        operator.get(url("tasks"), {"state": "dead"}),
        operator.get(url("task", failed.id)),
        act(operator, "delete", failed.id),
    ]
    for page in pages:
        strict = Strict()
        strict.feed(page.content.decode())
        assert strict.refused == []


def test_a_page_costs_the_database_only_the_sign_in(queue, viewer, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        viewer.get(OVERVIEW)


def test_a_single_failure_is_seen_among_thousands():
    minutes = [Minute(number, 0, 0, 0, 0) for number in range(58)]
    minutes += [Minute(58, 0, 9_000, 1, 3), Minute(59, 0, 4_500, 0, 0)]
    chart = chart_of([minutes, [Minute(number, 0, 0, 0, 0) for number in range(60)]])
    assert (chart.successful, chart.failed, chart.retried, chart.highest) == (13_500, 1, 3, 9_001)
    bar, last = chart.bars[58:]
    assert bar.failed_height == 2
    assert bar.failed_y == 0
    assert bar.successful_height + bar.failed_height == HEIGHT
    assert last.successful_height == HEIGHT // 2
    assert chart.busy == [bar, last]
    assert chart_of([]).bars == []
