"""Tables without rules: read when it is sure which line belongs to which row, else said."""

from pipeline.archive import RawFile
from pipeline.model import Document
from pipeline.parsers.pdf import parse
from tests.parsers.pdf.test_reader import needs_office, pdf
from tests.pdfs import made

COLUMNS = (60, 100, 330, 420)


def read(*rows: tuple[float, tuple[str, ...]]) -> Document:
    content = b"".join(
        made.text(x, y, words) for y, texts in rows for x, words in zip(COLUMNS, texts, strict=True) if words
    )
    return parse(RawFile("a.pdf", made.blank([content])))


def cells(document: Document) -> list[list[str]]:
    return [[" ".join(cell.text.split()) for cell in grid.cells] for grid in document.grids]


ROWS = [(str(number), f"Ty le nu {number}", f"{number}0%", "So Noi vu") for number in range(1, 6)]


def test_lines_that_keep_to_columns_are_a_table() -> None:
    document = read(*((700 - 20 * number, row) for number, row in enumerate(ROWS)))
    assert cells(document) == [[text for row in ROWS for text in row]]
    assert [found.rule for found in document.findings] == ["unruled_table"]
    assert document.findings[0].severity == "info"


def test_a_wrapped_line_belongs_to_the_full_line_above_it() -> None:
    full = "Ty le nu dai bieu Quoc hoi khoa muoi lam"
    rows = [(str(number), full, "60%", "So Noi vu") for number in range(1, 6)]
    lines = [line for row in rows for line in (row, ("", "nhiem ky moi", "", ""))]
    document = read(*((700 - 16 * number, line) for number, line in enumerate(lines)))
    assert [(grid.rows, grid.columns) for grid in document.grids] == [(5, 4)]
    assert cells(document)[0][1] == f"{full} nhiem ky moi"


def test_a_line_that_could_belong_to_two_rows_makes_the_table_doubtful() -> None:
    lines = [line for row in ROWS for line in (row, ("", "Ty so khac", "", ""))]
    document = read(*((700 - 16 * number, line) for number, line in enumerate(lines)))
    assert document.grids == ()
    assert [(found.rule, found.severity) for found in document.findings] == [("unruled_table", "warning")]


def test_two_columns_are_a_letterhead_and_no_table() -> None:
    rows = [(700 - 16 * number, ("", "UBND", "", "Doc lap - Tu do")) for number in range(6)]
    document = read(*rows)
    assert document.grids == ()
    assert document.findings == ()


@needs_office
def test_a_printed_table_without_rules_is_never_read_wrongly() -> None:
    document = parse(RawFile("a.pdf", pdf("unruled")))
    assert {found.rule for found in document.findings} == {"unruled_table"}
    for grid in document.grids:
        assert grid.columns == 5
