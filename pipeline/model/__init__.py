"""The data that flows through the house: plain frozen records, one way, floor 1.

A file becomes a `Document` (blocks in reading order), its grids become `Table`s, document and tables
become a `Plan` (rows and sentences as the office meant them), the plan becomes `Observation`s, and the
rules add `Finding`s.  Everything carries a `Place`, so that each number in the output can be shown in
the document it came from.  Amounts are `Decimal`, collections are tuples, nothing is changed in place.
"""

from pipeline.model.document import Cell, Document, Grid, Page, Paragraph
from pipeline.model.finding import Finding, Quote
from pipeline.model.harvest import CellUse, DocumentRecord, Harvest
from pipeline.model.observation import Candidate, Match, Observation, Quantity, Responsibility, Unmatched
from pipeline.model.place import (
    COMPARATOR_SIGNS,
    Bbox,
    Comparator,
    Frequency,
    Level,
    Method,
    Place,
    ReadingMethod,
    Review,
    Role,
    Severity,
    Source,
)
from pipeline.model.plan import (
    AgencyText,
    Citation,
    Column,
    Entry,
    Heading,
    Period,
    Plan,
    PlanRow,
    Statement,
    Table,
)

__all__ = [
    "COMPARATOR_SIGNS",
    "AgencyText",
    "Bbox",
    "Candidate",
    "Cell",
    "CellUse",
    "Citation",
    "Column",
    "Comparator",
    "Document",
    "DocumentRecord",
    "Entry",
    "Finding",
    "Frequency",
    "Grid",
    "Harvest",
    "Heading",
    "Level",
    "Match",
    "Method",
    "Observation",
    "Page",
    "Paragraph",
    "Period",
    "Place",
    "Plan",
    "PlanRow",
    "Quantity",
    "Quote",
    "ReadingMethod",
    "Responsibility",
    "Review",
    "Role",
    "Severity",
    "Source",
    "Statement",
    "Table",
    "Unmatched",
]
