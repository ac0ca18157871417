"""The columns of `responsibilities`, `unmatched` and `cells`."""

from pipeline.model import Candidate, CellUse, Responsibility, Unmatched
from pipeline.writers import codes
from pipeline.writers.columns_places import PLACE
from pipeline.writers.schema import Column, joined, rounded

SCORE_DIGITS = 2
RANKED = 3
"""Candidates that have columns of their own; `candidates` holds all of them."""


def _candidate(item: Unmatched, rank: int) -> Candidate | None:
    return item.candidates[rank - 1] if len(item.candidates) >= rank else None


def _candidate_id(item: Unmatched, rank: int) -> str:
    found = _candidate(item, rank)
    return found.indicator_id if found else ""


def _candidate_score(item: Unmatched, rank: int) -> float | None:
    found = _candidate(item, rank)
    return rounded(found.score, SCORE_DIGITS) if found else None


def in_words(candidate: Candidate) -> str:
    """``VNGES.1.1/all 87.5``."""
    score = rounded(candidate.score, SCORE_DIGITS) or 0.0
    return f"{candidate.indicator_id}/{candidate.scope} {score:g}"


def _ranked(rank: int) -> tuple[Column[Unmatched], ...]:
    return (
        Column(
            f"candidate_{rank}",
            "string",
            lambda item: _candidate_id(item, rank),
            (f"Gợi ý {rank}", f"Candidate {rank}"),
            ("Mã chỉ tiêu có thể là đúng", "Id of an indicator that may be meant"),
            width=14,
        ),
        Column(
            f"candidate_{rank}_score",
            "double",
            lambda item: _candidate_score(item, rank),
            (f"Điểm gợi ý {rank}", f"Score of candidate {rank}"),
            ("Từ 0 đến 100", "0 to 100"),
            width=9,
        ),
    )


RESPONSIBILITIES: tuple[Column[Responsibility], ...] = (
    Column(
        "document_id",
        "string",
        lambda item: item.document_id,
        ("Mã văn bản", "Document id"),
        ("Mã của văn bản", "Id of the document"),
    ),
    Column(
        "indicator_id",
        "string",
        lambda item: item.indicator_id,
        ("Mã chỉ tiêu", "Indicator id"),
        ("Mã trong danh mục", "Id in the catalogue"),
        concept="INDICATOR",
        width=14,
    ),
    Column(
        "scope",
        "string",
        lambda item: item.scope,
        ("Phạm vi", "Scope"),
        ("Phần của đối tượng của chỉ tiêu", "Part of the indicator's population"),
        width=14,
    ),
    Column(
        "agency_id",
        "string",
        lambda item: item.agency_id,
        ("Mã cơ quan", "Agency id"),
        ("Mã trong danh sách cơ quan; trống khi chưa rõ", "Id in the list of agencies; empty while unknown"),
    ),
    Column(
        "agency",
        "string",
        lambda item: item.agency,
        ("Cơ quan", "Agency"),
        ("Tên chuẩn của cơ quan", "Canonical name of the agency"),
        width=30,
    ),
    Column(
        "agency_raw",
        "string",
        lambda item: item.agency_raw,
        ("Cơ quan nguyên văn", "Agency as printed"),
        ("Đúng như in", "Exactly what is printed"),
        width=30,
    ),
    Column(
        "part",
        "string",
        lambda item: item.part,
        ("Vai trò", "Part"),
        ("Chủ trì hay phối hợp", "Whether the agency leads or coordinates"),
        codes=codes.PART,
        width=10,
    ),
    Column(
        "origin",
        "string",
        lambda item: item.origin,
        ("Nguồn tên cơ quan", "Origin"),
        ("Tên cơ quan của dòng lấy từ đâu", "How the row came by its agency"),
        codes=codes.ORIGIN,
    ),
    *PLACE,
)
UNMATCHED: tuple[Column[Unmatched], ...] = (
    Column(
        "document_id",
        "string",
        lambda item: item.document_id,
        ("Mã văn bản", "Document id"),
        ("Mã của văn bản", "Id of the document"),
    ),
    Column(
        "source",
        "string",
        lambda item: item.source,
        ("Nguồn", "Source"),
        ("Dòng nằm ở đâu trong văn bản", "Where in the document the row stands"),
        codes=codes.SOURCE,
        width=14,
    ),
    Column(
        "label",
        "string",
        lambda item: item.label,
        ("Nội dung chỉ tiêu", "Label"),
        ("Lời của chỉ tiêu, đã làm sạch", "Cleaned wording"),
        width=50,
    ),
    Column(
        "label_raw",
        "string",
        lambda item: item.label_raw,
        ("Nội dung nguyên văn", "Label as printed"),
        ("Đúng như in", "Exactly what is printed"),
    ),
    Column(
        "wording_key",
        "string",
        lambda item: item.wording_key,
        ("Khóa so sánh", "Wording key"),
        ("Các dòng cùng khóa được giải quyết cùng nhau", "Rows with one key are settled by one answer"),
    ),
    Column(
        "goal",
        "string",
        lambda item: item.goal,
        ("Mục tiêu", "Goal"),
        ("Mục tiêu mà dòng thuộc về", "The goal above the row"),
        width=30,
    ),
    Column(
        "parent",
        "string",
        lambda item: item.parent,
        ("Dòng cha", "Parent"),
        ("Dòng mà dòng này là một phần", "The row that this one is a part of"),
        width=30,
    ),
    Column(
        "unit",
        "string",
        lambda item: item.unit,
        ("Đơn vị", "Unit"),
        ("Đơn vị tính của dòng", "Unit of the row"),
        width=12,
    ),
    Column(
        "values",
        "string",
        lambda item: item.values,
        ("Giá trị", "Values"),
        ("Các giá trị của dòng, đúng như in", "The values of the row as printed"),
        width=20,
    ),
    *(column for rank in range(1, RANKED + 1) for column in _ranked(rank)),
    Column(
        "candidates",
        "string",
        lambda item: joined(tuple(in_words(candidate) for candidate in item.candidates)),
        ("Tất cả gợi ý", "Candidates"),
        (
            "Mọi gợi ý dạng mã/phạm vi điểm, nối bằng « ; »",
            "All candidates as id/scope score, joined with ` ; `",
        ),
    ),
    Column(
        "reasons",
        "string",
        lambda item: joined(item.reasons),
        ("Lý do", "Reasons"),
        ("Vì sao chưa xác định được, nối bằng « ; »", "Why no indicator is sure, joined with ` ; `"),
        width=30,
    ),
    Column(
        "settles",
        "int",
        lambda item: item.settles,
        ("Số dòng giải quyết", "Settles"),
        ("Một câu trả lời giải quyết bao nhiêu dòng", "Rows that one answer settles"),
        width=10,
    ),
    *PLACE,
)
CELLS: tuple[Column[CellUse], ...] = (
    Column(
        "document_id",
        "string",
        lambda item: item.document_id,
        ("Mã văn bản", "Document id"),
        ("Mã của văn bản", "Id of the document"),
    ),
    Column(
        "text",
        "string",
        lambda item: item.text,
        ("Nội dung ô", "Text"),
        ("Đúng như in", "Exactly what is printed"),
        width=40,
    ),
    Column(
        "status",
        "string",
        lambda item: item.status,
        ("Ô đã được dùng thế nào", "Status"),
        ("Mỗi ô có nội dung đúng một kết cục", "What became of the cell: exactly one of these"),
        codes=codes.USE,
        width=14,
    ),
    Column(
        "reason",
        "string",
        lambda item: item.reason,
        ("Lý do", "Reason"),
        ("Vì sao ô bị bỏ qua", "Why the cell was ignored"),
        width=30,
    ),
    Column(
        "observation_ids",
        "string",
        lambda item: joined(item.observation_ids),
        ("Mã các giá trị", "Observation ids"),
        ("Các giá trị dùng ô này, nối bằng « ; »", "Observations that use the cell, joined with ` ; `"),
    ),
    *PLACE,
)
