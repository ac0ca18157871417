"""The columns of `findings`: one thing that a person should look at, with both quotes."""

from collections.abc import Callable

from pipeline.model import Quote
from pipeline.writers import codes
from pipeline.writers.order import FindingRow
from pipeline.writers.schema import Column, joined

Side = Callable[[FindingRow], Quote | None]


def _side(letter: str, other_vi: str, other_en: str, quote: Side) -> tuple[Column[FindingRow], ...]:
    def part(read: Callable[[Quote], str]) -> Callable[[FindingRow], str]:
        def get(row: FindingRow) -> str:
            found = quote(row)
            return read(found) if found else ""

        return get

    return (
        Column(
            f"document_{letter}",
            "string",
            part(lambda found: found.place.document),
            (f"Mã văn bản{other_vi}", f"Document{other_en}"),
            ("Mã của văn bản chứa lời trích", "Id of the document that holds the quote"),
        ),
        Column(
            f"place_{letter}",
            "string",
            part(lambda found: found.place.spot),
            (f"Vị trí{other_vi}", f"Place{other_en}"),
            ("Trang, bảng, hàng, cột hoặc dòng", "Page, table, row, column or line, in Vietnamese words"),
            width=24,
        ),
        Column(
            f"quote_{letter}",
            "string",
            part(lambda found: found.text),
            (f"Trích nguyên văn{other_vi}", f"Quote{other_en}"),
            ("Đúng như in", "An exact substring of what is printed"),
            width=40,
        ),
        Column(
            f"value_{letter}",
            "string",
            part(lambda found: found.value),
            (f"Giá trị so sánh{other_vi}", f"Value{other_en}"),
            ("Giá trị đọc được từ lời trích", "The value that was read from the quote"),
            width=12,
        ),
    )


COLUMNS: tuple[Column[FindingRow], ...] = (
    Column(
        "finding_id",
        "string",
        lambda row: row.finding_id,
        ("Mã phát hiện", "Finding id"),
        (
            "16 chữ số hệ 16 từ quy tắc, chỉ tiêu, phạm vi, kỳ và hai lời trích; không phụ thuộc số hàng",
            "16 hex digits from rule, indicator, scope, period and both quotes; moved rows keep it",
        ),
    ),
    Column(
        "rule",
        "string",
        lambda row: row.finding.rule,
        ("Quy tắc", "Rule"),
        ("Mã quy tắc; `doichieu explain` giải thích", "Id of the rule; `doichieu explain` tells about it"),
        width=9,
    ),
    Column(
        "severity",
        "string",
        lambda row: row.finding.severity,
        ("Mức độ", "Severity"),
        ("Lỗi, cảnh báo hoặc thông tin", "How much it matters"),
        codes=codes.SEVERITY,
        width=11,
    ),
    Column(
        "indicator_id",
        "string",
        lambda row: row.finding.indicator_id,
        ("Mã chỉ tiêu", "Indicator id"),
        ("Mã trong danh mục; trống khi không gắn với chỉ tiêu", "Id in the catalogue; empty if about none"),
        concept="INDICATOR",
        width=14,
    ),
    Column(
        "scope",
        "string",
        lambda row: row.finding.scope,
        ("Phạm vi", "Scope"),
        ("Phần của đối tượng mà phát hiện nói đến", "Part of the indicator's population"),
        width=14,
    ),
    Column(
        "period",
        "string",
        lambda row: row.finding.period,
        ("Kỳ", "Period"),
        ("Năm hoặc giai đoạn", "Year or span of years"),
        concept="TIME_PERIOD",
        width=11,
    ),
    Column(
        "area_name",
        "string",
        lambda row: row.finding.area_name,
        ("Địa bàn", "Area"),
        ("Tên đơn vị hành chính", "Official name of the area"),
        width=18,
    ),
    *_side("a", "", " A", lambda row: row.finding.a),
    *_side("b", " đối chiếu", " B", lambda row: row.finding.b),
    Column(
        "message_vi",
        "string",
        lambda row: row.finding.message_vi,
        ("Nội dung", "Message (Vietnamese)"),
        ("Điều cần xem, bằng tiếng Việt", "What was found, in Vietnamese"),
        width=60,
    ),
    Column(
        "message_en",
        "string",
        lambda row: row.finding.message_en,
        ("Nội dung (tiếng Anh)", "Message (English)"),
        ("Điều cần xem, bằng tiếng Anh", "What was found, in English"),
    ),
    Column(
        "suggestion_vi",
        "string",
        lambda row: row.finding.suggestion_vi,
        ("Đề nghị", "Suggestion (Vietnamese)"),
        ("Việc nên làm, bằng tiếng Việt", "What to do, in Vietnamese"),
        width=40,
    ),
    Column(
        "suggestion_en",
        "string",
        lambda row: row.finding.suggestion_en,
        ("Đề nghị (tiếng Anh)", "Suggestion (English)"),
        ("Việc nên làm, bằng tiếng Anh", "What to do, in English"),
    ),
    Column(
        "observation_ids",
        "string",
        lambda row: joined(row.finding.observation_ids),
        ("Mã các giá trị liên quan", "Observation ids"),
        ("Nối bằng « ; »", "Of the values concerned, joined with ` ; `"),
    ),
    Column(
        "ocr_risk",
        "bool",
        lambda row: row.finding.ocr_risk,
        ("Có thể do nhận dạng chữ", "Recognition risk"),
        (
            "Một chữ số hoặc một dấu nhận dạng sai cũng đủ gây ra phát hiện này",
            "One digit or mark on a low-confidence scan would explain it",
        ),
        width=12,
    ),
    Column(
        "ruling",
        "string",
        lambda row: row.finding.ruling,
        ("Kết luận của cán bộ", "Ruling"),
        (
            "Người xem kết luận thế nào về phát hiện này; trống khi chưa ai kết luận",
            "What a person ruled on this finding; empty while nobody has",
        ),
        codes=codes.RULING,
        width=18,
    ),
    Column(
        "ruling_note",
        "string",
        lambda row: row.finding.ruling_note,
        ("Lý do kết luận", "Reason of the ruling"),
        ("Lý do mà người kết luận đã ghi", "Why the person ruled so"),
        width=30,
    ),
)
