"""PDFium's per-character calls with the least overhead that Python allows.

pypdfium2's own prototypes convert a pointer object at every call and cost about twice as much; a page of a
plan has some 2,000 characters, so the calls made per character or per run are bound anew here, with plain
integers for pointers.  The handle of a text page is `address(textpage)`; the caller keeps the page alive.
"""

import ctypes
from _ctypes import CFuncPtr
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_int, _pointer, _float, _double = ctypes.c_int, ctypes.c_void_p, ctypes.c_float, ctypes.c_double


def _bound(function: CFuncPtr, result: type | None, *arguments: type) -> Callable[..., Any]:
    where = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(where)  # type: ignore[arg-type]


text_object = _bound(pdfium.FPDFText_GetTextObject, _pointer, _pointer, _int)
"""(text page, character index) -> address of its text object, None for a generated character."""
character = _bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _pointer, _int)
generated = _bound(pdfium.FPDFText_IsGenerated, _int, _pointer, _int)
font_size = _bound(pdfium.FPDFText_GetFontSize, _double, _pointer, _int)
_loose_box = _bound(pdfium.FPDFText_GetLooseCharBox, _int, _pointer, _int, _pointer)
_matrix = _bound(pdfium.FPDFText_GetMatrix, _int, _pointer, _int, _pointer)
_origin = _bound(pdfium.FPDFText_GetCharOrigin, _int, _pointer, _int, _pointer, _pointer)
font = _bound(pdfium.FPDFTextObj_GetFont, _pointer, _pointer)
render_mode = _bound(pdfium.FPDFTextObj_GetTextRenderMode, _int, _pointer)
_font_name = _bound(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _pointer, _pointer, ctypes.c_size_t)
page_object = _bound(pdfium.FPDFPage_GetObject, _pointer, _pointer, _int)
form_object = _bound(pdfium.FPDFFormObj_GetObject, _pointer, _pointer, ctypes.c_ulong)
form_length = _bound(pdfium.FPDFFormObj_CountObjects, _int, _pointer)
object_type = _bound(pdfium.FPDFPageObj_GetType, _int, _pointer)
_object_matrix = _bound(pdfium.FPDFPageObj_GetMatrix, _int, _pointer, _pointer)
count_segments = _bound(pdfium.FPDFPath_CountSegments, _int, _pointer)
segment = _bound(pdfium.FPDFPath_GetPathSegment, _pointer, _pointer, _int)
segment_type = _bound(pdfium.FPDFPathSegment_GetType, _int, _pointer)
segment_closes = _bound(pdfium.FPDFPathSegment_GetClose, _int, _pointer)
_segment_point = _bound(pdfium.FPDFPathSegment_GetPoint, _int, _pointer, _pointer, _pointer)
_draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, _int, _pointer, _pointer, _pointer)
_fill_color = _bound(pdfium.FPDFPageObj_GetFillColor, _int, _pointer, *[_pointer] * 4)
_stroke_color = _bound(pdfium.FPDFPageObj_GetStrokeColor, _int, _pointer, *[_pointer] * 4)

_rect = pdfium.FS_RECTF()
_rect_at = ctypes.addressof(_rect)
_numbers = (ctypes.c_float * 6)()
_numbers_at = ctypes.addressof(_numbers)
_doubles = (ctypes.c_double * 2)()
_doubles_at = (ctypes.addressof(_doubles), ctypes.addressof(_doubles) + 8)
_floats = (ctypes.c_float * 2)()
_floats_at = (ctypes.addressof(_floats), ctypes.addressof(_floats) + 4)
_ints = (ctypes.c_int * 4)()
_ints_at = tuple(ctypes.addressof(_ints) + 4 * step for step in range(4))
_name = ctypes.create_string_buffer(256)

Matrix = tuple[float, float, float, float, float, float]


def address(handle: "ctypes._Pointer[Any]") -> int:
    """Return the address behind one of pypdfium2's pointers."""
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def sides(page: int, index: int) -> tuple[float, float]:
    """Return left and right of a character: from its origin to its advance, in page coordinates."""
    _loose_box(page, index, _rect_at)
    return _rect.left, _rect.right


def origin(page: int, index: int) -> tuple[float, float]:
    """Return x and y of a character's origin on the base line, in page coordinates (y grows upwards)."""
    _origin(page, index, *_doubles_at)
    x, y = _doubles[:]
    return x, y


def text_matrix(page: int, index: int) -> tuple[float, float, float, float]:
    """Return a, b, c, d of the matrix that a character is set with."""
    _matrix(page, index, _numbers_at)
    a, b, c, d, _, _ = _numbers[:]
    return a, b, c, d


def object_matrix(item: int) -> Matrix:
    """Return the matrix of a path, image or form object."""
    _object_matrix(item, _numbers_at)
    a, b, c, d, e, f = _numbers[:]
    return a, b, c, d, e, f


def font_name(item: int) -> str:
    """Return the base name of a text object's font, in lower case."""
    handle = font(item)
    length = _font_name(handle, ctypes.addressof(_name), len(_name)) if handle else 0
    return _name.value.decode("latin-1").lower() if 0 < length <= len(_name) else ""


def point(part: int) -> tuple[float, float]:
    """Return the end point of a path segment, in the path's own coordinates."""
    _segment_point(part, *_floats_at)
    x, y = _floats[:]
    return x, y


def painted(path: int) -> tuple[bool, bool]:
    """Return whether a path is filled and whether it is stroked."""
    _draw_mode(path, _ints_at[0], _ints_at[1])
    return bool(_ints[0]), bool(_ints[1])


def fill(path: int) -> tuple[int, int, int, int]:
    """Return red, green, blue, alpha (0 to 255) of a path's filling."""
    known = _fill_color(path, *_ints_at)
    return (_ints[0], _ints[1], _ints[2], _ints[3]) if known else (0, 0, 0, 255)


def stroke(path: int) -> tuple[int, int, int, int]:
    """Return red, green, blue, alpha (0 to 255) of a path's line."""
    known = _stroke_color(path, *_ints_at)
    return (_ints[0], _ints[1], _ints[2], _ints[3]) if known else (0, 0, 0, 255)
