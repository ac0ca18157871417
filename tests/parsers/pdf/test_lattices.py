"""Cells that a page end cuts open are closed where their upright rules end (as browsers print them)."""

import pytest

from pipeline.parsers.pdf.edges import Edge
from pipeline.parsers.pdf.lattices import lattices

TABLE = [Edge(False, 100, 50, 350), Edge(False, 120, 50, 350), Edge(False, 140, 50, 250)]
"""Two rows of three columns, of which the last has no rule below its second row."""
UPRIGHT = [Edge(True, 50, 100, 140), Edge(True, 150, 100, 140)]


def cells(*ends: float) -> list[tuple[float, float, float, float]]:
    found = lattices(
        [*TABLE, *UPRIGHT, *(Edge(True, x, 100, end) for x, end in zip((250, 350), ends, strict=True))]
    )
    return [cell for lattice in found for cell in lattice]


def test_cell_that_is_open_below_ends_where_its_sides_end() -> None:
    assert (250, 120, 350, 170) in cells(170, 170)


@pytest.mark.parametrize("ends", [(144, 144), (170, 140), (170, 200)])
def test_rules_that_stick_out_a_little_or_alone_open_no_cell(ends: tuple[float, float]) -> None:
    assert [cell for cell in cells(*ends) if cell[3] > 150] == []


def test_open_cells_of_the_next_page_are_closed_above() -> None:
    turned = [
        Edge(
            upright, 300 - at if not upright else at, *((300 - end, 300 - start) if upright else (start, end))
        )
        for upright, at, start, end in [
            *TABLE,
            *UPRIGHT,
            Edge(True, 250, 100, 170),
            Edge(True, 350, 100, 170),
        ]
    ]
    assert (250, 130, 350, 180) in [cell for lattice in lattices(turned) for cell in lattice]


def test_upright_lines_without_a_table_are_none() -> None:
    assert lattices([Edge(True, x, 100, 200) for x in (50, 150, 250, 350)]) == []
