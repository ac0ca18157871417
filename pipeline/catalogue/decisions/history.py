"""The file of rulings line by line: what was ever said, and which lines say something new.

Takes the path of the file; gives its lines as they stand, the replaced and the undone ones too.
"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.catalogue.decisions.force import context_of, is_ruling, ruled_in
from pipeline.catalogue.decisions.records import Line
from pipeline.catalogue.decisions.table import decoded, lines, sections

Said = tuple[object, ...]


def read_lines(path: Path) -> tuple[tuple[int, Line], ...]:
    """Every line that can be understood, with its 1-based number in the file; none when there is no file."""
    if not path.is_file():
        return ()
    found = (pair for section in sections(decoded(path.read_bytes())) for pair in lines(section))
    return tuple((number, line) for number, line in found if line is not None and is_ruling(line))


def new_lines(before: Sequence[Line], said: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that say something which the same person has not said before, in whatever order.

    What was said before and undone since is not new: who takes it up again says so with another note.
    """
    known = {_said(line) for line in before}
    return tuple(line for line in said if _said(line) not in known)


def _said(line: Line) -> Said:
    return context_of(line), ruled_in(line), line.who, line.note
