"""What comes of damaged PDFs: refused, flagged, or taken as sound; and is that right?

Takes files with the sound file that each one was made of and sorts them by what the parser does.  A file that
reads otherwise than its sound one and carries no flag is `altered`; those go through the whole program, and
`wrong` are the values that the sound file does not state.
"""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.archive import RawFile
from pipeline.batch import job
from pipeline.batch.intake import Arrival, arrivals, files_in
from pipeline.batch.job import Answer, Order
from pipeline.batch.limits import Limits
from pipeline.batch.nursery import Settings
from pipeline.batch.workers import Outcome, read_all
from pipeline.errors import Unreadable
from pipeline.model import Document, Grid, Harvest
from pipeline.parsers import pdf

LIMITS = Limits.of(30, None)
PARSER = "tests.hostile.accepted:parse"
WHOLE = "pipeline.batch.job:read"
FLAG = "damaged"

Value = tuple[str, ...]


def parse(data: int, name: str, sha: str, order: Order) -> Answer:
    """Parse alone; the reason is the flag, the detail a digest of all that was read."""
    try:
        document = pdf.parse(RawFile(name, job._bytes(data)))
    except Unreadable as fault:
        return Answer(status=fault.status, reason=fault.reason)
    return Answer(status="ok", reason=FLAG if FLAG in document.flags else "", detail=digest(document))


def digest(document: Document) -> str:
    """A digest of every text of a document and of the shape of its tables."""
    parts: list[str] = []
    for block in document.blocks:
        cells = block.cells if isinstance(block, Grid) else ()
        parts += [block.text] if not isinstance(block, Grid) else []
        parts += [f"{cell.row} {cell.column} {cell.text}" for cell in cells]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def values(harvest: Harvest) -> Counter[Value]:
    """What a document says, without where it says it."""
    return Counter(
        (o.indicator_id, o.scope, o.role, str(o.period), str(o.quantity.amount), str(o.quantity.high), o.unit)
        for o in harvest.observations
    )


@dataclass
class Verdicts:
    """The files by what came of them; `altered` are names, `wrong` names with a value."""

    counts: Counter[str] = field(default_factory=Counter)
    altered: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    """Sound files that are flagged."""


def read_files(files: Mapping[str, bytes], reader: str, jobs: int) -> dict[str, Outcome]:
    """Every file read in a process of its own, by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for label, data in files.items():
            (folder / label).write_bytes(data)
        found = [entry for entry in arrivals(folder, files_in(folder)) if isinstance(entry, Arrival)]
        read = read_all(found, Settings(limits=LIMITS, jobs=jobs, reader=reader))
        return {outcome.arrival.name: outcome for outcome in read}


def judge(sound: Mapping[str, bytes], damaged: Iterable[tuple[str, str, bytes]], jobs: int) -> Verdicts:
    """Read both and compare."""
    made = {name: (source, data) for name, source, data in damaged}
    read = read_files({name: data for name, (_, data) in made.items()} | dict(sound), PARSER, jobs)
    verdicts = Verdicts(alarms=[name for name in sound if _reason(read[name])])
    for name, (source, _) in made.items():
        verdict = _verdict(read[name], read[source])
        verdicts.counts[verdict] += 1
        if verdict == "unflagged, altered":
            verdicts.altered.append(name)
    suspects = {name: made[name][1] for name in verdicts.altered}
    origins = {source: sound[source] for source in {made[name][0] for name in suspects}}
    whole = read_files(suspects | origins, WHOLE, jobs) if suspects else {}
    for name in suspects:
        new = values(whole[name].harvest) - values(whole[made[name][0]].harvest)
        verdicts.wrong.extend(f"{name}: {' '.join(value)}" for value in new)
    return verdicts


def _reason(outcome: Outcome) -> str:
    return outcome.harvest.documents[0].reason


def _verdict(outcome: Outcome, sound: Outcome) -> str:
    if outcome.status != "ok":
        return f"refused: {_reason(outcome)}"
    flag = "flagged" if _reason(outcome) else "unflagged"
    return f"{flag}, {'same' if outcome.detail == sound.detail else 'altered'}"
