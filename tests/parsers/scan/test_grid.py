"""Ruled boxes on drawn sheets: merges, broken rules, open sides, and what is no table."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from pipeline.parsers.scan import engine
from pipeline.parsers.scan.boxes import erased, print_in
from pipeline.parsers.scan.cleaning import clean
from pipeline.parsers.scan.grid import rulings
from pipeline.parsers.scan.pictures import Shot
from pipeline.parsers.scan.records import Ruling, Sheet
from pipeline.parsers.scan.rules import strokes

pytestmark = pytest.mark.skipif(not engine.available(), reason="needs the extra doichieu[ocr]")

DPI = 100
SIZE = (800, 600)
XS, YS = (100, 200, 450, 600, 700), (100, 150, 200, 260, 330)


def sheet() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", SIZE, "white")
    return picture, ImageDraw.Draw(picture)


def full_grid(pencil: ImageDraw.ImageDraw, skip: tuple[tuple[int, int, int, int], ...] = ()) -> None:
    """All rules piece by piece, without those in `skip` (x0, y0, x1, y1)."""
    level = [(x0, y, x1, y) for y in YS for x0, x1 in pairwise(XS)]
    upright = [(x, y0, x, y1) for x in XS for y0, y1 in pairwise(YS)]
    for piece in (*level, *upright):
        if piece not in skip:
            pencil.line(piece, fill="black", width=2)


def page_of(picture: Image.Image) -> Sheet:
    width, height = (side * 72 / DPI for side in picture.size)
    return clean(Shot(1, width, height, np.asarray(picture), DPI))


def found(picture: Image.Image) -> tuple[Ruling, ...]:
    page = page_of(picture)
    return rulings(page, strokes(page))


def spans(ruling: Ruling) -> list[tuple[int, int]]:
    """Columns and rows that each cell takes, by the count of distinct edges."""
    xs, ys = sorted({c[0] for c in ruling.cells}), sorted({c[1] for c in ruling.cells})
    return sorted(
        (sum(c[0] <= x < c[2] for x in xs), sum(c[1] <= y < c[3] for y in ys)) for c in ruling.cells
    )


def test_full_grid_has_all_its_cells() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    (ruling,) = found(picture)
    assert (len(ruling.cells), ruling.doubtful) == (16, frozenset())


def test_missing_rules_merge_cells_across_and_down() -> None:
    picture, pencil = sheet()
    full_grid(pencil, ((200, 100, 200, 150), (450, 200, 600, 200)))
    (ruling,) = found(picture)
    assert len(ruling.cells) == 14
    assert spans(ruling)[-1] == (2, 1) and (1, 2) in spans(ruling)


def test_crooked_noisy_grid_is_the_same_grid() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    spoilt = picture.rotate(1.7, Image.Resampling.BICUBIC, fillcolor="white").filter(
        ImageFilter.GaussianBlur(0.5)
    )
    noise = np.random.default_rng(1).normal(0, 10, (SIZE[1], SIZE[0], 1))
    values = (np.asarray(spoilt) + noise).clip(0, 255).astype(np.uint8)
    (ruling,) = found(Image.fromarray(values))
    assert len(ruling.cells) == 16


def test_rule_broken_for_a_moment_is_a_rule() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    for x in (250, 330, 520):
        pencil.rectangle((x, 190, x + 4, 210), fill="white")
    (ruling,) = found(picture)
    assert len(ruling.cells) == 16


def test_open_sides_are_closed() -> None:
    picture, pencil = sheet()
    outer = tuple((x, y0, x, y1) for x in (100, 700) for y0, y1 in pairwise(YS))
    full_grid(pencil, outer)
    (ruling,) = found(picture)
    assert len(ruling.cells) == 16


def test_contradicting_rules_are_cut_and_named_doubtful() -> None:
    picture, pencil = sheet()
    full_grid(pencil, ((200, 150, 450, 150), (450, 150, 450, 200)))
    (ruling,) = found(picture)
    assert ruling.doubtful
    x0, top, x1, bottom = ruling.box
    assert sum((c[2] - c[0]) * (c[3] - c[1]) for c in ruling.cells) == (x1 - x0) * (bottom - top)


def test_underlines_and_letters_are_no_table() -> None:
    picture, pencil = sheet()
    for y in (100, 160, 300):
        pencil.line((150, y, 500, y), fill="black", width=2)
        pencil.text((150, y - 20), "Độc lập - Tự do - Hạnh phúc", fill="black")
    assert found(picture) == ()


def test_red_seal_over_rules_changes_nothing() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    over, ink = sheet()
    ink.ellipse((380, 120, 520, 260), outline=(200, 20, 30), width=6)
    ink.rectangle((430, 180, 470, 220), fill=(200, 20, 30))
    sealed = Image.fromarray(np.minimum(np.asarray(picture), np.asarray(over)))
    (ruling,) = found(sealed)
    assert len(ruling.cells) == 16


def test_faint_rules_are_rules() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    faint = Image.fromarray((255 - (255 - np.asarray(picture, np.float64)) * 0.35).astype(np.uint8))
    (ruling,) = found(faint)
    assert len(ruling.cells) == 16


def test_boxes_come_back_to_the_page_as_it_was() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    crooked = picture.rotate(-1.0, Image.Resampling.BICUBIC, fillcolor="white")
    width, height = (side * 72 / DPI for side in SIZE)
    page = clean(Shot(1, width, height, np.asarray(crooked), DPI))
    (ruling,) = rulings(page, strokes(page))
    first = page.original(page.points(ruling.cells[0]))
    corner = np.array([100 - 400, 100 - 300]) @ np.array([[1, 0.01745], [-0.01745, 1]]) + (400, 300)
    assert first[0] == pytest.approx(corner[0] * 72 / DPI, abs=3)
    assert first[1] == pytest.approx(corner[1] * 72 / DPI, abs=3)


def test_faint_print_on_a_nearly_empty_page_becomes_dark_and_noise_does_not() -> None:
    picture, pencil = sheet()
    for x in range(100, 300, 16):
        pencil.rectangle((x, 100, x + 8, 110), fill=(150, 150, 150))
    assert page_of(picture).grey.min() < 20
    noise = np.random.default_rng(1).normal(247, 12, (SIZE[1], SIZE[0], 1)).clip(0, 255)
    empty = Image.fromarray(np.repeat(noise, 3, axis=2).astype(np.uint8))
    assert page_of(empty).grey.min() > 140


def test_black_seal_that_touches_a_rule_does_not_move_it() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    pencil.rectangle((450, 206, 475, 226), fill="black")
    (ruling,) = found(picture)
    raised = 3  # times that a sheet of 100 dpi is enlarged
    assert sorted({cell[0] for cell in ruling.cells}) == pytest.approx([raised * x for x in XS[:-1]], abs=5)


def test_straight_pieces_of_a_black_seal_split_no_column() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    page = page_of(picture)
    rules = strokes(page)
    top, bottom = 3 * YS[1], 3 * YS[3]
    mask = rules.upright_mask.copy()
    for start, end in pairwise(YS[1:4]):
        mask[3 * start : 3 * start + round(0.64 * 3 * (end - start)), 1560:1566] = True
    seal = replace(rules, upright=(*rules.upright, (1560, top, 1566, bottom)), upright_mask=mask)
    (ruling,) = rulings(page, seal)
    assert len(ruling.cells) == 16


def test_ring_of_a_black_seal_splits_no_column_and_rules_under_it_stay() -> None:
    """The sides of the ring are straight for a row's height and may begin and end at rules by chance."""
    picture, pencil = sheet()
    full_grid(pencil)
    pencil.ellipse((504, 159, 646, 301), outline="black", width=4)
    (ruling,) = found(picture)
    assert len(ruling.cells) == 16


def test_rules_that_lean_on_a_photograph_leave_nothing_in_their_boxes() -> None:
    """What was left of them stood before the print of the box as an upright stroke."""
    picture, pencil = sheet()
    full_grid(pencil)
    leaning = picture.transform(SIZE, Image.Transform.AFFINE, (1, 0.03, -8, 0, 1, 0), fillcolor="white")
    page = page_of(leaning)
    made = rulings(page, strokes(page))
    bare = erased(page, strokes(page), made)
    assert [len(ruling.cells) for ruling in made] == [16]
    assert [cell for cell in made[0].cells if print_in(bare, cell)] == []


def test_two_upright_rules_nearer_than_a_digit_are_one() -> None:
    picture, pencil = sheet()
    full_grid(pencil)
    pencil.line((457, 100, 457, 330), fill="black", width=2)
    (ruling,) = found(picture)
    assert len(ruling.cells) == 16
