"""The pages themselves: who may see them, what a button does. They need no JavaScript."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode

from leased_tasks.admin.chart import chart_of
from leased_tasks.admin.facts import ACTIONS, LABELS, Standing, detail_of, row_of
from leased_tasks.errors import Unavailable
from leased_tasks.inspection import STATES, State, WorkerFacts
from leased_tasks.models import Queue as QueueModel
from leased_tasks.presentation import span
from leased_tasks.queues import Queue, declared_queues, known_workers, queue_named

PAGE = 50
_MOST_AT_ONCE = 200
_FOLDER = "leased_tasks/admin"
_DONE = {"retry": "will run now", "cancel": "cancelled", "delete": "deleted"}

type View[**P] = Callable[Concatenate["QueueAdmin", HttpRequest, P], HttpResponse]


def _page[**P](view: View[P]) -> View[P]:
    """Refuse whom may not see queues; say so in a sentence where Redis is away."""

    @wraps(view)
    def guarded(
        self: "QueueAdmin", request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        try:
            return view(self, request, *args, **kwargs)
        except Unavailable as error:
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return self.shown(request, "away", status, title="Queues", reason=str(error))

    return guarded


def _button[**P](view: View[P]) -> View[P]:
    """Let only a POST of those through who may change queues."""

    @wraps(view)
    def guarded(
        self: "QueueAdmin", request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        return view(self, request, *args, **kwargs)

    return _page(guarded)


class QueueAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no subscript at run time
    """Queues, their tasks, the workers: for staff with `view_queue`; buttons for `change_queue`.

    Arguments, results and tracebacks are for `view_task_data` alone.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: settings declare queues."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody, see above."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Return our pages only: the usual ones need a table."""
        pages: list[tuple[str, Any, str]] = [
            ("", self.changelist_view, "changelist"),
            ("<str:alias>/<str:name>/", self.tasks_view, "tasks"),
            ("<str:alias>/<str:name>/pause/", self.pause_view, "pause"),
            ("<str:alias>/<str:name>/act/", self.act_view, "act"),
            ("<str:alias>/<str:name>/task/<str:task_id>/", self.task_view, "task"),
        ]
        wrap = self.admin_site.admin_view
        return [
            path(where, wrap(view), name=f"leased_tasks_queue_{name}")
            for where, view, name in pages
        ]

    def shown(
        self, request: HttpRequest, template: str, status: int = HTTPStatus.OK, **context: Any
    ) -> TemplateResponse:
        """Return a page in the admin's frame."""
        facts = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "may_change": self.has_change_permission(request),
            **context,
        }
        return TemplateResponse(request, f"{_FOLDER}/{template}.html", facts, status=status)

    @_page
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all queues, the last hour, and the workers."""
        queues = declared_queues()
        workers = [
            {**each.facts, "id": each.id, "heard": span(each.age), "queues": _spaced(each)}
            for each in known_workers()
        ]
        return self.shown(
            request,
            "queues",
            title="Queues",
            standings=[Standing(queue, queue.stats()) for queue in queues],
            chart=chart_of(queue.minutes() for queue in queues),
            workers=workers,
        )

    @_page
    def tasks_view(self, request: HttpRequest, alias: str, name: str) -> HttpResponse:
        """List a queue's tasks of one state."""
        queue, state = _queue_or_404(alias, name), _state(request.GET.get("state"))
        number = _number(request.GET.get("page"))
        page = queue.tasks(state, offset=(number - 1) * PAGE, limit=PAGE)
        standing = Standing(queue, queue.stats())
        return self.shown(
            request,
            "tasks",
            title=f"Queue {queue.label}",
            standing=standing,
            queue=queue,
            state=state,
            tabs=[(each, standing.stats.count(each)) for each in STATES],
            rows=[row_of(task, page.now, state) for task in page.tasks],
            actions=[(action, LABELS[action]) for action in ACTIONS[state]],
            number=number,
            all_chosen="all" in request.GET,
            pages=max(-(-page.total // PAGE), 1),
            chart=chart_of([queue.minutes()]),
        )

    @_page
    def task_view(self, request: HttpRequest, alias: str, name: str, task_id: str) -> HttpResponse:
        """Show one task; its data only to whom may see them."""
        queue = _queue_or_404(alias, name)
        detail = detail_of(queue, task_id)
        if detail is None:
            raise Http404("No such task, or its time is over.")
        return self.shown(
            request,
            "task",
            title=detail.path,
            queue=queue,
            detail=detail,
            may_see_data=request.user.has_perm("leased_tasks.view_task_data"),
        )

    @_button
    def pause_view(self, request: HttpRequest, alias: str, name: str) -> HttpResponse:
        """Pause a queue, or let it go on."""
        queue, paused = _queue_or_404(alias, name), request.POST.get("paused") == "1"
        queue.backend.pause(queue.name, paused=paused)
        word = "paused" if paused else "resumed"
        self._note(request, queue, f"Queue {word}.")
        messages.success(request, f"Queue {queue.label} {word}.")
        return redirect("admin:leased_tasks_queue_changelist")

    @_button
    def act_view(self, request: HttpRequest, alias: str, name: str) -> HttpResponse:
        """Retry, cancel or delete the chosen tasks; a deletion asks first."""
        queue, action = _queue_or_404(alias, name), request.POST.get("action", "")
        ids = list(dict.fromkeys(request.POST.getlist("ids")))[:_MOST_AT_ONCE]
        state = _state(request.POST.get("state"))
        if action not in LABELS:
            raise Http404("No such action.")
        if action == "delete" and ids and "confirmed" not in request.POST:
            return self.shown(
                request, "delete", title="Delete tasks?", queue=queue, ids=ids, state=state
            )
        done = [task_id for task_id in ids if _do(queue, action, task_id)]
        self._tell(request, ids, done, action)
        if done:
            self._note(request, queue, f"{action}: {', '.join(done)}")
        where = reverse("admin:leased_tasks_queue_tasks", args=[alias, name])
        return redirect(f"{where}?{urlencode({'state': state})}")

    def _tell(self, request: HttpRequest, ids: list[str], done: list[str], action: str) -> None:
        if not ids:
            messages.warning(request, "No task was chosen.")
        if done:
            messages.success(request, f"{_counted(len(done))} {_DONE[action]}.")
        if len(done) < len(ids):
            left = _counted(len(ids) - len(done))
            messages.warning(request, f"Left as they are, because they have moved on: {left}.")

    def _note(self, request: HttpRequest, queue: Queue, text: str) -> None:
        """Keep in the admin's log who did what."""
        row = QueueModel(name=f"{queue.backend.alias}/{queue.name}")
        LogEntry.objects.log_actions(
            user_id=str(request.user.pk),
            queryset=[row],
            action_flag=CHANGE,
            change_message=text[:1000],
            single_object=True,
        )


def _queue_or_404(alias: str, name: str) -> Queue:
    try:
        return queue_named(f"{alias}/{name}")
    except ImproperlyConfigured as error:
        raise Http404(str(error)) from error


def _state(wish: str | None) -> State:
    return next((state for state in STATES if state == wish), "ready")


def _spaced(worker: WorkerFacts) -> str:
    return worker.facts.get("queues", "").replace(",", ", ")


def _counted(count: int) -> str:
    return f"{count} task{'' if count == 1 else 's'}"


def _number(wish: str | None) -> int:
    """Return the page's number; one that no queue can have is the first."""
    return int(wish) if wish and wish.isdecimal() and 0 < int(wish[:10]) < 10**9 else 1


def _do(queue: Queue, action: str, task_id: str) -> bool:
    match action:
        case "retry":
            return queue.backend.requeue(task_id)
        case "cancel":
            return queue.backend.cancel(task_id)
        case _:
            return queue.discard(task_id)
