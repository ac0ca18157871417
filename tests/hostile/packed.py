"""Hostile ZIP containers, most of them almost a DOCX or an XLSX: name to bytes."""

import io
import zipfile
from collections.abc import Iterator
from random import Random

from tests.hostile.ordinary import BOMB

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
OFFICE = "application/vnd.openxmlformats-officedocument"


def _types(part: str, kind: str) -> str:
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{part}" ContentType="{OFFICE}.{kind}"/></Types>'
    )


def _rels(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{REL}/{kind}" Target="{target}"{more}/>'
        for n, (kind, target, more) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def docx(body: str, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small DOCX; `more` adds or replaces parts (``__`` stands for a slash)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("word/document.xml", "wordprocessingml.document.main+xml"),
        "_rels/.rels": _rels(("officeDocument", "word/document.xml", "")),
        "word/document.xml": f"{XML}<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    return parts | {name.replace("__", "/"): part for name, part in more.items()}


def xlsx(sheet: str, **more: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small workbook with one sheet."""
    book = f'<sheets><sheet name="a" sheetId="1" r:id="r1" xmlns:r="{REL}"/></sheets>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types("xl/workbook.xml", "spreadsheetml.sheet.main+xml").replace(
            "</Types>",
            '<Override PartName="/xl/worksheets/sheet1.xml" '
            f'ContentType="{OFFICE}.spreadsheetml.worksheet+xml"/>'
            "</Types>",
        ),
        "_rels/.rels": _rels(("officeDocument", "xl/workbook.xml", "")),
        "xl/workbook.xml": f"{XML}<workbook {S}>{book}</workbook>",
        "xl/_rels/workbook.xml.rels": _rels(("worksheet", "worksheets/sheet1.xml", "")),
        "xl/worksheets/sheet1.xml": f"{XML}<worksheet {S}>{sheet}</worksheet>",
    }
    return parts | {name.replace("__", "/"): part for name, part in more.items()}


def pack(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The container, with fixed dates."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as container:
        for name, part in parts.items():
            container.writestr(zipfile.ZipInfo(name), part, method)
    return stream.getvalue()


def table(rows: str) -> str:
    """A table of Word."""
    return f"<w:tbl>{rows}</w:tbl>"


def cell(text: str, more: str = "") -> str:
    """A cell of Word."""
    return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def files(seed: int = 7) -> dict[str, bytes]:
    """All of them."""
    return dict([*_containers(Random(seed)), *_word(), *_sheets(), *_others()])


def _containers(random: Random) -> Iterator[tuple[str, bytes]]:
    sound = pack(docx(table(f"<w:tr>{cell('1')}{cell('31%')}</w:tr>")))
    yield "only_mark.docx", b"PK\x03\x04"
    yield "junk.docx", b"PK\x03\x04" + random.randbytes(3_000)
    yield "empty_zip.docx", b"PK\x05\x06" + bytes(18)
    yield "half.docx", sound[: len(sound) // 2]
    yield "no_tail.docx", sound[:-30]
    yield "tail_only.docx", b"PK\x03\x04" + sound[-200:]
    yield "wrong_sum.docx", sound.replace(b"PK\x03\x04", b"PK\x03\x04", 1)[:100] + b"\0" + sound[101:]
    yield "locked.docx", _flagged(sound, 1)
    yield "strange_method.docx", _method(sound, 99)
    yield "traversal.docx", pack(docx("<w:p/>") | {"../../../etc/evil": "x", "/etc/evil": "x", "c:\\x": "x"})
    yield "many_members.docx", pack(docx("<w:p/>") | {f"word/media/{n}.png": "" for n in range(6_000)})
    yield "long_names.docx", pack(docx("<w:p/>") | {"a" * 60_000: "x"})
    yield "bomb.docx", pack(docx("<w:p/>") | {"word/media/a.png": bytes(150 * 2**20)})
    yield "bomb_part.docx", pack(docx("<w:t>" + " " * 120 * 2**20))
    yield "nested_zip.docx", pack(docx("<w:p/>") | {"word/a.zip": pack({"b": bytes(10**6)})})
    yield "twice.docx", _twice()
    yield "stored_junk_before.docx", random.randbytes(500) + sound
    yield "no_types.docx", pack({n: p for n, p in docx("<w:p/>").items() if "Types" not in n})
    yield "no_rels.docx", pack({n: p for n, p in docx("<w:p/>").items() if "rels" not in n})


def _flagged(data: bytes, bit: int) -> bytes:
    """The same container with a flag bit set in every header."""
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            changed[at + offset] |= bit
            at = data.find(mark, at + 4)
    return bytes(changed)


def _method(data: bytes, method: int) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        while at >= 0:
            changed[at + offset] = method
            at = data.find(mark, at + 4)
    return bytes(changed)


def _twice() -> bytes:
    stream = io.BytesIO(pack(docx("<w:p/>")))
    with zipfile.ZipFile(stream, "a") as container:
        info = zipfile.ZipInfo("word/document2.xml")
        info.filename = "word/document.xml"
        container.writestr(info, docx(table(f"<w:tr>{cell('x')}</w:tr>"))["word/document.xml"])
    return stream.getvalue()


def _word() -> Iterator[tuple[str, bytes]]:
    row = f"<w:tr>{cell('1')}{cell('Tỷ lệ')}{cell('31%')}</w:tr>"
    span = '<w:gridSpan w:val="{}"/>'
    merged = cell("", "<w:vMerge/>")
    bodies = {
        "wide_span": table(f"<w:tr>{cell('x', span.format(100_000_000))}</w:tr>{row}"),
        "negative_span": table(f"<w:tr>{cell('x', span.format(-5))}</w:tr>{row}"),
        "word_span": table(f"<w:tr>{cell('x', span.format('many'))}</w:tr>{row}"),
        "grid_before": table(f'<w:tr><w:trPr><w:gridBefore w:val="99999999"/></w:trPr>{cell("x")}</w:tr>'),
        "endless_merge": table(f"<w:tr>{merged}{cell('31%')}</w:tr>" * 3_000),
        "orphan_merge": table(f"<w:tr>{cell('', '<w:vMerge/>')}{cell('31%')}</w:tr>{row}"),
        "nested": "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60,
        "nested_deep": "<w:tbl><w:tr><w:tc>" * 900 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 900,
        "deep_runs": "<w:p>" + "<w:ins>" * 240 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 240 + "</w:p>",
        "very_deep": "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000,
        "many_paragraphs": "<w:p><w:r><w:t>Mục tiêu 1: đạt 31%</w:t></w:r></w:p>" * 8_000,
        "large_table": table(row * 1_500),
        "empty_table": table("") + table("<w:tr/>") + table("<w:tr><w:tc/></w:tr>"),
        "not_closed": "<w:p>",
        "wrong_place": "<w:tc><w:tr><w:tbl/></w:tr></w:tc><w:t>31%</w:t>",
        "breaks": "<w:p><w:r>" + "<w:br/><w:tab/><w:cr/>" * 50_000 + "</w:r></w:p>",
        "numbered": '<w:p><w:pPr><w:numPr><w:ilvl w:val="99"/><w:numId w:val="-3"/></w:numPr></w:pPr></w:p>',
        "fields": "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 2_000 + "</w:p>",
        "references": f'{table(row)}<w:p><w:r><w:footnoteReference w:id="99999"/></w:r></w:p>',
        "symbols": '<w:p><w:r><w:sym w:font="x" w:char="ZZZZ"/><w:sym/></w:r></w:p>',
        "styled": '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>31%</w:t></w:r></w:p>',
    }
    cycle = f"{XML}<w:styles {W}>" + "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("ab", "ba")
    )
    styles = {"word__styles.xml": cycle + "</w:styles>"}
    rels = _rels(
        ("styles", "styles.xml", ""),
        ("attachedTemplate", "http://127.0.0.1:9/evil.dotm", ' TargetMode="External"'),
        ("image", "file:///etc/passwd", ' TargetMode="External"'),
    )
    for name, body in bodies.items():
        yield f"{name}.docx", pack(docx(body, **styles, **{"word___rels__document.xml.rels": rels}))
    main = "word__document.xml"
    yield "laughs.docx", pack(docx("", **{main: BOMB}))
    yield (
        "laughs_utf16.docx",
        pack(docx("", **{main: BOMB.replace("?>", ' encoding="utf-16"?>').encode("utf-16")})),
    )
    yield "laughs_in_styles.docx", pack(docx("<w:p/>", **{"word__styles.xml": BOMB}))
    yield "empty_part.docx", pack(docx("", **{main: ""}))
    yield "broken_part.docx", pack(docx("", **{main: b"\xff\xfe\x00<w"}))
    yield "other_root.docx", pack(docx("", **{main: f"{XML}<html/>"}))
    yield (
        "no_main.docx",
        pack({n: p for n, p in docx("").items() if "document" not in n} | {"word/x.xml": ""}),
    )
    yield "broken_numbering.docx", pack(docx("<w:p/>", **{"word__numbering.xml": "<w:numbering"}))


def _sheets() -> Iterator[tuple[str, bytes]]:
    def data(cells: str) -> str:
        return f"<sheetData>{cells}</sheetData>"

    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>Tỷ lệ</t></is></c><c r="B1"><v>31</v></c></row>'
    sheets = {
        "far_cell": data('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "beyond": data('<row r="99999999"><c r="ZZZZ99999999"><v>1</v></c></row>'),
        "bad_reference": data('<row r="x"><c r="1A"><v>1</v></c></row>'),
        "no_reference": data("<row><c><v>1</v></c><c><v>2</v></c></row>"),
        "false_size": '<dimension ref="A1:XFD1048576"/>' + data(row),
        "bad_size": '<dimension ref="nowhere"/>' + data(row),
        "lost_string": data('<row r="1"><c r="A1" t="s"><v>999</v></c></row>'),
        "huge_number": data('<row r="1"><c r="A1"><v>1e999</v></c><c r="B1"><v>NaN</v></c></row>'),
        "words_as_number": data('<row r="1"><c r="A1"><v>ba mươi</v></c></row>'),
        "lost_style": data('<row r="1"><c r="A1" s="9999"><v>1</v></c></row>'),
        "bad_date": data('<row r="1"><c r="A1" t="d"><v>9999-99-99</v></c></row>'),
        "bad_bool": data('<row r="1"><c r="A1" t="b"><v>maybe</v></c><c r="B1" t="e"><v>#REF!</v></c></row>'),
        "formula": data('<row r="1"><c r="A1"><f>WEBSERVICE("http://127.0.0.1:9")</f></c></row>'),
        "merge_all": data(row) + '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        "merge_bad": data(row)
        + '<mergeCells count="1"><mergeCell ref="B2:A1"/><mergeCell ref="?"/></mergeCells>',
        "merge_many": data(row)
        + "<mergeCells>"
        + "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 50_000))
        + "</mergeCells>",
        "many_cells": data(
            "".join(
                f'<row r="{r}">' + "".join(f'<c r="{c}{r}"><v>1</v></c>' for c in "ABCDEFGHIJ") + "</row>"
                for r in range(1, 60_000)
            )
        ),
        "columns": '<cols><col min="1" max="99999999" hidden="1"/></cols>' + data(row),
        "not_closed": "<sheetData><row>",
        "nothing": "",
    }
    for name, sheet in sheets.items():
        yield f"{name}.xlsx", pack(xlsx(sheet))
    yield "laughs.xlsx", pack(xlsx("", **{"xl__worksheets__sheet1.xml": BOMB}))
    yield "laughs_in_book.xlsx", pack(xlsx("", **{"xl__workbook.xml": BOMB}))
    yield "no_sheet.xlsx", pack({n: p for n, p in xlsx("").items() if "sheet1" not in n})
    yield "bad_book.xlsx", pack(xlsx("", **{"xl__workbook.xml": "<workbook"}))
    yield "bomb.xlsx", pack(xlsx("<sheetData>" + " " * 110 * 2**20))


def _others() -> Iterator[tuple[str, bytes]]:
    text = "application/vnd.oasis.opendocument.text"
    sheet = "application/vnd.oasis.opendocument.spreadsheet"
    locked = "<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    repeat = '<table:table-cell table:number-columns-repeated="2000000000"/>'
    yield "slides.pptx", pack({"ppt/presentation.xml": "<p/>"})
    yield "binary.xlsx", pack({"xl/workbook.bin": b"\x83\x01\x00"})
    yield "program.jar", pack({"META-INF/MANIFEST.MF": "Manifest-Version: 1.0"})
    yield "locked.odt", pack({"mimetype": text, "META-INF/manifest.xml": locked, "content.xml": "x"})
    yield "empty.odt", pack({"mimetype": text})
    yield "repeat.ods", pack({"mimetype": sheet, "content.xml": f"<office:document-content>{repeat}"})
    yield "laughs.odt", pack({"mimetype": text, "content.xml": BOMB})
