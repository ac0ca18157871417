"""The diary of a run, ``OUT.run/run.json``: when, how long every stage took, what every document cost.

Beside the tables and not in them, because it differs from run to run.
"""

import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline import __version__
from pipeline.batch.files import write_json
from pipeline.batch.ledger import Folders
from pipeline.batch.task import Done, Task


def write(
    folders: Folders,
    task: Task,
    began: float,
    seconds: Mapping[str, float],
    counts: Mapping[str, int],
    files: Sequence[str],
) -> None:
    """Write the diary; `began` is a POSIX time, `files` are the `line`s of this run."""
    told = {
        "program_version": __version__,
        "python": platform.python_version(),
        "began": datetime.fromtimestamp(began, UTC).isoformat(timespec="seconds"),
        "raw": str(task.raw.resolve() if isinstance(task.raw, Path) else task.raw),
        "catalogues": [str(folder.resolve()) for folder in task.order.catalogues],
        "checks": dict(task.order.config.settings),
        "populations": dict(task.order.config.populations),
        "jobs": task.jobs,
        "limits": {"cpu_seconds": task.limits.cpu, "memory_mib": task.limits.memory},
        "seconds": dict(seconds),
        "counts": dict(counts),
        "files": [json.loads(file) for file in files],
    }
    write_json(folders.home / "run.json", told, folders.work)


def line(file: Done) -> str:
    """What is told of one file that was looked at; as text, because there may be many."""
    record = file.record
    told: dict[str, object] = {
        "path": record.path,
        "document_id": record.document_id,
        "status": record.status,
        "cpu_seconds": file.cpu,
        "wall_seconds": file.wall,
        "peak_mib": file.peak,
    }
    more = {"reason": record.reason, "detail": file.detail, "fault": file.fault}
    return json.dumps(told | {name: text for name, text in more.items() if text}, ensure_ascii=False)
