"""`python -m benchmarks.scale.inside.explain`: the plans of every read, the indexes, as JSON."""

import json
import os
import sys
from dataclasses import asdict

import django


def main() -> None:
    """Explain in the database that DATABASE_URL names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings.main")
    django.setup()
    from benchmarks.scale.inside.indexes import indexes  # noqa: PLC0415 - needs Django
    from benchmarks.scale.inside.places import places  # noqa: PLC0415
    from benchmarks.scale.inside.plans import plans_of  # noqa: PLC0415
    from benchmarks.scale.inside.reads import all_reads  # noqa: PLC0415

    wanted = sys.argv[1:]
    found = {}
    for read in all_reads(places()):
        if wanted and not any(word in read.name for word in wanted):
            continue
        found[read.name] = [asdict(plan) for plan in plans_of(read.run)]
    print(json.dumps({"reads": found, "indexes": indexes()}))


if __name__ == "__main__":
    main()
