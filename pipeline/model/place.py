"""Where things are printed, and the words for it that every record uses."""

from dataclasses import dataclass
from typing import Literal

Bbox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points from the page's top left corner."""

Level = Literal["", "nation", "province", "district", "commune"]
Severity = Literal["error", "warning", "info"]
Role = Literal["target", "result", "estimate", "baseline"]
Source = Literal["appendix", "appendix_label", "body"]
Comparator = Literal["eq", "lt", "le", "ge", "gt", "approx", "between"]
COMPARATOR_SIGNS: dict[Comparator, str] = {
    "eq": "",
    "lt": "< ",
    "le": "≤ ",
    "gt": "> ",
    "ge": "≥ ",
    "approx": "≈ ",
    "between": "",
}
"""What stands before an amount for a person to read."""

Frequency = Literal["", "day", "week", "month", "quarter", "year"]
Review = Literal["accepted", "needs_review", "decided"]
Method = Literal["decided", "exact", "variant", "similar", "inherited", "none"]
ReadingMethod = Literal["text_layer", "ocr", "mixed", "docx", "converted", "xlsx", "html", "text"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed.  Every index is 1-based; None means that the format has no such thing.

    `table` counts the grids of the document in reading order, `row` and `column` are inside that grid,
    `line` is the line of a text file or the number of the paragraph in other formats.
    """

    document: str = ""
    page: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    bbox: Bbox | None = None

    @property
    def spot(self) -> str:
        """The place in words for a person: ``trang 3, bảng 2, hàng 14, cột 5``."""
        parts = (
            ("trang", self.page),
            ("bảng", self.table),
            ("hàng", self.row),
            ("cột", self.column),
            ("dòng" if self.page is None else "đoạn", self.line),
        )
        return ", ".join(f"{word} {number}" for word, number in parts if number is not None)
