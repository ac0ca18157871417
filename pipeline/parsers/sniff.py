"""What a file is, decided by its content: takes bytes and a name, gives a format word such as ``docx``.

PDF by its mark in the first KiB, old Office files by the streams of their OLE container, new ones by the
members of their ZIP, pictures by their first bytes, mark-up by its first elements.  The name's extension only
chooses between ``txt`` and ``md``, which no content tells apart.
"""

import io
import re
import unicodedata
import zipfile
from pathlib import PurePosixPath

import olefile

from pipeline.errors import Unreadable

HEAD = 4096
"""Bytes looked at for marks and mark-up; the tags of saved pages come within the first few KiB."""

PDF_WITHIN = 1024
"""Bytes: a PDF's mark may stand anywhere in the first KiB (Acrobat's own rule)."""

MOST_CONTROLS = 0.02
"""Share of control characters above which bytes are no text (text files have none but a rare form feed)."""

LEAST_ZEROS = 0.2
"""Share of zero bytes from which bytes are UTF-16 without a mark (Vietnamese text has 0.37)."""

BLANK = b"\x00 \t\r\n\xef\xbb\xbf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
)
OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
ZIP_MEMBERS = (
    (re.compile(r"word/document\d*\.xml"), "docx"),
    (re.compile(r"xl/workbook\d*\.xml"), "xlsx"),
    (re.compile(r"xl/workbook\.bin"), "xlsb"),
    (re.compile(r"ppt/presentation\.xml"), "pptx"),
)
"""Main parts; Word Online writes ``word/document2.xml``."""
OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MARKUP = (
    (re.compile(rb"<\?mso-application\s+progid=.Word\.Document|<w:wordDocument\b"), "xml_word"),
    (re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet"), "xml_sheet"),
    (re.compile(rb"<office:document\b"), "xml_open"),
    (re.compile(rb"<!doctype\s+html|<html\b|<head\b|<body\b|<table\b|<meta\b", re.I), "html"),
)
MIME_HEAD = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)
CONTROLS = bytes(range(9)) + b"\x0b\x0e\x0f" + bytes(range(0x10, 0x1B)) + b"\x1c\x1d\x1e\x1f\x7f"
SAME = {
    "htm": "html", "xhtml": "html", "mht": "mhtml", "jpeg": "jpg", "tif": "tiff", "markdown": "md",
    "docm": "docx", "dotx": "docx", "dotm": "docx", "xlsm": "xlsx", "xltx": "xlsx", "xltm": "xlsx",
    "dot": "doc", "xlt": "xls", "ott": "odt", "log": "txt", "text": "txt",
}  # fmt: skip


def extension(name: str) -> str:
    """Give the extension without its dot, lower case, with the common spellings of one format folded."""
    last = PurePosixPath(unicodedata.normalize("NFC", name)).suffix.lower().lstrip(".").strip()
    return SAME.get(last, last)


def sniff(data: bytes, name: str = "") -> str:
    """Decide the format of the bytes.

    Raises `Unreadable`: empty, encrypted, damaged_zip, damaged_ole, unsupported_type.

    >>> sniff(b"%PDF-1.7 ...")
    'pdf'
    >>> sniff("Kế hoạch".encode(), "a.md")
    'md'
    """
    if not data[:HEAD].strip(BLANK) and not data.strip(BLANK):
        raise Unreadable("rejected", "empty")
    for mark, kind in (*PICTURES, (b"{\\rtf", "rtf")):
        if data.startswith(mark):
            return kind
    if b"%PDF-" in data[:PDF_WITHIN]:
        return "pdf"
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    return _text(data, name)


def _ole(data: bytes) -> str:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            kinds = [kind for stream, kind in OLE_STREAMS if container.exists(stream)]
    except (OSError, ValueError, IndexError, TypeError) as fault:
        raise Unreadable("rejected", "damaged_ole", str(fault)) from fault
    if not kinds:
        raise Unreadable("rejected", "unsupported_type", "OLE container without document")
    if kinds[0] == "encrypted":
        raise Unreadable("rejected", "encrypted", "password on an Office file")
    return kinds[0]


def _zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            names = container.namelist()
            mime = _start(container, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as fault:
        raise Unreadable("rejected", "damaged_zip", str(fault)) from fault
    for member, kind in ZIP_MEMBERS:
        if any(member.fullmatch(name) for name in names):
            return kind
    if mime in OPEN_DOCUMENT:
        return OPEN_DOCUMENT[mime]
    raise Unreadable("rejected", "unsupported_type", "ZIP without a document that is known")


def _start(container: zipfile.ZipFile, member: str) -> bytes:
    with container.open(member) as stream:
        return stream.read(HEAD).strip()


def _narrow(head: bytes) -> bytes:
    """Turn UTF-16 into UTF-8, so that one set of marks does for both."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace").encode()
    if head.count(0) < LEAST_ZEROS * len(head):
        return head
    little = head[1::2].count(0) > head[::2].count(0)
    return head.decode("utf-16-le" if little else "utf-16-be", errors="replace").encode()


def _text(data: bytes, name: str) -> str:
    head = _narrow(data[: HEAD * 4])
    for pattern, kind in MARKUP:
        if pattern.search(head[:HEAD]) and head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
            return kind
    if MIME_HEAD.match(head[:HEAD]):
        return "mhtml"
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls > MOST_CONTROLS * len(head):
        raise Unreadable("rejected", "unsupported_type", "bytes that are no text")
    return "md" if extension(name) == "md" else "txt"
