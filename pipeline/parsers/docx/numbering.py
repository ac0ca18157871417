"""The numbers that Word makes itself: a TT column filled by automatic numbering holds no text at all.

Takes the tree of ``numbering.xml``; `Counter.label` is asked once per numbered paragraph in reading order and
gives the label as printed ("1.1", "a)", "-").  Lists that share one definition count on together until a list
says where it starts (`lvlOverride`), and a level starts anew when a higher one moves (`lvlRestart`).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.parsers.counting import FORMS
from pipeline.parsers.docx.names import Element, W, number, on, value
from pipeline.parsers.docx.symbols import bullet

LEVELS = 9
"""Levels of one list, fixed by the format."""

LONGEST_ID = 10
"""Digits of an id; ids have 32 bits."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: first number, format, text with ``%1`` … ``%9``, after which level it restarts."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    font: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """One list (`w:num`): its levels, the definition that it counts with, the starts that it sets itself."""

    definition: str
    levels: tuple[Level, ...]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Counter:
    """The running numbers of one story."""

    lists: dict[int, List]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)

    def label(self, identity: int, level: int | None, style: str = "") -> str:
        """Count one paragraph and give its label; empty for an unknown list or one without labels."""
        found = self.lists.get(identity)
        if found is None:
            return ""
        depth = _level_of_style(found, style) if level is None else level
        if not 0 <= depth < len(found.levels):
            return ""
        counts = self.counts.setdefault(found.definition, [None] * LEVELS)
        self._begin(identity, found, depth, counts)
        _advance(found, depth, counts)
        return _printed(found, depth, counts)

    def _begin(self, identity: int, found: List, depth: int, counts: list[int | None]) -> None:
        """A list that states its own start begins there once, at its first paragraph of that level."""
        if (identity, depth) not in self.begun:
            self.begun.add((identity, depth))
            if depth in found.starts:
                counts[depth] = found.starts[depth] - 1
                counts[depth + 1 :] = [None] * (LEVELS - depth - 1)


def _level_of_style(found: List, style: str) -> int:
    return next((depth for depth, level in enumerate(found.levels) if style and level.style == style), 0)


def _advance(found: List, depth: int, counts: list[int | None]) -> None:
    before = counts[depth]
    counts[depth] = found.levels[depth].start if before is None else before + 1
    for higher in range(depth):
        if counts[higher] is None:
            counts[higher] = found.levels[higher].start
    for deeper in range(depth + 1, len(found.levels)):
        restart = found.levels[deeper].restart
        if restart is None or depth < restart:
            counts[deeper] = None


def _printed(found: List, depth: int, counts: list[int | None]) -> str:
    level = found.levels[depth]
    if level.form == "bullet":
        return bullet(level.text, level.font)
    text = level.text
    for place in range(len(found.levels)):
        if f"%{place + 1}" in text:
            form = "decimal" if level.legal else found.levels[place].form
            count = counts[place] if place <= depth else None
            text = text.replace(f"%{place + 1}", "" if count is None else FORMS.get(form, str)(count))
    return text


def counter(tree: Element | None, style_lists: Callable[[str], int | None]) -> Counter:
    """Read ``numbering.xml``; `style_lists` gives the list that a numbering style stands for."""
    if tree is None:
        return Counter({})
    definitions = {node.get(W + "abstractNumId", ""): node for node in tree.findall(W + "abstractNum")}
    nums = {number_of(node): node for node in tree.findall(W + "num")}
    return Counter(
        {
            identity: _list(node, definitions, nums, style_lists)
            for identity, node in nums.items()
        }
    )  # fmt: skip


def number_of(node: Element) -> int:
    """Give the id of a list."""
    text = node.get(W + "numId", "")
    return int(text[:LONGEST_ID]) if text.isdecimal() else 0


def _list(
    node: Element,
    definitions: dict[str, Element],
    nums: dict[int, Element],
    style_lists: Callable[[str], int | None],
) -> List:
    identity = value(node.find(W + "abstractNumId"))
    definition = definitions.get(identity)
    link = "" if definition is None else value(definition.find(W + "numStyleLink"))
    linked = nums.get(style_lists(link) or 0) if link else None
    if linked is not None:
        identity = value(linked.find(W + "abstractNumId"))
        definition = definitions.get(identity)
    levels = _levels(definition)
    starts: dict[int, int] = {}
    for override in node.findall(W + "lvlOverride"):
        depth = _depth(override)
        if not 0 <= depth < LEVELS:
            continue
        own, start = override.find(W + "lvl"), override.find(W + "startOverride")
        if own is not None:
            levels[depth] = _level(own)
            starts[depth] = levels[depth].start
        if start is not None:
            starts[depth] = number(start)
    return List(identity, tuple(levels), starts)


def _depth(node: Element) -> int:
    text = node.get(W + "ilvl", "")
    return int(text[:LONGEST_ID]) if text.isdecimal() else LEVELS


def _levels(definition: Element | None) -> list[Level]:
    levels = [Level() for _ in range(LEVELS)]
    for node in [] if definition is None else definition.findall(W + "lvl"):
        if _depth(node) < LEVELS:
            levels[_depth(node)] = _level(node)
    return levels


def _level(node: Element) -> Level:
    restart, fonts = node.find(W + "lvlRestart"), node.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=number(node.find(W + "start"), 0),
        form=value(node.find(W + "numFmt")) or "decimal",
        text=value(node.find(W + "lvlText")),
        font="" if fonts is None else fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "",
        restart=None if restart is None else number(restart),
        legal=on(node.find(W + "isLgl")),
        style=value(node.find(W + "pStyle")),
    )
