"""Printed wordings become indicators: the rulings on single wordings, and on all rows of a document.

The way of a wording: `index` holds the catalogue made ready, `similarity` ranks its indicators, `evidence`
weighs what speaks for and against each (with `units`), `ruling` decides, `document` looks at all rows.  A
wording that recognition has damaged is mended by `repair` (with `neutral`, `meanings`, `slips`) and weighed
once more.
"""

from pipeline.normalizer.matching.document import Item, is_sure
from pipeline.normalizer.matching.evidence import Context
from pipeline.normalizer.matching.index import Index, build_index, ruled_index
from pipeline.normalizer.matching.ruling import find_goal, judge, match, match_all

__all__ = [
    "Context",
    "Index",
    "Item",
    "build_index",
    "find_goal",
    "is_sure",
    "judge",
    "match",
    "match_all",
    "ruled_index",
]
