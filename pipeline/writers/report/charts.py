"""Charts as SVG that stands inside a page: the only module that knows Matplotlib.

Takes tracks of a comparison; gives one SVG for them, text as text in both languages, no date, the same bytes
every time.  A track is a line under its name: a disc for the target inside a ring for the result inside a
square for the area above, a bar for the nation, so that equal values hide none of them.  The library takes
half a second to load, so the pages load this module by name.
"""

import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from pipeline.writers.report.compare import Series, Track
from pipeline.writers.report.words import LANGS, Text, figure

STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "doichieu",
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.edgecolor": "#b8c0cc",
    "path.simplify": False,
}
WIDTH = 4.9
"""Inches: as wide as half a desktop page, so that text is as large as the page's own."""

TRACK = 0.44
"""Inches per track: a line of text and the line below it."""

SPARE = 0.3
"""Share of a track that is left free above the first and below the last, together."""

FOOT = 0.3
"""Inches for the axis below the tracks."""

TOP = 0.06

NAME_LENGTH = 54
"""Characters of a name that fit on the line above its track."""

TAIL = 22
"""Characters kept of the end of a longer name: neighbours often differ there."""

MARGIN = Decimal("0.12")
"""Share of the range that is left free at either end of an axis."""

MARKS: dict[Series, dict[str, Any]] = {
    "nation": {"marker": "|", "s": 210, "color": "#c2410c", "linewidths": 2.4},
    "above": {"marker": "s", "s": 105, "facecolors": "none", "edgecolors": "#15803d", "linewidths": 1.5},
    "result": {"marker": "o", "s": 58, "facecolors": "white", "edgecolors": "#475569", "linewidths": 1.5},
    "target": {"marker": "o", "s": 26, "facecolors": "#1d4ed8", "edgecolors": "none", "linewidths": 0},
}
"""Told apart by shape as well as by colour; drawn in this order, the plan's own target on top."""

PROLOGUE = re.compile(r"\A.*?(?=<svg )", re.DOTALL)
METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
COMMON = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
IDS = re.compile(r'(\bid="|href="#|url\(#)')
FAMILY = re.compile(r"font-family: [^;\"]*;? ?")
SIZE = re.compile(r'<svg ([^>]*?)width="[^"]*" height="[^"]*"')
TSPAN = Markup('<tspan class="{0}" lang="{0}">{1}</tspan>')
TOKEN = re.compile(r"T(\d+)T")

Spoken = list[Text]
"""The texts of a drawing; each is drawn as its position and put in afterwards, in both languages."""


def draw(tracks: Sequence[Track], percent: bool, name: str) -> Markup:
    """One chart; `name` makes its ids unlike those of other charts on the page."""
    spoken: Spoken = []
    with rc_context(STYLE):
        height = TOP + TRACK * (len(tracks) + SPARE) + FOOT
        drawing = Figure(figsize=(WIDTH, height))
        axes = drawing.add_axes((0.02, FOOT / height, 0.96, 1 - (FOOT + TOP) / height))
        _axis(axes, tracks, percent, spoken)
        for at, track in enumerate(tracks):
            _name(axes, at, track, spoken)
        _marks(axes, tracks)
        stream = io.StringIO()
        drawing.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return _cleaned(stream.getvalue(), name, spoken)


def _say(text: Text, spoken: Spoken) -> str:
    spoken.append(text)
    return f"T{len(spoken) - 1}T"


def _axis(axes: Axes, tracks: Sequence[Track], percent: bool, spoken: Spoken) -> None:
    values = [value for track in tracks for value in track.values.values()]
    low, high = (0.0, max(100.0, float(max(values)))) if percent else _limits(values)
    pad = (high - low) * 0.02
    axes.set_xlim(low - pad, high + pad)
    axes.set_ylim(len(tracks) - 1 + 0.6 + SPARE / 2, -0.4 - SPARE / 2)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _say(_tick(value), spoken)))
    axes.tick_params(axis="x", length=0, labelcolor="#475569", labelsize=8)
    axes.grid(axis="x", color="#e2e8f0", linewidth=0.8)
    axes.set_axisbelow(True)


def _limits(known: Sequence[Decimal]) -> tuple[float, float]:
    low, high = min(known), max(known)
    pad = (high - low) * MARGIN or abs(high) * MARGIN or Decimal(1)
    return float(low - pad), float(high + pad)


def _tick(value: float) -> Text:
    return figure(Decimal(f"{value:.6g}"))


def _name(axes: Axes, at: int, track: Track, spoken: Spoken) -> None:
    """The name with its direction, and the target as a number at the other end."""
    ends = f" {'↑' if track.higher else '↓'}{' *' if track.from_memory else ''}"
    name = Text(_short(track.name.vi) + ends, _short(track.name.en) + ends)
    place: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center"}
    axes.text(0, at - 0.2, _say(name, spoken), color="#0f172a", **place)
    target = _say(figure(track.values["target"]), spoken)
    axes.text(1, at - 0.2, target, ha="right", weight="bold", color="#1d4ed8", **place)


def _marks(axes: Axes, tracks: Sequence[Track]) -> None:
    """A line from the lowest to the highest value of each track, and the marks on it."""
    ends = [(float(min(track.values.values())), float(max(track.values.values()))) for track in tracks]
    lines = [at + 0.24 for at in range(len(tracks))]
    axes.hlines(lines, [low for low, _ in ends], [high for _, high in ends], color="#94a3b8", linewidth=1.6)
    for series, style in MARKS.items():
        found = [
            (float(track.values[series]), lines[at])
            for at, track in enumerate(tracks)
            if series in track.values
        ]
        if found:
            axes.scatter([x for x, _ in found], [y for _, y in found], zorder=3, clip_on=False, **style)


def _short(name: str) -> str:
    if len(name) <= NAME_LENGTH:
        return name
    end = name[-TAIL:].partition(" ")[2] or name[-TAIL:]
    return f"{name[: NAME_LENGTH - len(end) - 2].rpartition(' ')[0]} … {end}"


def _cleaned(text: str, name: str, spoken: Spoken) -> Markup:
    """The SVG alone: no prologue, no metadata, own ids, the page's font, the texts in both languages."""
    for pattern in (PROLOGUE, METADATA, COMMON, FAMILY):
        text = pattern.sub("", text)
    text = IDS.sub(lambda hit: f"{hit[1]}{name}-", text)
    text = SIZE.sub(lambda hit: f'<svg aria-hidden="true" {hit[1]}', text, count=1)
    return Markup(TOKEN.sub(lambda hit: _both(spoken[int(hit[1])]), text).strip())  # noqa: S704 - escaped


def _both(text: Text) -> Markup:
    if text.vi == text.en:
        return escape(text.vi)
    return Markup("").join(TSPAN.format(lang, text.of(lang)) for lang in LANGS)
