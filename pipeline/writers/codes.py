"""The closed lists of the output: each value with its Vietnamese and English words.

A value that is missing here makes the data package invalid, so that a new one cannot slip in unexplained.
"""

from collections.abc import Sequence

from pipeline.writers.schema import Code

SOURCE = (
    Code("appendix", "ô trong phụ lục", "value cell of a table"),
    Code("appendix_label", "trong lời của chỉ tiêu", "target written inside a label"),
    Code("body", "phần lời", "running text"),
)
LEVEL = (
    Code("nation", "cả nước", "nation"),
    Code("province", "tỉnh", "province"),
    Code("district", "huyện", "district"),
    Code("commune", "xã", "commune"),
)
ROLE = (
    Code("target", "chỉ tiêu", "target"),
    Code("result", "kết quả", "result"),
    Code("estimate", "ước thực hiện", "estimate"),
    Code("baseline", "mốc xuất phát", "baseline"),
)
COMPARATOR = (
    Code("eq", "=", "equal to"),
    Code("lt", "<", "below"),
    Code("le", "≤", "at most"),
    Code("ge", "≥", "at least"),
    Code("gt", ">", "above"),
    Code("approx", "≈", "about"),
    Code("between", "từ – đến", "from value to value_high"),
)
FREQUENCY = (
    Code("day", "hằng ngày", "daily"),
    Code("week", "hằng tuần", "weekly"),
    Code("month", "hằng tháng", "monthly"),
    Code("quarter", "hằng quý", "quarterly"),
    Code("year", "hằng năm", "yearly"),
)
ORIGIN = (
    Code("cell", "ghi tại ô", "printed in the row's own cell"),
    Code("fill_down", "ô gộp từ trên xuống", "merged cell carried down"),
    Code("fill_up", "ô gộp từ dưới lên", "merged cell carried up"),
    Code("joined", "ghép nhiều ô", "joined from several cells"),
    Code("orphan_tail", "phần cuối bị tách", "tail that was cut off"),
)
METHOD = (
    Code("decided", "cán bộ đã quyết định", "a person decided"),
    Code("exact", "trùng khớp", "the catalogue's own wording"),
    Code("variant", "cách viết đã biết", "a known other wording"),
    Code("similar", "gần giống", "similar wording"),
    Code("inherited", "theo dòng cha", "from the row above it"),
    Code("none", "không có", "none"),
)
REVIEW = (
    Code("accepted", "chắc chắn", "sure"),
    Code("needs_review", "cần rà soát", "a person has to look"),
    Code("decided", "đã quyết định", "a person has decided"),
)
SEVERITY = (
    Code("error", "lỗi", "error"),
    Code("warning", "cảnh báo", "warning"),
    Code("info", "thông tin", "information"),
)
RULING = (
    Code("true", "đúng là sai sót", "a real fault"),
    Code("not_error", "không phải lỗi", "not an error"),
    Code("misread", "đọc sai bản quét", "the scan was misread"),
)
STATUS = (
    Code("ok", "đã đọc", "read"),
    Code("ok_flagged", "đã đọc, có lưu ý", "read, see the flags"),
    Code("no_table", "không có bảng chỉ tiêu", "no indicator table"),
    Code("needs_ocr", "cần nhận dạng chữ", "needs text recognition"),
    Code("needs_conversion", "cần chuyển định dạng", "needs conversion"),
    Code("duplicate", "trùng tệp khác", "same bytes as another file"),
    Code("rejected", "không nhận", "rejected"),
    Code("resource", "quá lớn hoặc quá lâu", "too large or too slow"),
    Code("crashed", "bộ đọc dừng đột ngột", "the reader crashed"),
    Code("retry", "sẽ đọc lại", "to be tried again"),
    Code("internal_error", "lỗi của chương trình", "fault of this program"),
)
READING = (
    Code("text_layer", "lớp chữ của PDF", "text layer"),
    Code("ocr", "nhận dạng chữ", "text recognition"),
    Code("mixed", "lớp chữ và nhận dạng", "text layer and recognition"),
    Code("docx", "Word", "Word"),
    Code("converted", "chuyển đổi", "converted"),
    Code("xlsx", "Excel", "Excel"),
    Code("html", "trang web", "HTML"),
    Code("text", "văn bản thuần", "plain text"),
)
PART = (
    Code("lead", "chủ trì", "lead"),
    Code("coordinate", "phối hợp", "coordinate"),
)
USE = (
    Code("used", "đã dùng", "used by an observation"),
    Code("heading", "tiêu đề", "heading"),
    Code("ignored", "bỏ qua có lý do", "ignored for the reason given"),
    Code("finding", "trong phát hiện", "in a finding"),
)


def word_of(codes: Sequence[Code], value: str, lang: str) -> str:
    """A value of a closed list in words; the value itself where the list does not have it.

    >>> word_of(REVIEW, "needs_review", "vi"), word_of(REVIEW, "new", "en")
    ('cần rà soát', 'new')
    """
    found = next((code for code in codes if code.value == value), Code(value, value, value))
    return found.vi if lang == "vi" else found.en
