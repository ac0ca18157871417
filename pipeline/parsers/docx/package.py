"""The parts of a DOCX container: main story, styles, numbering, notes, headers, each as an XML tree.

Takes bytes, gives a `Package`; raises `Unreadable` (damaged_docx, encrypted, bomb, dtd).  Names and addresses
are python-docx's; its opener is not used because it loads every picture, refuses documents with macros and
fails on a dangling reference to a picture, which Word forgives.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.opc.packuri import PACKAGE_URI, PackURI
from lxml import etree

from pipeline.errors import Unreadable
from pipeline.parsers import zips

DAMAGE = "damaged_docx"
STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
"""Name spaces of the strict variant of the format, and those of the usual one with the same meaning."""


@dataclass(slots=True)
class Package:
    """Access to the parts by the last word of their relationship type (``styles``, ``footnotes`` …)."""

    members: zips.Members
    main: PackURI
    external: tuple[str, ...] = ()
    parts: dict[str, list[PackURI]] = field(default_factory=dict)

    def tree(self, kind: str) -> "etree._Element | None":
        """Give the tree of the first part of a kind; None when the document has none."""
        return next(self.trees(kind), None)

    def trees(self, kind: str) -> "Iterator[etree._Element]":
        """Give the trees of all parts of a kind, in order of their names."""
        for uri in sorted(self.parts.get(kind, ())):
            yield _tree(self.members, uri)

    def story(self) -> "etree._Element":
        """Give the tree of the main part."""
        return _tree(self.members, self.main)


def opened(data: bytes) -> Package:
    """Open a container and resolve what the main part refers to; nothing outside is ever followed."""
    members = zips.members(data, DAMAGE)
    main = next((uri for kind, uri in _relations(members, PACKAGE_URI) if kind == "officeDocument"), None)
    if main is None or main.membername not in members.names:
        raise Unreadable("rejected", DAMAGE, "no main part")
    package = Package(members, main, _external(members, main))
    for kind, uri in _relations(members, main):
        if uri.membername in members.names:
            package.parts.setdefault(kind, []).append(uri)
    return package


def _tree(members: zips.Members, uri: PackURI) -> "etree._Element":
    data = members.xml(uri.membername)
    if b"purl.oclc.org" in data:
        for strict, usual in STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise Unreadable("rejected", DAMAGE, f"{uri.membername}: {fault}") from fault


def _relation_nodes(members: zips.Members, source: PackURI) -> "list[etree._Element]":
    uri = source.rels_uri
    return list(_tree(members, uri)) if uri.membername in members.names else []


def _relations(members: zips.Members, source: PackURI) -> Iterator[tuple[str, PackURI]]:
    for node in _relation_nodes(members, source):
        target, kind = node.get("Target", ""), node.get("Type", "").rpartition("/")[2]
        if node.get("TargetMode") != "External" and target:
            yield kind, PackURI.from_rel_ref(source.baseURI, target)


def _external(members: zips.Members, source: PackURI) -> tuple[str, ...]:
    """What the document wants from outside, links that a reader clicks aside."""
    return tuple(
        node.get("Target", "")
        for node in _relation_nodes(members, source)
        if node.get("TargetMode") == "External" and not node.get("Type", "").endswith("/hyperlink")
    )
