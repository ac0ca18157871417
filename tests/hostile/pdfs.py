"""Hostile PDFs: name to bytes.  Written by hand, because no library agrees to make them."""

import io
import zlib
from collections.abc import Iterator, Mapping
from random import Random

import pikepdf

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
TEXT = b"BT /F 12 Tf 72 700 Td (Ty le 31%) Tj ET"


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (more, len(data), data)


def packed(data: bytes, more: bytes = b"") -> bytes:
    """A compressed stream object."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + more)


def pdf(content: bytes = TEXT, objects: Mapping[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """A file with one page; `objects` replaces or adds objects."""
    parts: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: PAGE,
        4: stream(content),
        5: FONT,
    }
    parts |= dict(objects or {})
    made, places = bytearray(HEADER), {}
    for number, part in sorted(parts.items()):
        places[number] = len(made)
        made += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start, size = len(made), max(parts) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        made += b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if number in places else b"f")
    made += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(made)


def files(seed: int = 7) -> dict[str, bytes]:
    """All of them."""
    made = (*_structure(), *_pages(), *_content(), *_streams(Random(seed)), *_locked())
    return {f"{name}.pdf": data for name, data in made}


def _structure() -> Iterator[tuple[str, bytes]]:
    sound = pdf()
    yield "head_only", HEADER
    yield "head_and_end", HEADER + b"%%EOF"
    yield "half", sound[: len(sound) // 2]
    yield "no_xref", sound.replace(b"xref", b"xxxx")
    yield "wrong_start", sound.replace(b"startxref\n", b"startxref\n9")
    yield "loop_of_tables", pdf(trailer=b"/Prev %d" % sound.rfind(b"xref\n0"))
    yield "no_root", sound.replace(b"/Root 1 0 R", b"/Root 9 0 R")
    yield "root_loop", pdf(objects={1: b"1 0 R"})
    yield "late_head", b" " * 1_000 + sound
    yield "too_late_head", b"x" * 5_000 + sound
    yield "two_files", sound + sound
    yield "no_pages", pdf(objects={2: b"<</Type/Pages/Kids[]/Count 0>>"})
    yield "pages_of_itself", pdf(objects={2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})
    yield "parent_loop", pdf(objects={2: b"<</Type/Pages/Kids[3 0 R]/Count 1/Parent 3 0 R>>"})
    yield "false_count", pdf(objects={2: b"<</Type/Pages/Kids[3 0 R]/Count 999999>>"})
    yield "negative_count", pdf(objects={2: b"<</Type/Pages/Kids[3 0 R]/Count -3>>"})
    yield "lost_page", pdf(objects={2: b"<</Type/Pages/Kids[99 0 R]/Count 1>>"})
    yield "deep_arrays", pdf(objects={6: b"[" * 20_000 + b"]" * 20_000})
    yield "deep_kids", _deep_tree(2_000)
    yield "huge_number", pdf(objects={2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 6: b"9" * 10_000})
    yield (
        "script",
        pdf(objects={1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(while(1);)>>>>"}),
    )
    yield "launch", pdf(objects={1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"})
    yield (
        "form_loop",
        pdf(objects={1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>", 6: b"<</Kids[6 0 R]>>"}),
    )


def _deep_tree(depth: int) -> bytes:
    nodes = {
        number: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (number + 1) for number in range(10, 10 + depth)
    }
    return pdf(objects={2: b"<</Type/Pages/Kids[10 0 R]/Count 1>>", **nodes, 10 + depth: PAGE})


def _page(box: bytes, more: bytes = b"") -> bytes:
    return PAGE.replace(b"[0 0 595 842]", box).replace(b"/Type/Page/", b"/Type/Page" + more + b"/")


def _pages() -> Iterator[tuple[str, bytes]]:
    boxes = {
        "huge_box": b"[0 0 99999999 99999999]",
        "no_area": b"[0 0 0 0]",
        "negative_box": b"[595 842 0 0]",
        "word_box": b"[a b c d]",
        "short_box": b"[0 0]",
        "endless_box": b"[0 0 1e308 1e308]",
    }
    for name, box in boxes.items():
        yield name, pdf(objects={3: _page(box)})
    yield "odd_turn", pdf(objects={3: _page(b"[0 0 595 842]", b"/Rotate 37")})
    yield "user_unit", pdf(objects={3: _page(b"[0 0 595 842]", b"/UserUnit 100000")})
    yield "notes_loop", pdf(objects={3: _page(b"[0 0 595 842]", b"/Annots[3 0 R 3 0 R]")})
    yield "no_content", pdf(objects={4: b"null"})
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 3_010))
    many = dict.fromkeys(range(10, 3_010), PAGE)
    yield "many_pages", pdf(b"", {2: b"<</Type/Pages/Kids[%b]/Count 3000>>" % kids, **many})


def _content() -> Iterator[tuple[str, bytes]]:
    letters = b"".join(b"1 0 0 1 %d %d Tm (31%%) Tj " % (n % 590, n // 590 % 840) for n in range(60_000))
    lines = b"".join(b"%d %d 1 400 re f " % (n % 590, n % 440) for n in range(60_000))
    grid = b"".join(b"0 %d m 590 %d l S %d 0 m %d 800 l S " % (n, n, n, n) for n in range(0, 590, 2))
    contents = {
        "garbage": b"\x00\x01\x02 Tj Tf BT ET Q Q Q q " * 2_000,
        "not_ended": b"BT /F 12 Tf (31%",
        "many_letters": b"BT /F 8 Tf " + letters + b"ET",
        "many_lines": lines,
        "fine_grid": grid,
        "deep_states": b"q " * 200_000,
        "deep_texts": b"BT " * 100_000,
        "deep_lists": b"[" * 100_000,
        "large_type": b"BT /F 1e30 Tf 1 0 0 1 0 0 Tm (31%) Tj ET",
        "no_type": b"BT /F 0 Tf (31%) Tj ET",
        "no_matrix": b"0 0 0 0 0 0 cm " + TEXT,
        "far_away": b"1 0 0 1 1e20 1e20 cm " + TEXT,
        "lost_font": b"BT /Missing 12 Tf 72 700 Td (31%) Tj ET",
        "long_string": b"BT /F 12 Tf (" + b"3" * 500_000 + b") Tj ET",
        "inline_picture": b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID abc EI " + TEXT,
        "not_numbers": b"NaN inf - -- +1 .. 1.2.3 re S " + TEXT,
    }
    for name, content in contents.items():
        yield name, pdf(content)


def _streams(random: Random) -> Iterator[tuple[str, bytes]]:
    chain = zlib.compress(b" " * 10**7, 9)
    for _ in range(8):
        chain = zlib.compress(chain, 9)
    unicode_map = b"1 beginbfrange <0000> <FFFF> <0000> endbfrange " * 2_000
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R>>")
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A %d 0 R/B %d 0 R>>>>"
    tower = {n: stream(b"/A Do /B Do", form % (n + 1, n + 1)) for n in range(20, 50)}
    with_form = PAGE.replace(b"/Font<<", b"/XObject<</A 20 0 R>>/Font<<")
    yield "bomb", pdf(objects={4: packed(b"0 0 m " * 40_000_000)})
    yield "filters", pdf(objects={4: stream(chain, b"/Filter[" + b"/FlateDecode" * 9 + b"]")})
    yield "damaged_stream", pdf(objects={4: stream(b"x\x9c" + random.randbytes(500), b"/Filter/FlateDecode")})
    yield "false_length", pdf().replace(b"/Length 39", b"/Length 99999")
    yield "unknown_filter", pdf(objects={4: stream(TEXT, b"/Filter/Strange")})
    yield "hex_stream", pdf(objects={4: stream(b"zz" * 5_000, b"/Filter/ASCIIHexDecode")})
    yield "predictor", pdf(objects={4: packed(TEXT, b"/DecodeParms<</Predictor 15/Columns 999999999>>")})
    yield "unicode_map", pdf(objects={5: font, 6: packed(unicode_map)})
    yield "unicode_loop", pdf(objects={5: font, 6: stream(b"/x usecmap", b"/UseCMap 6 0 R")})
    yield "form_of_itself", pdf(b"/A Do", {3: with_form, 20: stream(b"/A Do", form % (20, 20))})
    yield "forms_doubling", pdf(b"/A Do", {3: with_form, **tower, 50: stream(b"", form % (50, 50))})
    yield (
        "large_picture",
        pdf(
            b"595 0 0 842 0 0 cm /A Do",
            {
                3: with_form,
                20: packed(
                    bytes(1000),
                    b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
                    b"/ColorSpace/DeviceRGB",
                ),
            },
        ),
    )
    yield (
        "bad_picture",
        pdf(
            b"/A Do",
            {
                3: with_form,
                20: stream(
                    random.randbytes(900),
                    b"/Type/XObject/Subtype/Image/Width 9/Height 9/Filter/JBIG2Decode/BitsPerComponent 1",
                ),
            },
        ),
    )
    yield "object_stream_loop", pdf(objects={6: stream(b"6 0 ", b"/Type/ObjStm/N 1/First 4/Extends 6 0 R")})


def _locked() -> Iterator[tuple[str, bytes]]:
    for name, user in (("locked", "secret"), ("locked_for_print", "")):
        with pikepdf.open(io.BytesIO(pdf())) as file:
            made = io.BytesIO()
            file.save(
                made, encryption=pikepdf.Encryption(owner="owner", user=user, R=4), deterministic_id=False
            )
        yield name, made.getvalue()
