"""The tables of the index, and which columns of the run's tables they are made of.

`DOCUMENT`, `DOUBT`, `OPEN` and `FINDING` name columns of the Parquet tables; the index has the same columns
under the same names (`table`, `row`, `column`, `values` are words of SQL, so they are quoted).
"""

VERSION = 4
"""Goes into the name of the file: another version is another index."""

PLACE = ("page", "table", "row", "column", "line", "x0", "top", "x1", "bottom")

DOCUMENT = (
    *("document_id", "path", "format", "bytes", "status", "reason", "flags", "remedy", "method", "pages"),
    *("number", "date", "type", "title", "issuer", "area_name", "area_level", "plan_start", "plan_end"),
    *("rows_read", "observations", "findings"),
)
DOUBT = (
    *("observation_id", "document_id", "source", "indicator_id", "scope", "role", "period", "value"),
    *("value_high", "unit", "unit_raw", "label", "label_raw", "value_raw", "column_header", "row_number"),
    *("match_reasons", "confidence", "flags"),
    *PLACE,
)
USE = ("document_id", "indicator_id", "scope", "label", "match_method")
"""Columns of `observations` that tell where a wording was used."""

OPEN = (
    *("document_id", "source", "label", "label_raw", "wording_key", "goal", "parent", "unit", "values"),
    *("candidates", "reasons"),
    *PLACE,
)
FINDING = (
    *("finding_id", "rule", "severity", "indicator_id", "scope", "period", "area_name"),
    *("document_a", "place_a", "quote_a", "value_a", "document_b", "place_b", "quote_b", "value_b"),
    *("message_vi", "message_en", "suggestion_vi", "suggestion_en", "observation_ids", "ocr_risk"),
)
SPANNED = ("observations", "unmatched", "responsibilities", "cells")
"""Tables whose rows of one document are found again by their place in the file."""


def columns(names: tuple[str, ...]) -> str:
    """Names as SQL."""
    return ", ".join(f'"{name}"' for name in names)


TABLES = f"""
CREATE TABLE documents (
    no INTEGER PRIMARY KEY, {columns(DOCUMENT)},
    doubtful INTEGER DEFAULT 0, open INTEGER DEFAULT 0, errors INTEGER DEFAULT 0, warnings INTEGER DEFAULT 0
);
CREATE TABLE doubts (no INTEGER PRIMARY KEY, {columns(DOUBT)}, spot TEXT);
CREATE TABLE open (no INTEGER PRIMARY KEY, item INTEGER, parent_id TEXT, above TEXT, {columns(OPEN)});
CREATE TABLE items (
    no INTEGER PRIMARY KEY, wording_key, above, parent, parent_id, label, rows INTEGER, documents INTEGER
);
CREATE TABLE uses (
    no INTEGER PRIMARY KEY, indicator_id, scope, label, method, rows INTEGER,
    UNIQUE (indicator_id, scope, label, method)
);
CREATE TABLE use_documents (use INTEGER, document_id, rows INTEGER, PRIMARY KEY (use, document_id))
    WITHOUT ROWID;
CREATE TABLE findings (no INTEGER PRIMARY KEY, {columns(FINDING)});
CREATE TABLE spans (name TEXT, document_id TEXT, first INTEGER, count INTEGER);
"""

WORDS = """
CREATE VIRTUAL TABLE words_{kind} USING fts5 (folded, ref UNINDEXED, title UNINDEXED,
    tokenize = 'ascii', detail = 'none', columnsize = 0);
"""
"""One table for each kind of thing that has a name."""

AFTER = """
CREATE INDEX documents_id ON documents (document_id);
CREATE INDEX documents_status ON documents (status, no);
CREATE INDEX doubts_id ON doubts (observation_id);
CREATE INDEX doubts_place ON doubts (document_id, spot);
CREATE INDEX open_document ON open (document_id);
CREATE INDEX uses_indicator ON uses (indicator_id, rows DESC);
CREATE INDEX findings_id ON findings (finding_id);
CREATE INDEX findings_a ON findings (document_a, severity);
CREATE INDEX findings_b ON findings (document_b);
CREATE INDEX findings_rule ON findings (rule, severity, no);
CREATE INDEX findings_severity ON findings (severity, no);
CREATE TABLE rules AS SELECT rule, severity, count(*) AS n FROM findings GROUP BY rule, severity;
CREATE TABLE figures AS SELECT indicator_id, sum(d.rows) AS n, count(DISTINCT document_id) AS d
    FROM uses JOIN use_documents AS d ON d.use = uses.no GROUP BY indicator_id;
CREATE INDEX spans_document ON spans (document_id, name);
CREATE INDEX uses_label ON uses (label);
UPDATE open SET parent_id = (
    SELECT min(indicator_id) FROM uses JOIN use_documents ON use_documents.use = uses.no
    WHERE uses.label = open.parent AND use_documents.document_id = open.document_id
    HAVING count(DISTINCT indicator_id) = 1
) WHERE parent IS NOT NULL;
UPDATE open SET above = coalesce(parent_id, parent, ''), wording_key = coalesce(wording_key, '');
CREATE INDEX open_wording ON open (wording_key, above);
INSERT INTO items (wording_key, above, parent, parent_id, label, rows, documents)
    SELECT wording_key, above, min(parent), parent_id, min(label), count(*), count(DISTINCT document_id)
    FROM open GROUP BY wording_key, above;
CREATE INDEX items_order ON items (rows DESC, no);
CREATE UNIQUE INDEX items_key ON items (wording_key, above);
UPDATE open SET item =
    (SELECT no FROM items WHERE items.wording_key = open.wording_key AND items.above = open.above);
CREATE INDEX open_item ON open (item, no);
UPDATE documents SET
    doubtful = (SELECT count(*) FROM doubts WHERE doubts.document_id = documents.document_id),
    open = (SELECT count(*) FROM open WHERE open.document_id = documents.document_id),
    errors = (SELECT count(*) FROM findings
        WHERE document_a = documents.document_id AND severity = 'error'),
    warnings = (SELECT count(*) FROM findings
        WHERE document_a = documents.document_id AND severity = 'warning');
"""
