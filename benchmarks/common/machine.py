"""The machine that a measurement was made on, and how busy it was."""

import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil


def machine() -> dict[str, Any]:
    """Cores, processor, memory in GB, load averages at this moment, versions."""
    return {
        "cores": os.cpu_count(),
        "cpu": _model(),
        "memory": round(psutil.virtual_memory().total / 1e9, 1),
        "load": [round(one, 2) for one in os.getloadavg()],
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def sentence(found: Mapping[str, Any]) -> str:
    """The machine in one line."""
    load = " ".join(str(one) for one in found["load"])
    return (
        f"{found['cores']} cores, {found['cpu']}, {found['memory']} GB, {found['system']}, "
        f"Python {found['python']}; load at the start {load}"
    )


def _model() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or sys.platform
