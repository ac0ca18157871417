"""The sheets of the workbook as plain data: what stands in each cell, in Vietnamese, before any file is made.

Takes an `Output`; gives `Sheet`s for values, findings, documents, catalogue; `xlsx.py` puts them on paper.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Never

from pipeline.catalogue.schema import Catalogue, Family, Indicator, Target
from pipeline.model import DocumentRecord
from pipeline.writers import codes
from pipeline.writers.identity import by_id
from pipeline.writers.output import Filled, Output
from pipeline.writers.schema import Column, Value
from pipeline.writers.texts import texts

ROW_LIMIT = 100_000
"""Rows of data in one sheet.  Excel holds ten times as many, but an office computer opens no such file in
reasonable time (100,000 values are 15 MB); CSV and Parquet always hold all rows."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet: title and width in characters (0: hidden)."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet; `tone` names its colour (empty: none)."""

    values: tuple[Value, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """A drop-down in column `answer`: its list stands in columns `first` to `last` of the row (0-based)."""

    answer: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a header row.  `toned` are the columns that show a row's tone (empty: all of them).

    `frozen` leading columns stay in sight.
    """

    title: str
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    toned: frozenset[int] = frozenset()
    frozen: int = 1
    choices: Choices | None = None


def document_names(output: Output) -> dict[str, str]:
    """Give what people call each document, by its id: number and file, or the file alone."""
    return {name: _name(item) for name, item in by_id(output.harvest.documents).items()}


def _name(item: DocumentRecord) -> str:
    return f"{item.number} ({item.path})" if item.number else item.path


def observations(output: Output) -> Sheet:
    """Values; a row that needs review is coloured as a whole."""
    found = output.table("observations")
    review = found.table.index("review")
    return _sheet(output, found, lambda row: str(row[review]), documents=("document_id",))


def findings(output: Output) -> Sheet:
    """Give findings, the sentences first; the severity is coloured."""
    return _sheet(
        output,
        output.table("findings"),
        _tone_of(output.table("findings"), "severity"),
        first=("severity", "message_vi", "suggestion_vi"),
        documents=("document_a", "document_b"),
        toned="severity",
    )


def documents(output: Output) -> Sheet:
    """Input files; the status is coloured."""
    found = output.table("documents")
    return _sheet(output, found, _tone_of(found, "status"), first=("path",), toned="status")


def _tone_of(found: Filled, name: str) -> Callable[[tuple[Value, ...]], str]:
    place = found.table.index(name)
    return lambda row: str(row[place])


def _sheet(
    output: Output,
    found: Filled,
    tone: Callable[[tuple[Value, ...]], str],
    *,
    first: tuple[str, ...] = (),
    documents: tuple[str, ...] = (),
    toned: str = "",
) -> Sheet:
    """All columns of a table: documents by name, then `first`, then the rest in the order of the output."""
    table = found.table
    order = sorted(range(len(table.columns)), key=lambda place: _rank(table.columns[place].name, first))
    columns = [table.columns[place] for place in order]
    names = document_names(output)
    sources = [table.index(name) for name in documents]
    leading = (texts().plain["document"], texts().plain["other_document"])[: len(sources)]
    return Sheet(
        title=texts().sheets[table.name],
        headings=tuple(
            [Heading(title, DOCUMENT_WIDTH) for title in leading]
            + [Heading(column.title[0], column.width) for column in columns]
        ),
        lines=tuple(
            Line(
                tuple(
                    [names.get(str(row[place]), row[place]) for place in sources]
                    + [_in_words(column, row[place]) for column, place in zip(columns, order, strict=True)]
                ),
                tone(row),
            )
            for row in found.values
        ),
        toned=frozenset(
            place for place, column in enumerate(columns, start=len(sources)) if column.name == toned
        ),
    )


DOCUMENT_WIDTH = 30


def _rank(name: str, first: tuple[str, ...]) -> int:
    return first.index(name) if name in first else len(first)


def _in_words(column: Column[Never], value: Value) -> Value:
    return next((code.vi for code in column.codes if code.value == value), value)


def catalogue(output: Output) -> Sheet:
    """Every indicator of the catalogues in use, retired ones too."""
    titles = texts().catalogue_columns
    return Sheet(
        title=texts().sheets["catalogue"],
        headings=tuple(Heading(titles[key], width) for key, width in CATALOGUE_WIDTHS),
        lines=catalogue_lines(output.catalogue),
    )


CATALOGUE_WIDTHS = (
    ("id", 16),
    ("name_vi", 60),
    ("goal", 40),
    ("measures", 26),
    ("direction", 18),
    ("targets", 34),
    ("scopes", 34),
    ("name_en", 50),
    ("family", 14),
    ("family_name", 34),
    ("successor", 14),
)


def catalogue_lines(known: Catalogue) -> tuple[Line, ...]:
    """One line per indicator in the order of the catalogue."""
    return tuple(
        Line(_indicator(family, indicator)) for family in known.families for indicator in family.indicators
    )


def _indicator(family: Family, item: Indicator) -> tuple[Value, ...]:
    goal = family.goal(item.goal)
    return (
        item.id,
        item.name_vi,
        f"{goal.number}. {goal.vi}" if goal else item.goal,
        "\n".join(f"{measure.id} ({measure.unit})" for measure in item.measures),
        texts().catalogue[item.direction],
        "\n".join(_target(target) for target in item.targets),
        "\n".join(f"{scope.id}: {scope.name_vi}" for scope in item.scopes),
        item.name_en,
        f"{family.id}@{family.version}",
        family.name_vi,
        item.successor,
    )


def _target(target: Target) -> str:
    words = texts().catalogue
    amount = _amount(target) if target.value is not None else target.note
    doubt = f" ({words['by_heart']})" if target.status == "memory" else ""
    scope = "" if target.scope == "all" else f" [{target.scope}]"
    return f"{words['until'].format(year=target.year)}: {amount}{scope}{doubt}"


def _amount(target: Target) -> str:
    sign = next(code.vi for code in codes.COMPARATOR if code.value == target.comparator)
    if target.high is not None:
        return f"{_comma(target.value)}–{_comma(target.high)} {target.unit}"
    return f"{sign} {_comma(target.value)} {target.unit}"


def _comma(number: Decimal | None) -> str:
    return "" if number is None else format(number, "f").replace(".", ",")
