"""doichieu: Vietnamese government plans to one clean table of indicators, with contradictions found.

Two functions are the public door; everything else may change between versions.  Neither writes anything.

`pipeline.parsers.read(path)` gives the `Document`: what is printed, as paragraphs and grids of cells, each
with its place.

>>> from pipeline import parsers
>>> document = parsers.read("raw_docs/000_753fda21913fb3fa.txt")
>>> document.format, len(document.grids) > 0
('txt', True)
>>> document.grids[-1].cells[0].place.table == len(document.grids)
True

It raises `pipeline.errors.Unreadable`, with a status and a reason of `docs/errors.md`.

>>> parsers.read("raw_docs")
Traceback (most recent call last):
pipeline.errors.Unreadable: rejected: not_regular_file (raw_docs)

`pipeline.run.convert(path)` gives the `Harvest`: the document's record, its observations, findings,
responsibilities, unmatched rows and cells.  An unreadable document raises nothing here; its record says why.

>>> from pathlib import Path
>>> from pipeline.run import convert
>>> harvest = convert(Path("raw_docs/000_753fda21913fb3fa.txt"))
>>> harvest.documents[0].number, harvest.documents[0].status
('956/KH-UBND', 'ok')
>>> reached = [
...     value
...     for value in harvest.observations
...     if (value.indicator_id, value.role, value.review) == ("VNGES.4.2", "result", "accepted")
... ]
>>> reached[0].quantity.amount, reached[0].unit, reached[0].value_raw, reached[0].place.row
(Decimal('31.6'), 'per_100k_live_births', '31,6/100.000 trẻ', 5)
>>> sorted(finding.rule for finding in harvest.findings if finding.severity == "error")
['A01', 'A03', 'B01']

Amounts are `decimal.Decimal`, rows, columns and pages are counted from 1, None and empty text mean: not
stated.  `pipeline.model` describes the records, `docs/output.md` the same facts as columns.
"""

__version__ = "0.1.0"
