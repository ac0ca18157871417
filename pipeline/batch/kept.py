"""Folders of things that are worth keeping from run to run: each file is named by all that it is made of.

Takes a name and how to make the thing; gives the sections of its file, which is made if it is missing or
damaged.  What a run did not ask for is forgotten at its end.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.batch.files import whole
from pipeline.batch.sections import Sections, Unsound, write_sections


@dataclass(slots=True)
class Kept:
    """One such folder; half-written files lie in `work`."""

    folder: Path
    work: Path
    used: set[str] = field(default_factory=set)

    def sections(self, name: str, make: Callable[[], Iterable[tuple[str, object]]]) -> Sections:
        """Give a file that is sound in every byte; raises `OSError` when the disk refuses."""
        self.used.add(name)
        path = self.folder / name
        try:
            return Sections(path, check=True)
        except Unsound:
            with whole(path, self.work, sync=False) as file:
                write_sections(file, make())
            return Sections(path)

    def prune(self) -> None:
        """Forget what was not asked for; raises `OSError`."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name not in self.used:
                path.unlink()
