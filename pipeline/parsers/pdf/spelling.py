"""Names of a PDF that a changed byte has made meaningless: ``/Bilter``, ``/BontFile2``, ``/NlateDecode``.

Dictionaries have no checksum.  A reader skips a key that it does not know, and text comes out otherwise
without a word.  Takes the bytes of a file, gives the first name that is one letter away from a known one.
"""

import re

KNOWN = frozenset(
    b"""
    ASCII85Decode ASCIIHexDecode AcroForm Annots ArtBox Ascent BaseEncoding BaseFont
    BitsPerComponent BleedBox CCITTFaxDecode CIDFontType0 CIDFontType0C CIDFontType2 CIDSystemInfo
    CIDToGIDMap CapHeight Catalog CharProcs CharSet Colors ColorSpace Columns Contents CropBox
    DCTDecode Decode DecodeParms DescendantFonts Descent Differences Encode Encoding Encrypt
    ExtGState Extends Filter FirstChar FlateDecode FontBBox FontDescriptor FontFamily FontFile
    FontFile2 FontFile3 FontMatrix FontName FontStretch FontWeight Height Identity Image ImageMask
    Index ItalicAngle JBIG2Decode JPXDecode LZWDecode LastChar Leading Length Length1 Length2
    Length3 MacRomanEncoding Matrix MaxWidth MediaBox Metadata MissingWidth ObjStm OpenType Ordering
    Outlines Parent Pattern Predictor Properties Registry Resources Rotate RunLengthDecode
    StructParents Subtype Supplement ToUnicode TrimBox TrueType Type0 Type1 Type3 UserUnit Weight
    Width Widths WinAnsiEncoding XHeight XObject
    """.split()
)
"""Names that decide what is read, with those beside them that differ by one letter only."""

SHORTEST = 6
"""Letters of a name below which another one is near by chance."""

NAME = re.compile(rb"/([A-Za-z][A-Za-z0-9]{%d,24})(?=[\s/\[\]<>(){}%%]|$)" % (SHORTEST - 1))
NEAR = frozenset(
    name[:at] + b"\0" + name[at + 1 :] for name in KNOWN if len(name) >= SHORTEST for at in range(len(name))
)


def misspelled(data: bytes) -> str:
    """Return a name that was changed by one letter, empty if there is none.

    >>> misspelled(b"<</Length 845/Bilter/FlateDecode>>"), misspelled(b"<</Filter/FlateDecode/Height 1>>")
    ('/Bilter', '')
    """
    names = sorted(set(NAME.findall(data)) - KNOWN)
    return next((f"/{name.decode('ascii')}" for name in names if _is_near(name)), "")


def _is_near(name: bytes) -> bool:
    return any(name[:at] + b"\0" + name[at + 1 :] in NEAR for at in range(len(name)))
