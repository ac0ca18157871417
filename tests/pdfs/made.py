"""PDFs with the troubles that real files have, made from sound ones with pikepdf.

Every function takes the bytes of a PDF (or nothing) and gives the bytes of another one.  Coordinates in
content streams are PDF's own: points from the lower left corner.
"""

import io
from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Rectangle, String

A4 = (595, 842)
NOWHERE = b"""
1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfrange <00> <ff> <e100> endbfrange
"""


def blank(contents: Iterable[bytes], size: tuple[int, int] = A4) -> bytes:
    """Return a file with one page for each content stream; /F1 is Helvetica."""
    pdf = Pdf.new()
    for content in contents:
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(Font=Dictionary(F1=_helvetica(pdf)))
        page.Contents = pdf.make_stream(content)
    return _saved(pdf)


def no_pages() -> bytes:
    return _saved(Pdf.new())


def under(data: bytes, content: bytes, over: bool = False) -> bytes:
    """Draw something under (or over) every page."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        page.contents_add(b"q " + content + b" Q", prepend=not over)
    return _saved(pdf)


def with_font(data: bytes, name: str) -> bytes:
    """Give every page Helvetica under a name."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        page.add_resource(_helvetica(pdf), Name.Font, Name("/" + name))
    return _saved(pdf)


def wrapped(data: bytes, before: bytes, after: bytes) -> bytes:
    """Put every page's content between two pieces of content."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        page.contents_coalesce()
        page.Contents = pdf.make_stream(before + b"\n" + page.Contents.read_bytes() + b"\n" + after)
    return _saved(pdf)


def text(x: float, y: float, words: str, size: float = 12, font: bytes = b"/F1") -> bytes:
    """Return the content that prints some words (letters of Western Europe only)."""
    letters = words.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT %s %g Tf %g %g Td (%s) Tj ET\n" % (font, size, x, y, letters)


def rectangle(x: float, y: float, width: float, height: float, paint: bytes = b"S") -> bytes:
    return b"%g %g %g %g re %s\n" % (x, y, width, height, paint)


def ruled(x: float, y: float, widths: list[float], heights: list[float]) -> bytes:
    """Return the rules of a table whose lower left corner is (x, y)."""
    right, top = x + sum(widths), y + sum(heights)
    xs = [x + sum(widths[:number]) for number in range(len(widths) + 1)]
    ys = [y + sum(heights[:number]) for number in range(len(heights) + 1)]
    upright = b"".join(b"%g %g m %g %g l S\n" % (each, y, each, top) for each in xs)
    return upright + b"".join(b"%g %g m %g %g l S\n" % (x, each, right, each) for each in ys)


def shown_turned(data: bytes, turn: int) -> bytes:
    """Turn the content against the page's own /Rotate, so that it is shown as before."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        _, _, width, height = (float(side) for side in page.MediaBox)
        _turn(pdf, page, turn, width, height)
        page.Rotate = 90 * turn
    return _saved(pdf)


def lying(data: bytes, turn: int) -> bytes:
    """Turn the content and leave the page as it is: its letters lie sideways."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        _, _, width, height = (float(side) for side in page.MediaBox)
        _turn(pdf, page, turn, width, height)
    return _saved(pdf)


def _turn(pdf: Pdf, page: pikepdf.Page, turn: int, width: float, height: float) -> None:
    """Turn the content counter-clockwise by quarters."""
    matrices = {
        1: (0, 1, -1, 0, height, 0),
        2: (-1, 0, 0, -1, width, height),
        3: (0, -1, 1, 0, 0, width),
    }
    page.contents_coalesce()
    move = b"q %g %g %g %g %g %g cm\n" % matrices[turn]
    page.Contents = pdf.make_stream(move + page.Contents.read_bytes() + b"\nQ")
    page.MediaBox = Array([0, 0, height, width] if turn % 2 else [0, 0, width, height])


def doubled(data: bytes, by: float = 0.3) -> bytes:
    """Print every page's content twice, a hair apart (bold made by doubling)."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        page.contents_coalesce()
        content = page.Contents.read_bytes()
        again = b"q 1 0 0 1 %g 0 cm\n" % by + content + b"\nQ\n"
        page.Contents = pdf.make_stream(b"q\n" + content + b"\nQ\n" + again)
    return _saved(pdf)


def cropped(data: bytes, left: float, bottom: float, right: float, top: float) -> bytes:
    """Show only a part of each page."""
    pdf = Pdf.open(io.BytesIO(data))
    for page in pdf.pages:
        page.CropBox = Array([left, bottom, right, top])
    return _saved(pdf)


def side_by_side(left: bytes, right: bytes) -> bytes:
    """Put the first pages of two files beside one another on a landscape sheet."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(1190, 842))
    for number, data in enumerate((left, right)):
        other = Pdf.open(io.BytesIO(data))
        page.add_overlay(other.pages[0], Rectangle(595 * number, 0, 595 * (number + 1), 842))
    return _saved(pdf)


def with_field(data: bytes, box: tuple[float, float, float, float], content: bytes) -> bytes:
    """Add a signature field with an appearance of its own to the first page."""
    pdf = Pdf.open(io.BytesIO(data))
    x0, y0, x1, y1 = box
    look = pdf.make_stream(content)
    look.Type, look.Subtype = Name.XObject, Name.Form
    look.BBox = Array([0, 0, x1 - x0, y1 - y0])
    look.Resources = Dictionary(Font=Dictionary(F1=_helvetica(pdf)))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(f"Signature{x0:g}-{y0:g}"),
            Rect=Array([x0, y0, x1, y1]),
            F=4,
            AP=Dictionary(N=look),
        )
    )
    page = pdf.pages[0]
    page.Annots = Array([*page.get("/Annots", Array()), field])
    form = pdf.Root.get("/AcroForm", Dictionary(Fields=Array(), SigFlags=3))
    form.Fields = Array([*form.Fields, field])
    pdf.Root.AcroForm = form
    return _saved(pdf)


def locked(data: bytes, user: str, owner: str = "chủ") -> bytes:
    """Lock the file; an empty user password leaves it readable."""
    pdf = Pdf.open(io.BytesIO(data))
    return _saved(pdf, encryption=pikepdf.Encryption(owner=owner, user=user))


def scanned(data: bytes, visible: bool = False) -> bytes:
    """Lay a grey picture over the whole page and hide the letters, as recognition programs do."""
    pdf = Pdf.open(io.BytesIO(data))
    picture = pdf.make_stream(
        b"\x80",
        {
            "/Type": Name.XObject,
            "/Subtype": Name.Image,
            "/Width": 1,
            "/Height": 1,
            "/BitsPerComponent": 8,
            "/ColorSpace": Name.DeviceGray,
        },
    )
    for page in pdf.pages:
        page.contents_coalesce()
        _, _, width, height = (float(side) for side in page.MediaBox)
        name = page.add_resource(picture, Name.XObject)
        draw = b"q %g 0 0 %g 0 0 cm %s Do Q\n" % (width, height, str(name).encode())
        hide = b"" if visible else b"3 Tr\n"
        page.Contents = pdf.make_stream(draw + hide + page.Contents.read_bytes())
    return _saved(pdf)


def picture_only() -> bytes:
    """Return a scan without any text."""
    return scanned(blank([b""]))


def without_codes(data: bytes) -> bytes:
    """Give every font a code table that leads nowhere, as some re-distilled files have it."""
    pdf = Pdf.open(io.BytesIO(data))
    for item in pdf.objects:
        if isinstance(item, Dictionary) and item.get("/Type") == Name.Font and "/ToUnicode" in item:
            item.ToUnicode = pdf.make_stream(NOWHERE)
    return _saved(pdf)


def packed(data: bytes) -> bytes:
    """Compress every stream, so that it has a checksum."""
    target = io.BytesIO()
    with Pdf.open(io.BytesIO(data)) as pdf:
        pdf.save(target, compress_streams=True, recompress_flate=True, deterministic_id=True)
    return target.getvalue()


def bitten(data: bytes, at: float = 0.5, bites: int = 8) -> bytes:
    """Overwrite some bytes in the first long stream of the file."""
    start = data.index(b"stream") + 40
    end = data.index(b"endstream", start)
    spot = start + int((end - start) * at)
    return data[:spot] + b"\x55" * bites + data[spot + bites :]


def _helvetica(pdf: Pdf) -> pikepdf.Object:
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    return pdf.make_indirect(font)


def _saved(pdf: Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    target = io.BytesIO()
    pdf.save(target, deterministic_id=encryption is None, encryption=encryption)
    return target.getvalue()
