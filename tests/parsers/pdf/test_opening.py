"""Locked, broken, empty, swollen and damaged files."""

from random import Random

import pytest

from pipeline.archive import RawFile
from pipeline.errors import Unreadable
from pipeline.parsers.pdf import opening, parse
from tests.hostile import pdfs
from tests.parsers.pdf.test_judge import ROWS, WIDTHS, table
from tests.pdfs import made

SOUND = made.packed(made.blank([table(ROWS, 780, WIDTHS), table(ROWS, 700, WIDTHS)]))
PLAIN = made.blank([made.text(50, 700, "Ke hoach nam 2025 ") * 30])


def reason(data: bytes, password: str = "") -> str:
    with pytest.raises(Unreadable) as refusal:
        parse(RawFile("a.pdf", data), password=password)
    assert refusal.value.status == "rejected"
    return refusal.value.reason


def test_a_locked_file_is_refused_as_encrypted() -> None:
    assert reason(made.locked(PLAIN, "bí mật")) == "encrypted"
    assert reason(made.locked(PLAIN, "bí mật"), "khác") == "encrypted"


def test_a_locked_file_opens_with_its_password() -> None:
    document = parse(RawFile("a.pdf", made.locked(PLAIN, "abc")), password="abc")
    assert document.paragraphs[0].text.startswith("Ke hoach nam 2025")
    assert document.flags == ()


def test_a_file_locked_only_against_printing_is_read() -> None:
    assert parse(RawFile("a.pdf", made.locked(PLAIN, ""))).flags == ()


def test_a_file_without_pages_is_refused_as_such() -> None:
    assert reason(made.no_pages()) == "no_pages"


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing", b"", b"\x00" * 200, PLAIN[: len(PLAIN) // 2]])
def test_a_broken_file_is_refused_as_damaged(data: bytes) -> None:
    assert reason(data) == "damaged_pdf"


def test_a_sound_file_has_no_damage() -> None:
    assert opening.damage(made.packed(PLAIN), 1) == ""


def test_a_bitten_stream_is_read_but_flagged() -> None:
    document = parse(RawFile("a.pdf", made.bitten(made.packed(PLAIN))))
    assert "damaged" in document.flags
    assert "damaged" in {found.rule for found in document.findings}


def test_a_stream_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_STREAM", 100_000)
    swollen = made.packed(made.blank([b" " * 3_000_000]))
    assert len(swollen) < 10_000
    assert reason(swollen) == "bomb"


def test_another_number_of_pages_is_damage() -> None:
    assert "pages" in opening.damage(PLAIN, 2)


@pytest.mark.parametrize("seed", range(40))
def test_a_mutated_file_is_read_or_refused_but_never_breaks_the_reader(seed: int) -> None:
    random = Random(seed)
    data = bytearray(SOUND)
    for _ in range(random.randint(1, 30)):
        data[random.randrange(len(data))] = random.randrange(256)
    try:
        document = parse(RawFile("a.pdf", bytes(data)))
    except Unreadable as refusal:
        assert refusal.status == "rejected"
    else:
        assert len(document.pages) <= 2


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"/FlateDecode", b"/NlateDecode"), (b"/Filter", b"/Bilter"), (b"/BaseFont", b"/CaseFont")],
)
def test_a_name_that_lost_a_letter_is_damage(before: bytes, after: bytes) -> None:
    assert opening.damage(SOUND, 2) == ""
    assert opening.damage(SOUND.replace(before, after, 1), 2)


def test_damage_inside_open_content_is_seen() -> None:
    assert opening.damage(pdfs.pdf(b"BT /F 12 Tf <31> Tj ET"), 1) == ""
    assert "hexstring" in opening.damage(pdfs.pdf(b"BT /F 12 Tf <3?> Tj ET"), 1)
