"""The names of WordprocessingML that the reader knows, spelled out once."""

from docx.oxml.ns import qn
from lxml import etree

Element = etree._Element
"""One node of the tree."""

W = qn("w:p")[:-1]
"""The name space of WordprocessingML in braces, ready to stand before a local name."""

VAL = W + "val"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

OFF = frozenset(("0", "false", "off", "none"))


def on(node: Element | None) -> bool:
    """Whether a switch such as ``<w:b/>`` is there and not turned off."""
    return node is not None and node.get(VAL, "1") not in OFF


def number(node: Element | None, default: int = 0) -> int:
    """Give the number in ``w:val``; the default when there is none or it is no number."""
    try:
        return int(node.get(VAL, default)) if node is not None else default
    except ValueError:
        return default


def value(node: Element | None) -> str:
    """Give the text in ``w:val``, empty when there is none."""
    return node.get(VAL, "") if node is not None else ""
