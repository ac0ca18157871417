"""What a person should know about a line: doubts, repairs, and several things in one cell.

Takes a `Line` and gives its findings; a line without doubts gives none.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.language.messages import finding
from pipeline.language.reasons import all_in_words
from pipeline.language.text import clean
from pipeline.model import Finding, Quote
from pipeline.normalizer.lines import Line
from pipeline.normalizer.observe import Value
from pipeline.normalizer.recognised import DOUBT
from pipeline.normalizer.unmatched import waits

UNCLEAR_AGENCY = ("marks_differ", "role_unstated", "cut_end", "no_name")
"""Flags of an agency reading that a person should see."""

_MARKUP = re.compile(r"</?\w+>|\*[^*\n]+\*")
_FOOTNOTE_MARK = re.compile(r"[¹²³⁴⁵⁶⁷⁸⁹⁰]+")


def line_findings(line: Line) -> Iterator[Finding]:
    """All findings of one line, the gravest kinds first."""
    if waits(line):
        yield _unmatched(line)
    for value in line.values:
        if value.quantity.kind == "unparsed":
            yield finding("unparsed_value", _quote(value), value=value.quantity.raw)
        elif value.quantity.doubtful or value.measured.doubts or value.doubts:
            yield _doubtful(line, value)
    for entry, words in line.words:
        quote = Quote(entry.cell.place, words)
        yield finding("words_instead", quote, indicator_id=_id(line), words=words)
    yield from _several_values(line)
    yield from _several_leads(line)
    yield from _unclear_agencies(line)
    yield from _label_repairs(line)


def _unmatched(line: Line) -> Finding:
    match = line.subject.match
    best = match.candidates[0].indicator_id if match.candidates else ""
    name = "unmatched_indicator" if not best else "unmatched_indicator.candidate"
    return finding(
        name, Quote(line.place, line.subject.label), label=clean(line.subject.label), candidate=best
    )


def _doubtful(line: Line, value: Value) -> Finding:
    doubts = (
        *value.measured.doubts,
        *value.doubts,
        *(("doubtful_reading",) if value.quantity.doubtful else ()),
    )
    indicator = line.subject.indicator
    return finding(
        "doubtful_value",
        _quote(value),
        indicator_id=indicator.id if indicator else "",
        period=str(value.period or ""),
        value=value.quantity.raw,
        doubts_vi=_worded(doubts, "vi"),
        doubts_en=_worded(doubts, "en"),
        ocr_risk=DOUBT in doubts,
    )


def _several_values(line: Line) -> Iterator[Finding]:
    """A10: one cell with a value for each of several groups."""
    by_cell: dict[int, list[Value]] = {}
    for value in line.values:
        if value.cell is not None and value.role != "baseline":
            by_cell.setdefault(id(value.cell), []).append(value)
    for values in by_cell.values():
        cell = values[0].cell
        if len(values) > 1 and cell is not None:
            yield finding("A10", Quote(cell.place, cell.text), indicator_id=_id(line), count=len(values))


def _several_leads(line: Line) -> Iterator[Finding]:
    """A14: one agency cell with several lead agencies."""
    for text, reading in line.bodies:
        if len(reading.leads) > 1 and text.origin in {"cell", "joined"} and text.cells:
            names = "; ".join(name.name for name in reading.leads)
            quote = Quote(text.cells[0].place, text.text)
            yield finding("A14", quote, indicator_id=_id(line), names=names, count=len(reading.leads))


def _unclear_agencies(line: Line) -> Iterator[Finding]:
    """Agency cells whose reading rests on a guess about marks, parts or a missing end."""
    for text, reading in line.bodies:
        unclear = [flag for flag in reading.flags if flag in UNCLEAR_AGENCY]
        if unclear and text.origin in {"cell", "joined"} and text.cells:
            quote = Quote(text.cells[0].place, text.text)
            vi, en = (_worded(unclear, lang) for lang in ("vi", "en"))
            yield finding("agency_unclear", quote, indicator_id=_id(line), doubts_vi=vi, doubts_en=en)


def _label_repairs(line: Line) -> Iterator[Finding]:
    label = line.subject.label
    quote = Quote(line.place, label)
    if _MARKUP.search(label):
        yield finding("D09", quote, indicator_id=_id(line), label=clean(label))
    if _FOOTNOTE_MARK.search(label) and _FOOTNOTE_MARK.sub("", label) != label:
        yield finding("D06.mark", quote, indicator_id=_id(line), label=clean(label))


def _worded(doubts: Sequence[str], lang: str) -> str:
    return ", ".join(all_in_words(doubts, lang))


def _id(line: Line) -> str:
    return line.subject.indicator.id if line.subject.indicator else ""


def _quote(value: Value) -> Quote:
    return Quote(value.place, value.quantity.raw, str(value.quantity.amount or ""))
