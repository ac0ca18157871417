"""Opening a PDF: what locks, damages or swells it is found before a page is read.

`damage` looks for what shows that a file is not as its office saved it: structure, checksums of compressed
streams (a PDF has none of its own), names that lost a letter, and qpdf's whole check where streams without a
checksum leave something to find; where all have one it would cost a third of the reading and find nothing.
`document` opens a file for the quick engine.  Takes bytes; raises `Unreadable`.
"""

import io
import zlib

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.errors import Unreadable
from pipeline.parsers.pdf.spelling import misspelled

MOST_STREAM = 75_000_000
"""Bytes that one stream may unpack to; real pages stay under 5 million."""
MOST_STREAMS = 1_500_000_000
"""Bytes that all streams of a file together may unpack to."""
SILENT = (pikepdf.Name.Metadata, pikepdf.Name.XRef)
PIECE = 1 << 20
"""Bytes unpacked at a time."""
LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
"""PDFium's errors for locked files; checked, because a file without pages leaves an old error standing."""


def document(data: bytes, password: str = "") -> pypdfium2.PdfDocument:
    """Open the file with PDFium.  Raises `Unreadable` (`encrypted`, `no_pages`, `damaged_pdf`)."""
    try:
        return pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError as fault:
        reason = _why_empty(data, password)
        if reason == "damaged_pdf" and fault.err_code in LOCKED:
            reason = "encrypted"
        raise Unreadable("rejected", reason, str(fault)) from fault


def _why_empty(data: bytes, password: str) -> str:
    """Tell a sound file without pages from a broken one."""
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            return "no_pages" if not len(pdf.pages) and not pdf.get_warnings() else "damaged_pdf"
    except pikepdf.PasswordError:
        return "encrypted"
    except (pikepdf.PdfError, ValueError):
        return "damaged_pdf"


def damage(data: bytes, pages: int, password: str = "") -> str:
    """Return the first fault that the file's structure or a checksum shows, empty if there is none.

    `pages` is how many pages PDFium found; another number is a fault too.
    Raises `Unreadable` (`bomb`) when the file swells beyond what a page can hold.
    """
    try:
        with pikepdf.open(io.BytesIO(data), password=password) as pdf:
            fault, is_whole = _faulty_stream(pdf)
            if len(pdf.pages) != pages:
                fault = fault or f"{len(pdf.pages)} pages to one reader, {pages} to another"
            warnings = [*pdf.get_warnings(), *(() if fault or is_whole else pdf.check_pdf_syntax())]
    except (pikepdf.PdfError, ValueError) as error:
        return str(error)
    return fault or (str(warnings[0]) if warnings else misspelled(data))


def _faulty_stream(pdf: pikepdf.Pdf) -> tuple[str, bool]:
    """Return the first stream that is damaged, and whether every stream with text has a checksum."""
    total, first, is_whole = 0, "", True
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        if not _is_deflated(item):
            is_whole = is_whole and _says_nothing(item)
            continue
        size, whole = _unpacked(item.read_raw_bytes())
        total += size
        if size > MOST_STREAM or total > MOST_STREAMS:
            raise Unreadable("rejected", "bomb", f"{size} bytes in one stream, {total} so far")
        if not whole and not first:
            first = f"stream {item.objgen[0]} is cut or damaged"
    return first, is_whole


def _says_nothing(stream: pikepdf.Stream) -> bool:
    """Whether no text and no rule comes from a stream: a picture, a description of the file."""
    return stream.get("/Subtype") == pikepdf.Name.Image or stream.get("/Type") in SILENT


def _is_deflated(stream: pikepdf.Stream) -> bool:
    filters = stream.get("/Filter")
    return filters == pikepdf.Name.FlateDecode or (
        isinstance(filters, pikepdf.Array) and len(filters) == 1 and filters[0] == pikepdf.Name.FlateDecode
    )


def _unpacked(packed: bytes) -> tuple[int, bool]:
    """Return how many bytes a stream unpacks to and whether it ends well."""
    unpacker, size, empty = zlib.decompressobj(), 0, not packed
    try:
        while packed and not unpacker.eof and size <= MOST_STREAM:
            size += len(unpacker.decompress(packed, PIECE))
            packed = unpacker.unconsumed_tail
        size += len(unpacker.flush()) if not unpacker.eof and size <= MOST_STREAM else 0
    except zlib.error:
        return size, False
    return size, unpacker.eof or empty
