"""Units printed beside a wording as evidence for or against an indicator.

Takes the texts of a unit cell and of the value cells as printed and gives what speaks against an indicator:
a known unit that none of its measures has, while nothing printed agrees with any of them.
"""

import re
from collections.abc import Iterable, Sequence

from pipeline.catalogue.lexicon import bases
from pipeline.catalogue.schema import Indicator
from pipeline.language.units import Units

FIRST_NUMBER = re.compile(r"\s*[^\w%‰]*\d[\d.,]*\s*")
BRACKET = re.compile(r"[(\[;].*", re.DOTALL)
SILENT = frozenset({"place", "time", "change"})  # kinds of unit that say where, when or how fast, not what
PERMILLE_BASE = 1000


def unit_doubts(indicator: Indicator, texts: Sequence[str], units: Units) -> tuple[str, ...]:
    """Give a doubt for each printed unit when none of them fits any measure of the indicator."""
    if not texts:
        return ()
    own = {measure.unit for measure in indicator.measures}
    own_bases = {units[id].base for id in own}
    found = dict.fromkeys(unit for text in texts for unit in _units_in(text, units))
    agrees = own & found.keys() or (PERMILLE_BASE in own_bases and "permille" in found)
    if agrees or own_bases & {base for text in texts for base in bases(text)}:
        return ()
    return tuple(f"unit: {unit}" for unit in found if units[unit].family not in SILENT)


def _units_in(text: str, units: Units) -> Iterable[str]:
    """The unit that a whole text is, or that stands behind its first number."""
    if text in units:
        yield text
        return
    found = units.find(text) or units.find(BRACKET.sub("", FIRST_NUMBER.sub("", text, count=1)))
    if found:
        yield found
