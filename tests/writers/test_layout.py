from pipeline.writers.layout import LINE_HEIGHT, TALLEST, pages_across, row_height


def test_a_row_is_as_high_as_its_longest_text_needs() -> None:
    assert row_height([("x" * 95, 10), ("x", 10)]) == 11 * LINE_HEIGHT


def test_line_breaks_of_the_text_count() -> None:
    assert row_height([("a\nb\n\nc", 50)]) == 4 * LINE_HEIGHT


def test_no_row_is_higher_than_excel_allows() -> None:
    assert row_height([("x" * 30_000, 10)]) == TALLEST


def test_an_empty_row_has_one_line() -> None:
    assert row_height([]) == row_height([("", 10)]) == LINE_HEIGHT


def test_wide_sheets_are_printed_on_several_pages_side_by_side() -> None:
    assert pages_across([100, 100, 100, 300]) == 3
    assert pages_across([]) == 1
