"""The second half of the columns of `observations`: who is responsible, what is printed, how sure it is."""

from pipeline.writers import codes
from pipeline.writers.columns_observations import WHAT
from pipeline.writers.columns_places import PLACE
from pipeline.writers.order import ObservationRow
from pipeline.writers.schema import Column, joined, rounded

SCORE_DIGITS = 2
CONFIDENCE_DIGITS = 4
"""Digits that mean something; the rest differs between machines."""

WHO: tuple[Column[ObservationRow], ...] = (
    Column(
        "lead_agency",
        "string",
        lambda row: joined(row.observation.lead_agencies),
        ("Cơ quan chủ trì", "Lead agency"),
        ("Tên chuẩn; nhiều cơ quan nối bằng « ; »", "Canonical names; several joined with ` ; `"),
        width=28,
    ),
    Column(
        "coordinating_agencies",
        "string",
        lambda row: joined(row.observation.coordinating_agencies),
        ("Cơ quan phối hợp", "Coordinating agencies"),
        ("Tên chuẩn; nhiều cơ quan nối bằng « ; »", "Canonical names; several joined with ` ; `"),
        width=28,
    ),
    Column(
        "agency_origin",
        "string",
        lambda row: row.observation.agency_origin,
        ("Nguồn tên cơ quan", "Agency origin"),
        ("Tên cơ quan của dòng lấy từ đâu", "How the row came by its agency"),
        codes=codes.ORIGIN,
    ),
)
PRINTED: tuple[Column[ObservationRow], ...] = (
    Column(
        "row_number",
        "string",
        lambda row: row.observation.row_number,
        ("TT", "Row number"),
        ("Số thứ tự như in trong văn bản, luôn là chữ", "TT as printed, always text"),
        width=7,
    ),
    Column(
        "label",
        "string",
        lambda row: row.observation.label,
        ("Nội dung chỉ tiêu", "Label"),
        ("Lời của chỉ tiêu, đã bỏ gạch đầu dòng và số thứ tự", "Cleaned wording"),
        width=50,
    ),
    Column(
        "label_raw",
        "string",
        lambda row: row.observation.label_raw,
        ("Nội dung nguyên văn", "Label as printed"),
        ("Đúng như in", "Exactly what is printed"),
    ),
    Column(
        "value_raw",
        "string",
        lambda row: row.observation.value_raw,
        ("Giá trị nguyên văn", "Value as printed"),
        ("Đúng như in", "Exactly what is printed"),
        width=16,
    ),
    Column(
        "unit_raw",
        "string",
        lambda row: row.observation.unit_raw,
        ("Đơn vị nguyên văn", "Unit as printed"),
        ("Đúng như in", "Exactly what is printed"),
        width=12,
    ),
    Column(
        "column_header",
        "string",
        lambda row: row.observation.column_header,
        ("Tiêu đề cột", "Column header"),
        ("Đúng như in, các tầng nối bằng « > »", "Exactly what is printed, levels joined with ` > `"),
        width=24,
    ),
)
HOW_SURE: tuple[Column[ObservationRow], ...] = (
    Column(
        "match_method",
        "string",
        lambda row: row.observation.match.method,
        ("Cách xác định", "Match method"),
        ("Chỉ tiêu được xác định bằng cách nào", "How the indicator was found"),
        codes=codes.METHOD,
    ),
    Column(
        "match_score",
        "double",
        lambda row: rounded(row.observation.match.score, SCORE_DIGITS),
        ("Điểm giống", "Match score"),
        ("Từ 0 đến 100", "0 to 100"),
    ),
    Column(
        "match_reasons",
        "string",
        lambda row: joined(row.observation.match.reasons),
        ("Lý do", "Match reasons"),
        ("Các lý do, nối bằng « ; »", "The named reasons, joined with ` ; `"),
    ),
    Column(
        "review",
        "string",
        lambda row: row.observation.review,
        ("Rà soát", "Review"),
        (
            "Dòng cần rà soát chưa phải là số liệu chắc chắn",
            "A row that needs review is a proposal and no fact yet",
        ),
        codes=codes.REVIEW,
        concept="OBS_STATUS",
        width=14,
    ),
    Column(
        "confidence",
        "double",
        lambda row: rounded(row.observation.confidence, CONFIDENCE_DIGITS),
        ("Độ tin cậy nhận dạng", "Recognition confidence"),
        (
            "Độ tin cậy thấp nhất của các ô đã dùng, 0 đến 1; trống khi không nhận dạng chữ",
            "Lowest confidence among the cells used, 0 to 1; empty where nothing was recognised",
        ),
    ),
)
FLAGS: tuple[Column[ObservationRow], ...] = (
    Column(
        "flags",
        "string",
        lambda row: joined(row.flags),
        ("Lưu ý", "Flags"),
        (
            "Các lưu ý của văn bản (ví dụ damaged) và của lần đọc (doubtful), nối bằng « ; »",
            "Flags of the document (as damaged) and of the reading (doubtful), joined with ` ; `",
        ),
        width=14,
    ),
)
COLUMNS: tuple[Column[ObservationRow], ...] = (
    *WHAT,
    *WHO,
    *PRINTED,
    *HOW_SURE,
    *PLACE,
    *FLAGS,
)
