"""Every output table with every one of its columns, once.

CSV, Parquet, the workbook, the data package and `docs/output.md` are made from `TABLES`; a new column is one
entry in the module of its table.
"""

from pipeline.writers import (
    columns_documents,
    columns_findings,
    columns_others,
    columns_sources,
    order,
)
from pipeline.writers.schema import Table, table

OBSERVATIONS = table(
    "observations",
    ("Số liệu", "Observations"),
    (
        "Mỗi dòng là một giá trị mà kế hoạch đề ra hoặc báo cáo",
        "One row is one value that a plan promises or reports",
    ),
    columns_sources.COLUMNS,
    order.observations,
    key=("observation_id",),
    in_documents=True,
)
DOCUMENTS = table(
    "documents",
    ("Văn bản", "Documents"),
    (
        "Mỗi dòng là một tệp đầu vào, đọc được hay không",
        "One row is one input file, read or not: status, reason, what it is",
    ),
    columns_documents.COLUMNS,
    order.documents,
    key=("path",),
)
FINDINGS = table(
    "findings",
    ("Phát hiện", "Findings"),
    ("Mỗi dòng là một điều cần người xem", "One row is one thing that a person should look at"),
    columns_findings.COLUMNS,
    order.plain_findings,
    key=("finding_id",),
)
RESPONSIBILITIES = table(
    "responsibilities",
    ("Trách nhiệm", "Responsibilities"),
    (
        "Mỗi dòng là phần việc của một cơ quan trong một chỉ tiêu của một kế hoạch",
        "One row is one agency's part in one indicator of one plan",
    ),
    columns_others.RESPONSIBILITIES,
    order.responsibilities,
    in_documents=True,
)
UNMATCHED = table(
    "unmatched",
    ("Chưa xác định chỉ tiêu", "Unmatched"),
    (
        "Mỗi dòng là một dòng có giá trị nhưng chưa chắc thuộc chỉ tiêu nào, kèm các gợi ý",
        "One row is one value row with no sure indicator, with its ranked candidates and reasons",
    ),
    columns_others.UNMATCHED,
    order.unmatched,
    in_documents=True,
)
CELLS = table(
    "cells",
    ("Sổ ô", "Cells"),
    (
        "Mọi ô có nội dung của các bảng số liệu và kết cục của từng ô; không thiếu, không trùng",
        "Every non-empty cell of every data table and what became of it: none missing, none twice",
    ),
    columns_others.CELLS,
    order.cells,
    in_documents=True,
    formats=("parquet",),
)
TABLES: tuple[Table, ...] = (OBSERVATIONS, DOCUMENTS, FINDINGS, RESPONSIBILITIES, UNMATCHED, CELLS)
