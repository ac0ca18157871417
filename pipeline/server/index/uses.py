"""Questions about the catalogue in use: which wordings stand for an indicator, and in which documents."""

from dataclasses import dataclass

from pipeline.server.index.store import PAGE, Index, Page


@dataclass(frozen=True, slots=True)
class Use:
    """A wording that was read as an indicator: how it was told (`method`), in how many rows and documents."""

    no: int
    indicator_id: str
    scope: str
    label: str
    method: str
    rows: int
    documents: int


def figures(index: Index) -> dict[str, tuple[int, int]]:
    """Rows and documents of every indicator that occurs."""
    rows = index.rows("SELECT indicator_id, n, d FROM figures")
    return {row["indicator_id"]: (row["n"], row["d"]) for row in rows}


def uses(index: Index, indicator_id: str, number: int = 1) -> Page[Use]:
    """The wordings of an indicator, the most frequent first."""
    total = index.count("SELECT count(*) FROM uses WHERE indicator_id = ?", (indicator_id,))
    rows = index.rows(
        "SELECT *, (SELECT count(*) FROM use_documents WHERE use = uses.no) AS documents FROM uses"
        " WHERE indicator_id = ? ORDER BY rows DESC, no LIMIT ? OFFSET ?",
        (indicator_id, PAGE, (number - 1) * PAGE),
    )
    names = ("no", "indicator_id", "scope", "label", "method", "rows", "documents")
    return Page(tuple(Use(*(row[name] for name in names)) for row in rows), number, total)


def documents_of(index: Index, use: int, number: int = 1) -> Page[tuple[str, int]]:
    """The documents in which a wording was used, with its rows there."""
    total = index.count("SELECT count(*) FROM use_documents WHERE use = ?", (use,))
    rows = index.rows(
        "SELECT document_id, rows FROM use_documents WHERE use = ? ORDER BY document_id LIMIT ? OFFSET ?",
        (use, PAGE, (number - 1) * PAGE),
    )
    return Page(tuple((row["document_id"], row["rows"]) for row in rows), number, total)
