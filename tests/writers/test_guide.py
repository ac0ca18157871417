from pipeline.writers import sheets
from pipeline.writers.guide import guide
from pipeline.writers.review import review
from tests.writers.harvests import made


def rows() -> dict[str, int]:
    output = made()
    found = (
        sheets.observations(output),
        sheets.findings(output),
        review(output),
        sheets.documents(output),
        sheets.catalogue(output),
    )
    return {row.sheet: row.count for row in guide(output, found) if row.sheet}


def words() -> str:
    output = made()
    found = (
        sheets.observations(output),
        sheets.findings(output),
        review(output),
        sheets.documents(output),
        sheets.catalogue(output),
    )
    return "\n".join(row.text for row in guide(output, found))


def test_the_guide_counts_the_rows_of_every_sheet() -> None:
    assert rows() == {"Số liệu": 8, "Phát hiện": 4, "Cần rà soát": 3, "Văn bản": 3, "Danh mục": 2}


def test_the_guide_counts_what_needs_a_person() -> None:
    text = words()
    assert "Dòng tô vàng (2 dòng)" in text
    assert "1 lỗi (đỏ), 2 cảnh báo (vàng), 1 thông tin (xanh)" in text
    assert "1 tệp chưa đọc được" in text


def test_nothing_is_left_unfilled_and_no_limit_is_announced_without_need() -> None:
    assert "{" not in words()
    assert "CHÚ Ý" not in words()


def test_the_guide_ends_with_a_part_in_english() -> None:
    assert "In English" in words()
    assert "datapackage.json describes every column in English" in words()
