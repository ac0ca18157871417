"""Pictures that were made, kept on disk: whole files or none, the longest unseen ones go first.

Takes a folder and how many bytes it may hold; gives the bytes of a picture by its name.  The folder belongs
to the cache: whatever else lies there counts as pictures and goes with them.
"""

import os
import tempfile
import threading
from pathlib import Path
from typing import IO

MOST_BYTES = 256 * 2**20
"""Bytes of all pictures together; a page has about 0.3 MiB, one place of it 15 KiB."""

SPARE = 0.8
"""Share of the most bytes that is left when old pictures were removed."""


class Cache:
    """A folder of pictures.  Safe to use from several threads."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most
        self._lock = threading.Lock()
        self._held: int | None = None

    def get(self, name: str) -> bytes | None:
        """The bytes kept under a name, which counts as seen now; None when there are none."""
        path = self._folder / name
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return data

    def scratch(self) -> IO[bytes]:
        """A new file on the same disk without a name, for whoever draws a picture."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryFile(dir=self._folder)

    def keep(self, name: str, data: bytes) -> None:
        """Keep the bytes under a name; what was not seen for longest goes when there is no more room.

        A disk that refuses keeps nothing: the picture is made again when it is wanted again.
        """
        handle, temporary = tempfile.mkstemp(dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(self._folder / name)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            return
        with self._lock:
            self._held = None if self._held is None else self._held + len(data)
            if self._held is None or self._held > self._most:
                self._held = self._pruned()

    def _pruned(self) -> int:
        """Remove the oldest pictures if need be; gives the bytes that are left."""
        found = [(path, path.stat()) for path in self._folder.iterdir()]
        held = sum(about.st_size for _, about in found)
        if held <= self._most:
            return held
        for path, about in sorted(found, key=lambda each: each[1].st_mtime_ns):
            if held <= self._most * SPARE:
                break
            path.unlink(missing_ok=True)
            held -= about.st_size
        return held
