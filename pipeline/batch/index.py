"""What a run has to know of each document that was read, in one file, so that no artefact has to be opened.

Takes the documents of a run; gives the `Brief` of each that need not be read again.  The file stands only
while the artefacts are as they were when it was written: it is removed before one of them changes, and a
damaged one does not count.  Without it a run looks into every artefact.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.batch.artefact import Brief
from pipeline.batch.files import whole
from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import Ledger
from pipeline.batch.sections import Sections, Unsound, write_sections

DIGITS = 2
"""Leading hex digits of the SHA-256 of the documents of one section: what is unpickled at a time."""


class Index:
    """The file ``OUT.run/index``; `briefs` are those of the run, by the SHA-256 of the document."""

    def __init__(self, ledger: Ledger, *, ignored: bool = False) -> None:
        """Look at the file, unless it is to be `ignored`."""
        self.ledger, self.path = ledger, ledger.folders.home / "index"
        self.old = None if ignored else self._opened()
        self.briefs: dict[str, Brief] = {}
        self.stands = self.old is not None

    @property
    def count(self) -> int | None:
        """How many files the run found that wrote it; None when there is no such file."""
        found = self.old.read(self.ledger.basis) if self.old else None
        return found if isinstance(found, int) else None

    def load(self, arrivals: Sequence[Arrival]) -> None:
        """Look up the documents of a run."""
        self.briefs = dict(self._known(arrivals))

    def drop(self) -> None:
        """Artefacts are about to change; raises `OSError`."""
        if self.stands:
            self.path.unlink(missing_ok=True)
        self.stands = False

    def keep(self, arrivals: Sequence[Arrival], files: int) -> None:
        """Write the file for these documents of so many files, unless it stands.

        Raises `OSError`, `Unsound`.
        """
        named = (self.briefs.get(arrival.sha) for arrival in arrivals)
        same = all(brief and brief.name == a.name for brief, a in zip(named, arrivals, strict=True))
        if not (self.stands and same and self.count == files):
            with whole(self.path, self.ledger.folders.work, sync=False) as file:
                write_sections(file, self._sections(arrivals, files))

    def _sections(self, arrivals: Sequence[Arrival], files: int) -> Iterator[tuple[str, object]]:
        for shard, some in _shards(arrivals):
            old = self._read(shard)
            yield shard, {arrival.sha: self._whole(arrival, old) for arrival in some}
        yield self.ledger.basis, files

    def _whole(self, arrival: Arrival, old: Mapping[str, Brief]) -> Brief:
        """The brief with all its wordings: as it was, unless the document was read or named anew."""
        known = self.briefs.get(arrival.sha)
        if known and known.name == arrival.name:
            return old[arrival.sha]
        return self.ledger.brief(arrival)

    def _known(self, arrivals: Sequence[Arrival]) -> Iterator[tuple[str, Brief]]:
        for shard, some in _shards(arrivals):
            old = self._read(shard)
            for arrival in some:
                brief = old.get(arrival.sha)
                if brief and self.ledger.covers(arrival, brief):
                    yield arrival.sha, self.ledger.asked(brief)

    def _read(self, shard: str) -> Mapping[str, Brief]:
        if self.old is None or shard not in self.old:
            return {}
        found = self.old.read(shard)
        return found if isinstance(found, dict) else {}

    def _opened(self) -> Sections | None:
        try:
            found = Sections(self.path, check=True)
        except Unsound:
            return None
        return found if self.ledger.basis in found else None


def _shards(arrivals: Iterable[Arrival]) -> Iterator[tuple[str, list[Arrival]]]:
    shards: dict[str, list[Arrival]] = {}
    for arrival in arrivals:
        shards.setdefault(arrival.sha[:DIGITS], []).append(arrival)
    yield from shards.items()
