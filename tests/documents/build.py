"""Makes the bytes of small documents from data: DOCX from XML, XLSX from cells, HTML and text as they are.

Every builder takes the content of a YAML file and gives the bytes, the same on every run.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.language import legacy

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "w": WORD,
        "r": OFFICE,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
PARTS = ("styles", "numbering", "footnotes", "endnotes", "header", "footer")
ROOTS = {"header": "hdr", "footer": "ftr"}
FIXED_TIME = (2025, 1, 1, 0, 0, 0)
EXPLAINED_LETTERS = "«»"


def docx(content: dict[str, Any]) -> bytes:
    """A Word file from `body` and the other parts; ``«text»`` stands for a plain run."""
    parts = {name: content[name] for name in PARTS if name in content}
    members = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations({"document": "officeDocument"}, "word/"),
        "word/document.xml": _xml("document", f"<w:body>{content['body']}</w:body>"),
        "word/_rels/document.xml.rels": _relations(dict.fromkeys(parts, "")),
    }
    for name, text in parts.items():
        members[f"word/{name}.xml"] = _xml(ROOTS.get(name, name), text)
    return zipped(members)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP container with fixed times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in members.items():
            container.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _xml(root: str, inner: str) -> str:
    opening, closing = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"
    text = inner.replace(EXPLAINED_LETTERS[0], opening).replace(EXPLAINED_LETTERS[1], closing)
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {SPACES}>{text}</w:{root}>'


def _content_types(parts: dict[str, str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name}+xml"/>' for name in parts
    )
    return (
        f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{overrides}</Types>'
    )


def _relations(kinds: dict[str, str], folder: str = "") -> str:
    nodes = "".join(
        f'<Relationship Id="r{index}" Type="{OFFICE}/{kind or name}" Target="{folder}{name}.xml"/>'
        for index, (name, kind) in enumerate(kinds.items())
    )
    return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{nodes}</Relationships>'


def xlsx(content: dict[str, Any]) -> bytes:
    """A workbook from `sheets`: `cells` by address, `merges`, `hidden_rows`, `hidden_columns`, `state`."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for data in content["sheets"]:
        _sheet(book.create_sheet(data["title"]), data)
    target = io.BytesIO()
    book.save(target)
    return _with_fixed_times(target.getvalue())


def _sheet(sheet: Any, data: dict[str, Any]) -> None:
    sheet.sheet_state = data.get("state", "visible")
    for address, value in data["cells"].items():
        settings = value if isinstance(value, dict) else {"value": value}
        text = settings["value"]
        if "raised" in settings:
            text = CellRichText(text, TextBlock(InlineFont(vertAlign="superscript"), settings["raised"]))
        sheet[address] = text
        sheet[address].number_format = settings.get("format", "General")
    for area in data.get("merges", ()):
        sheet.merge_cells(area)
    for row in data.get("hidden_rows", ()):
        sheet.row_dimensions[row].hidden = True
    for column in data.get("hidden_columns", ()):
        sheet.column_dimensions[column].hidden = True


def _with_fixed_times(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return zipped({name: container.read(name) for name in container.namelist() if "docProps" not in name})


def text(content: dict[str, Any]) -> bytes:
    """A text in the encoding that the data names."""
    return ENCODINGS.get(content.get("encoding", "utf-8"), _by_python)(
        content["text"], content.get("encoding", "utf-8")
    )


def _by_python(words: str, encoding: str) -> bytes:
    return words.encode(encoding)


def _cp1258(words: str, encoding: str) -> bytes:
    """Windows-1258 writes a letter with two marks as letter and tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = []
    for letter in words:
        split = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in split if mark in tones)
        out.append(unicodedata.normalize("NFC", "".join(mark for mark in split if mark not in tones)) + tone)
    return "".join(out).encode(encoding)


def tcvn3(words: str, encoding: str = "") -> bytes:
    """Text as the fonts of TCVN3 hold it."""
    codes = {new: old for old, new in legacy.TABLES["tcvn3"]["letters"].items()}
    return "".join(codes.get(letter, letter) for letter in words).encode("latin-1")


def _read_wrongly(words: str, encoding: str) -> bytes:
    """UTF-8 that was read as Windows-1252 and saved as UTF-8 again."""
    letters = (bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in words.encode())
    return "".join(letters).encode()


ENCODINGS: dict[str, Callable[[str, str], bytes]] = {
    "cp1258": _cp1258,
    "tcvn3": tcvn3,
    "mojibake": _read_wrongly,
}
BUILDERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "docx": docx,
    "xlsx": xlsx,
    "html": text,
    "txt": text,
}
