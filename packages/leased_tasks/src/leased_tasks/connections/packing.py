"""The words of an EVALSHA behind the script's name."""

from typing import Any

from leased_tasks.calls import Call
from leased_tasks.options import Mode


def arguments_of(call: Call[Any], mode: Mode) -> list[Any]:
    """Return the count of keys, the keys and the arguments.

    In a cluster one more key is named, which never exists. While a slot moves, Redis then answers
    TRYAGAIN at both ends, so no script ever sees a queue of which one half is elsewhere. (A script
    whose named keys are all there would run, and take the others for deleted.)
    """
    keys = list(call.keys)
    if mode == "cluster":
        keys.append(_never_there(keys[0]))
    return [len(keys), *keys, *call.arguments]


def _never_there(key: str) -> str:
    start = key.find("{")
    end = key.find("}", start + 1)
    tag = key[start + 1 : end] if -1 < start < end - 1 else key
    return f"{{{tag}}}:never"
