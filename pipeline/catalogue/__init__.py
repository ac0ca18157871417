"""What we know: catalogues of indicators, the words they are written in, headings, agencies, areas."""

from pipeline.catalogue.check import check
from pipeline.catalogue.load import load, read
from pipeline.catalogue.schema import Catalogue, Family, Goal, Indicator, Measure, Scope, Target

__all__ = [
    "Catalogue",
    "Family",
    "Goal",
    "Indicator",
    "Measure",
    "Scope",
    "Target",
    "check",
    "load",
    "read",
]
