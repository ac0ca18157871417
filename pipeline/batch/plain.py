"""Plain records from bytes: what workers answer and what the store keeps.

Takes pickled bytes; gives the object if it is made of nothing but the records of `model`, of this room, of
rows that are ready to be written, and amounts.
A worker that was taken over by its document, or a file that somebody put into the store, cannot
make this process call anything else.
"""

import io
import pickle
from dataclasses import is_dataclass
from typing import Any

RECORDS = "pipeline.model"
OTHERS = {
    ("decimal", "Decimal"),
    *(("pipeline.batch.artefact", name) for name in ("Brief", "Head")),
    ("pipeline.batch.job", "Answer"),
    *(("pipeline.writers.bundle", name) for name in ("Bundle", "Said")),
    *(("pipeline.writers.slabs", name) for name in ("Packed", "Slab")),
    ("pipeline.writers.spool", "Pieces"),
    *(("pipeline.writers.leaves", name) for name in ("Findings", "OpenRow", "Page", "Rows")),
}


class _Plain(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as the base class
        known = f"{module}.".startswith(f"{RECORDS}.") and "." not in name
        if not known and (module, name) not in OTHERS:
            raise pickle.UnpicklingError(f"{module}.{name} is no plain record")
        found = super().find_class(module, name)
        if known and not is_dataclass(found):
            raise pickle.UnpicklingError(f"{module}.{name} is no plain record")
        return found


def unpickle(data: bytes) -> object:
    """Plain records from bytes; raises `pickle.UnpicklingError`, or another error for bytes that are none."""
    return _Plain(io.BytesIO(data)).load()
