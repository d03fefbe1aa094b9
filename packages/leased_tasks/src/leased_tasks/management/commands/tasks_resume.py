"""`manage.py tasks_resume`: let paused queues go on."""

from leased_tasks.management.commands import tasks_pause


class Command(tasks_pause.Command):
    """Hand out the tasks of paused queues again."""

    help = "Let paused queues go on."
    paused = False
