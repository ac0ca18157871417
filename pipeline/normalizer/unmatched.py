"""What no one is sure of, prepared for the person who will be.

Takes lines whose indicator is not sure and gives `Unmatched` rows: the wording with its context, the ranked
candidates with their reasons, and how many rows one answer would settle.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.language.text import clean, one_line, wording_key
from pipeline.model import Unmatched
from pipeline.normalizer.lines import Line


def waits(line: Line) -> bool:
    """Whether a line has values but no sure indicator, and nobody ruled that it has none."""
    open_ = line.subject.indicator is None and line.subject.match.review != "decided"
    return bool(line.values) and open_


def unmatched(line: Line) -> Unmatched:
    """The review row of one line."""
    match = line.subject.match
    goal = next((heading.text for heading in line.trail if heading.kind == "goal"), "")
    return Unmatched(
        document_id=line.subject.plan.document.id,
        source=line.source,
        label=clean(line.subject.label),
        label_raw=one_line(line.subject.label),
        wording_key=wording_key(line.subject.label),
        goal=clean(goal),
        parent=clean(line.parent),
        unit=clean(line.unit),
        values=" | ".join(one_line(value.quantity.raw) for value in line.values),
        candidates=match.candidates,
        reasons=match.reasons,
        place=line.place,
    )


def settle(rows: Sequence[Unmatched]) -> tuple[Unmatched, ...]:
    """The same rows with the number of rows that one answer to their wording (below that row) settles."""
    counts = Counter(map(_asked, rows))
    return tuple(replace(row, settles=counts[_asked(row)]) for row in rows)


def _asked(row: Unmatched) -> tuple[str, str]:
    """What an answer is about: parts of different rows ("Nam", "Cấp xã") may share their wording."""
    return row.wording_key, wording_key(row.parent)
