"""What the styles of a document say about a paragraph or a run: only what changes the text that is read.

Takes the tree of ``styles.xml`` (or None), gives a `Style` by its id with everything inherited filled in.
"""

from dataclasses import dataclass, replace

from pipeline.parsers.docx.names import Element, W, number, on, value

DEEPEST = 20
"""Styles based on styles; Word stops at ten or so, a circle must end."""


LEAST_SHIFT = 4
"""Half points; less is a correction of the line's height (converters leave 1 and 2), Word's own step is 6."""


@dataclass(frozen=True, slots=True)
class Style:
    """Properties that are set; None or empty: not said, ask the style below.

    `list_id` and `list_level` name the numbering (0: switched off).
    """

    font: str = ""
    raised: str = ""
    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    centred: bool | None = None
    list_id: int | None = None
    list_level: int | None = None

    def over(self, below: "Style") -> "Style":
        """Put this style over another one: what it does not say is taken from there."""
        return Style(
            self.font or below.font,
            self.raised or below.raised,
            _first(self.bold, below.bold),
            _first(self.caps, below.caps),
            _first(self.hidden, below.hidden),
            _first(self.struck, below.struck),
            _first(self.centred, below.centred),
            below.list_id if self.list_id is None else self.list_id,
            below.list_level if self.list_level is None else self.list_level,
        )


PLAIN = Style()


def _first(upper: bool | None, below: bool | None) -> bool | None:
    return below if upper is None else upper


def run_style(properties: Element | None) -> Style:
    """Read ``w:rPr``."""
    if properties is None:
        return PLAIN
    found: dict[str, Element] = {node.tag: node for node in properties}
    fonts = found.get(W + "rFonts")
    struck = [on(found[W + name]) for name in ("strike", "dstrike") if W + name in found]
    return Style(
        font="" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "",
        raised=value(found.get(W + "vertAlign")) or _shifted(number(found.get(W + "position"))),
        bold=_switch(found.get(W + "b")),
        caps=_switch(found.get(W + "caps")),
        hidden=_switch(found.get(W + "vanish")),
        struck=any(struck) if struck else None,
    )


def _shifted(half_points: int) -> str:
    """What a run is that was moved off its line by hand: a mark of a note may be raised in this way too."""
    if abs(half_points) < LEAST_SHIFT:
        return ""
    return "superscript" if half_points > 0 else "subscript"


def _switch(node: Element | None) -> bool | None:
    return None if node is None else on(node)


def paragraph_style(properties: Element | None) -> Style:
    """Read ``w:pPr``: alignment and numbering."""
    if properties is None:
        return PLAIN
    alignment = properties.find(W + "jc")
    numbering = properties.find(W + "numPr")
    style = Style(centred=None if alignment is None else value(alignment) == "center")
    if numbering is None:
        return style
    identity, level = numbering.find(W + "numId"), numbering.find(W + "ilvl")
    return replace(
        style,
        list_id=None if identity is None else number(identity),
        list_level=None if level is None else number(level),
    )


class Styles:
    """The styles of one document by id, resolved once each."""

    def __init__(self, tree: Element | None) -> None:
        nodes = [] if tree is None else tree.findall(W + "style")
        self._nodes = {node.get(W + "styleId", ""): node for node in nodes}
        self._known: dict[str, Style] = {}
        self.default = PLAIN if tree is None else run_style(tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        self.paragraph = next(
            (node.get(W + "styleId", "") for node in nodes if _is_default_paragraph(node)),
            "",
        )

    def __getitem__(self, identity: str) -> Style:
        """Give a style by id, with what it is based on; an unknown id says nothing."""
        if identity not in self._known:
            self._known[identity] = self._resolve(identity, 0)
        return self._known[identity]

    def _resolve(self, identity: str, depth: int) -> Style:
        node = self._nodes.get(identity)
        if node is None or depth > DEEPEST:
            return PLAIN
        own = paragraph_style(node.find(W + "pPr")).over(run_style(node.find(W + "rPr")))
        return own.over(self._resolve(value(node.find(W + "basedOn")), depth + 1))


def _is_default_paragraph(node: Element) -> bool:
    return node.get(W + "type") == "paragraph" and node.get(W + "default", "0") not in ("0", "false")
