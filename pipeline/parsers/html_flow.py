"""The flow of text in HTML: lines as a browser breaks them, and the tables between them.

Takes an element, gives `Line`s and ``<table>`` elements in reading order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from pipeline.parsers.blocks import Blocks
from pipeline.parsers.counting import FORMS
from pipeline.parsers.raised import lowered, raised

Element = etree._Element

DROPPED = frozenset((
    "script", "style", "noscript", "template", "head", "title", "nav", "aside", "menu", "svg", "iframe",
    "object", "select", "button", "input", "textarea", "canvas", "audio", "video", "map", "colgroup", "col",
))  # fmt: skip
"""Elements that are no part of a document's text."""

BLOCKS = frozenset((
    "p", "div", "section", "article", "main", "header", "footer", "address", "blockquote", "pre", "center",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ul", "ol", "li", "dl", "dt", "dd", "fieldset",
    "figure", "figcaption", "caption", "body", "details", "summary", "tr", "td", "th", "tbody", "thead",
    "tfoot",
))  # fmt: skip
"""Elements that begin and end a line."""

BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
STRUCK = frozenset(("s", "strike", "del"))
SPACE = re.compile(r"[ \t\r\n\f]+")
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
STRUCK_STYLE = re.compile(r"text-decoration[^;]*line-through", re.I)
CENTRED_STYLE = re.compile(r"text-align\s*:\s*center", re.I)
RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super|mso-text-raise\s*:\s*[1-9]", re.I)
LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
BULLET = "• "
MOST_DIGITS = 9
"""Digits of a list's number that are read; no list is longer."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph: text with its number in front, bold and centred as a whole."""

    text: str
    bold: bool
    centred: bool


@dataclass(frozen=True, slots=True)
class State:
    """What the elements around a text say about it."""

    bold: bool = False
    centred: bool = False
    raised: bool = False
    lowered: bool = False
    struck: bool = False
    kept: bool = False
    """White space is kept (``<pre>``)."""


@dataclass(slots=True)
class Flow:
    """Collects pieces of text until the line ends."""

    blocks: Blocks
    pieces: list[str] = field(default_factory=list)
    weights: list[bool] = field(default_factory=list)
    centred: bool = False

    def text(self, text: str | None, state: State) -> None:
        """Add text of one element."""
        if not text:
            return
        text = text if state.kept else SPACE.sub(" ", text)
        if state.struck and text.strip():
            self.blocks.note("struck_text", text.strip(), text=text.strip())
            return
        if text.strip():
            self.weights.append(state.bold)
            self.centred = state.centred
        self.pieces.append(raised(text) if state.raised else lowered(text) if state.lowered else text)

    def ended(self) -> Iterator[Line]:
        """End the line and give it, unless it is blank."""
        lines = "".join(self.pieces).split("\n")
        text = "\n".join(re.sub(" {2,}", " ", line).strip(" ") for line in lines).strip("\n ")
        bold = bool(self.weights) and all(self.weights)
        if text.strip():
            yield Line(text, bold, self.centred)
        self.pieces, self.weights, self.centred = [], [], False


def is_hidden(node: Element) -> bool:
    """Whether a browser would not show the element."""
    return node.get("hidden") is not None or bool(HIDDEN_STYLE.search(node.get("style") or ""))


def parts(container: Element, blocks: Blocks) -> Iterator[Line | Element]:
    """Give the lines and tables of an element in reading order."""
    flow = Flow(blocks)
    yield from _inside(container, flow, _state(container, State()))
    yield from flow.ended()


def _inside(node: Element, flow: Flow, state: State) -> Iterator[Line | Element]:
    flow.text(node.text, state)
    counter = _counter(node)
    for child in node:
        if isinstance(child.tag, str):
            yield from _element(child, flow, state, counter)
        flow.text(child.tail, state)


def _element(node: Element, flow: Flow, state: State, counter: "Counter") -> Iterator[Line | Element]:
    if node.tag in DROPPED or is_hidden(node):
        return
    if node.tag == "br":
        flow.pieces.append("\n")
    elif node.tag == "table":
        yield from flow.ended()
        yield node
    elif node.tag in BLOCKS:
        yield from flow.ended()
        if node.tag == "li":
            flow.pieces.append(counter.label(node))
        yield from _inside(node, flow, _state(node, state))
        yield from flow.ended()
    else:
        yield from _inside(node, flow, _state(node, state))


def _state(node: Element, state: State) -> State:
    style = node.get("style") or ""
    tag = node.tag
    return replace(
        state,
        bold=state.bold or tag in BOLD or bool(BOLD_STYLE.search(style)),
        centred=state.centred or tag == "center" or _is_centred(node, style),
        raised=state.raised or tag == "sup" or bool(RAISED_STYLE.search(style)),
        lowered=state.lowered or tag == "sub",
        struck=state.struck or tag in STRUCK or bool(STRUCK_STYLE.search(style)),
        kept=state.kept or tag == "pre",
    )


def _is_centred(node: Element, style: str) -> bool:
    return (node.get("align") or "").lower() == "center" or bool(CENTRED_STYLE.search(style))


# ------------------------------------------------------------------ lists


@dataclass(slots=True)
class Counter:
    """Numbers the items of one list; `form` is empty for a bulleted one."""

    form: str = ""
    count: int = 0

    def label(self, item: Element) -> str:
        """Give the label of the next item with a blank behind it."""
        if not self.form:
            return BULLET
        own = item.get("value") or ""
        self.count = int(own[:MOST_DIGITS]) if own.isdecimal() else self.count + 1
        return f"{FORMS.get(self.form, str)(self.count)}. "


def _counter(node: Element) -> Counter:
    if node.tag != "ol":
        return Counter()
    start = node.get("start") or "1"
    first = int(start[:MOST_DIGITS]) if start.isdecimal() else 1
    return Counter(LIST_FORMS.get(node.get("type") or "", "decimal"), first - 1)
