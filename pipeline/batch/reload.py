"""Written tables as records again, for the rules across documents, the report, whatever comes after a run.

Takes a folder that a run wrote; gives a `Harvest` with documents, observations, findings, rows without
an indicator and the cell ledger.  What the tables do not hold is empty: readings, candidates, the cells
behind an observation, boxes of quotes.  An amount gets its printed digits back from the words it was read
from; where these words are not read as that amount any more, its kind is `unparsed`, so that no rule rests on
it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.catalogue.decisions import CORRECTED
from pipeline.errors import UsageError
from pipeline.language.amounts import DecimalMark
from pipeline.language.messages import say
from pipeline.language.numbers import read_value
from pipeline.language.units import UNITS, Units
from pipeline.model import (
    CellUse,
    DocumentRecord,
    Finding,
    Harvest,
    Match,
    Observation,
    Period,
    Place,
    Quantity,
    Quote,
    Review,
    Unmatched,
)
from pipeline.writers.columns import CELLS, DOCUMENTS, FINDINGS, OBSERVATIONS, UNMATCHED
from pipeline.writers.order import DOUBTFUL
from pipeline.writers.schema import JOINT, Table

Row = Mapping[str, Any]
Kind = Literal["level", "baseline", "change", "fraction", "qualitative", "missing", "unparsed"]

PARTS = re.compile(r"([^\W\d]+) (\d+)")
"""One part of a place in words: ``hàng 14``."""

SPOTS = {
    Place(page=1).spot.split()[0]: "page",
    Place(table=1).spot.split()[0]: "table",
    Place(row=1).spot.split()[0]: "row",
    Place(column=1).spot.split()[0]: "column",
    Place(line=1).spot.split()[0]: "line",
    Place(page=1, line=1).spot.split()[2]: "line",
}
"""The words of `Place.spot` with the fields they stand for."""

SHARED = ("document_id", "label", "label_raw", "unit", "area_code", "area_name", "area_level", "catalogue")


def reload(folder: Path, units: Units = UNITS, lang: str = "vi") -> Harvest:
    """Read the tables of a run; `units` are those of the catalogue in use.

    Raises `UsageError` when the folder is no output of a run, or one of another version.
    """
    return Harvest(
        documents=tuple(_document(row) for row in _rows(folder, DOCUMENTS, lang)),
        observations=tuple(_observation(row, units) for row in _rows(folder, OBSERVATIONS, lang)),
        findings=tuple(_finding(row) for row in _rows(folder, FINDINGS, lang)),
        unmatched=tuple(_unmatched(row) for row in _rows(folder, UNMATCHED, lang)),
        cells=tuple(_cell(row) for row in _rows(folder, CELLS, lang)),
    )


def _rows(folder: Path, table: Table, lang: str) -> Iterator[Row]:
    """The rows of one table, texts empty instead of null."""
    path = folder / f"{table.name}.parquet"
    names = [column.name for column in table.columns]
    texts = {column.name for column in table.columns if column.kind == "string"}
    try:
        with pq.ParquetFile(path) as file:
            missing = sorted(set(names) - set(file.schema_arrow.names))
            if missing:
                raise UsageError(say("report.old_tables", lang, folder=folder, column=missing[0]))
            for batch in file.iter_batches(columns=names):
                for row in batch.to_pylist():
                    yield {name: _plain(value, name in texts) for name, value in row.items()}
    except (OSError, pa.ArrowException) as fault:
        raise UsageError(say("report.no_tables", lang, folder=folder, file=path.name)) from fault


def _plain(value: object, text: bool) -> object:
    return "" if value is None and text else value


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(JOINT)) if text else ()


# ------------------------------------------------------------------ places


def _place(row: Row) -> Place:
    edges = (row["x0"], row["top"], row["x1"], row["bottom"])
    known = None in edges
    return Place(
        row["document_id"],
        page=row["page"],
        table=row["table"],
        row=row["row"],
        column=row["column"],
        line=row["line"],
        bbox=None if known else edges,
    )


def place_of(document: str, spot: str) -> Place:
    """The place that `Place.spot` tells in words.

    >>> place_of("", "trang 3, bảng 2, hàng 14, cột 5").spot
    'trang 3, bảng 2, hàng 14, cột 5'
    """
    found = {SPOTS[word]: int(number) for word, number in PARTS.findall(spot) if word in SPOTS}
    page, table, row, column, line = map(found.get, ("page", "table", "row", "column", "line"))
    return Place(document, page, table, row, column, line)


# ------------------------------------------------------------------ rows


def _document(row: Row) -> DocumentRecord:
    return DocumentRecord(**{**row, "flags": _split(row["flags"])})


def _observation(row: Row, units: Units) -> Observation:
    start, end = row["period_start"], row["period_end"]
    return Observation(
        **{name: row[name] for name in SHARED},
        **{name: row[name] for name in ("observation_id", "source", "indicator_id", "indicator_vi")},
        **{name: row[name] for name in ("indicator_en", "measure", "scope", "role", "per_base", "frequency")},
        **{name: row[name] for name in ("agency_origin", "row_number", "value_raw", "unit_raw")},
        **{name: row[name] for name in ("column_header", "review", "confidence")},
        period=None if start is None else Period(start, end, row["period"].partition("-")[2]),
        quantity=_quantity(row, units),
        lead_agencies=_split(row["lead_agency"]),
        coordinating_agencies=_split(row["coordinating_agencies"]),
        match=_match(row),
        place=_place(row),
    )


def _match(row: Row) -> Match:
    """The match; a value has an indicator only when that is sure, whatever else is doubtful about it."""
    sure: Review = "decided" if row["match_method"] == "decided" else "accepted"
    return Match(
        indicator_id=row["indicator_id"],
        scope=row["scope"],
        method=row["match_method"],
        score=row["match_score"],
        review=sure if row["indicator_id"] else "needs_review",
        reasons=_split(row["match_reasons"]),
    )


def _quantity(row: Row, units: Units) -> Quantity:
    """The quantity with its printed digits; only kind and digits come from reading the words again."""
    again = _read_again(row, units)
    value, high = row["value"], row["value_high"]
    return Quantity(
        raw=row["value_raw"],
        kind=_kind(row, again),
        amount=again.amount if again else _decimal(value),
        high=again.high if again else _decimal(high),
        comparator=row["comparator"],
        unit=again.unit if again else "",
        unit_raw=row["unit_raw"],
        base=row["per_base"],
        count=_decimal(row["numerator"]),
        of=_decimal(row["denominator"]),
        frequency=again.frequency if again else "",
        scope_words=again.scope_words if again else "",
        doubtful=DOUBTFUL in _split(row["flags"]),
    )


def _kind(row: Row, again: Quantity | None) -> Kind:
    """A starting value is told by its role: its words alone may be read as a level."""
    if again is None:
        return "unparsed"
    return "baseline" if row["role"] == "baseline" and again.kind == "level" else again.kind


def _read_again(row: Row, units: Units) -> Quantity | None:
    """The written value in the words that it was read from; None when they give no such value."""
    marks: tuple[DecimalMark, ...] = get_args(DecimalMark)
    words = _words(row)
    for mark in marks:
        for unit in dict.fromkeys(("", row["unit_raw"])):
            for found in read_value(words, unit, units, mark):
                if _same(found.amount, row["value"]) and _same(found.high, row["value_high"]):
                    return found
    return None


def _words(row: Row) -> str:
    """What the value was read from: what is printed, or what a person typed instead."""
    typed = (reason for reason in _split(row["match_reasons"]) if reason.startswith(CORRECTED))
    return next(typed, row["value_raw"]).removeprefix(CORRECTED)


def _same(amount: Decimal | None, value: float | None) -> bool:
    return value is None if amount is None else float(amount) == value


def _decimal(value: float | None) -> Decimal | None:
    """The shortest decimal that is this number."""
    if value is None:
        return None
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def _finding(row: Row) -> Finding:
    own = ("rule", "severity", "message_vi", "message_en", "suggestion_vi", "suggestion_en")
    about = ("indicator_id", "scope", "period", "area_name")
    return Finding(
        **{name: row[name] for name in (*own, *about)},
        a=_quote(row, "a"),
        b=_quote(row, "b"),
        observation_ids=_split(row["observation_ids"]),
        ocr_risk=bool(row["ocr_risk"]),
        ruling=row["ruling"],
        ruling_note=row["ruling_note"],
    )


def _quote(row: Row, side: str) -> Quote | None:
    document, spot, text = (row[f"{name}_{side}"] for name in ("document", "place", "quote"))
    return Quote(place_of(document, spot), text, row[f"value_{side}"]) if document or text else None


def _unmatched(row: Row) -> Unmatched:
    return Unmatched(
        **{name: row[name] for name in ("document_id", "source", "label", "label_raw", "wording_key")},
        **{name: row[name] for name in ("goal", "parent", "unit", "values", "settles")},
        candidates=(),
        reasons=_split(row["reasons"]),
        place=_place(row),
    )


def _cell(row: Row) -> CellUse:
    return CellUse(
        row["document_id"],
        _place(row),
        row["text"],
        row["status"],
        row["reason"],
        _split(row["observation_ids"]),
    )
