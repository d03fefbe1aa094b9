"""The admin's pages about queues: how they stand, their tasks, the workers."""

from django.contrib import admin

from leased_tasks.admin.pages import QueueAdmin
from leased_tasks.models import Queue

admin.site.register(Queue, QueueAdmin)
