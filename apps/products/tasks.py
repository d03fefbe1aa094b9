"""Work that the catalogue does by itself."""

from leased_tasks import task

from apps.products import facade


# The next tick is the retry; a worker that is behind needs only one of them.
@task(retry=0, unique=True)
def note_new_words() -> int:
    """Let search know the words of what was put into the shop in the last minutes."""
    return facade.note_new_words()


@task(backend="analytics", queue_name="low_priority", retry=0, unique=True)
def refresh_search() -> dict[str, int]:
    """Count the vocabulary anew and sort products into tiers of popularity."""
    return {"moved": facade.sort_tiers(), **facade.refresh_terms()}
