"""``doichieu inspect``: what was read from one file, for a person.

Pages, document data, every table with the reason why it counts (or not) as an indicator table, column roles,
rows with their matches, findings.  ``--picture`` draws the found cells on each page of a PDF or picture, and
for a scan what was read of each with how sure it is.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from pipeline import archive
from pipeline.archive import RawFile
from pipeline.checks import Config
from pipeline.cli.shared import AsJson, Catalogues, Lang, Speaker, existing_file, one_of, put, put_json
from pipeline.errors import Unreadable
from pipeline.model import Document, Observation, Plan
from pipeline.parsers import Engine, pdf
from pipeline.parsers.scan import drawing
from pipeline.parsers.scan.overlay import overlay
from pipeline.run import Result, know, process, remedy
from pipeline.writers.report.words import spot


def inspect(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="One document.")],
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="DIR", help="Write each page as PNG with its cells drawn."),
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine", metavar="NAME", help="PDF engine: auto, pdfium (quick) or pdfplumber (reference)."
        ),
    ] = "auto",
    catalogue: Catalogues = None,
    lang: Lang = "vi",
    json: AsJson = False,
) -> None:
    """Show what was read from FILE and why."""
    speaker = Speaker(lang)
    one_of("--engine", engine, get_args(Engine), speaker)
    raw = archive.load(existing_file(file, speaker))
    try:
        result = process(raw, know(tuple(catalogue or ())), Config(), cast(Engine, engine))
    except Unreadable as fault:
        told = {"path": raw.name, "status": fault.status, "reason": fault.reason}
        speaker.warn("file_failed", **told, remedy=remedy(fault.reason, lang))
        raise typer.Exit(fault.exit_code) from fault
    if picture:
        _draw(raw, result.document, picture)
    if json:
        put_json(_as_data(result))
        return
    for line in _in_words(result, speaker):
        put(line)


def _draw(raw: RawFile, document: Document, folder: Path) -> None:
    """Write every page as PNG with its cells drawn, and a recognised one as SVG with what was read.

    Formats without pages have nothing to draw.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draw = pdf.draw if document.format in pdf.FORMATS else drawing.draw
    for page in document.pages:
        cells = [cell for grid in document.grids for cell in grid.cells if cell.place.page == page.number]
        boxes = [cell.place.bbox for cell in cells if cell.place.bbox is not None]
        name = f"{Path(document.path).stem}-{page.number:03d}"
        (folder / f"{name}.png").write_bytes(draw(raw, page.number, boxes))
        if page.method == "ocr":
            drawn = overlay(draw(raw, page.number, ()), (page.width, page.height), cells)
            (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")


def _as_data(result: Result) -> dict[str, object]:
    plan = result.normalized.plan
    record = result.harvest.documents[0]
    return {
        "document": {name: getattr(record, name) for name in record.__slots__},
        "pages": [
            {"number": p.number, "method": p.method, "quality": p.quality} for p in result.document.pages
        ],
        "tables": [_table_data(plan, number, reason) for number, reason in plan.verdicts],
        "observations": [_observation_data(o) for o in result.harvest.observations],
        "unmatched": [{"label": u.label, "values": u.values} for u in result.harvest.unmatched],
        "findings": [
            {"rule": f.rule, "severity": f.severity, "vi": f.message_vi, "en": f.message_en}
            for f in result.harvest.findings
        ],
    }


def _table_data(plan: Plan, number: int, reason: str) -> dict[str, object]:
    table = plan.tables[number - 1]
    columns = dict(plan.columns).get(number, ())
    return {
        "table": number,
        "verdict": reason,
        "headers": [" > ".join(path) for path in table.headers],
        "columns": [{"kind": c.kind, "role": c.role, "period": str(c.period or "")} for c in columns],
        "rows": [[cell.text if cell else "" for cell in row] for row in table.rows],
    }


def _observation_data(o: Observation) -> dict[str, object]:
    return {
        "indicator_id": o.indicator_id,
        "measure": o.measure,
        "scope": o.scope,
        "source": o.source,
        "role": o.role,
        "period": str(o.period or ""),
        "value": o.quantity.amount,
        "comparator": o.quantity.comparator,
        "unit": o.unit,
        "review": o.review,
        "method": o.match.method,
        "reasons": list(o.match.reasons),
        "label": o.label,
        "value_raw": o.value_raw,
        "place": o.place.spot,
    }


def _in_words(result: Result, speaker: Speaker) -> list[str]:
    record = result.harvest.documents[0]
    plan = result.normalized.plan
    lines = [f"{record.path}  [{record.format}, {record.method}]  {record.status} {record.reason}"]
    stated = (
        f"{record.type} {record.number}  {record.date}  {record.issuer}",
        record.title,
        f"{record.area_level} {record.area_code} {record.area_name}  {record.catalogue}",
    )
    lines.extend(f"  {line}" for line in stated if line.strip())
    lines.extend(_pages(result.document, speaker))
    for number, reason in plan.verdicts:
        lines.extend(_table(plan, number, reason, speaker))
    lines.append("")
    lines.extend(_observation(o) for o in result.harvest.observations)
    lines.extend(f"  ?  {u.label[:70]}  {u.values}" for u in result.harvest.unmatched)
    lines.append("")
    for finding in result.harvest.findings:
        message = finding.message_vi if speaker.lang == "vi" else finding.message_en
        where = spot(finding.a.place).of(speaker.lang) if finding.a else ""
        lines.append(f"{finding.severity:<8}{finding.rule:<6} {message}  [{where}]")
    return lines


def _pages(document: Document, speaker: Speaker) -> Iterator[str]:
    for page in document.pages:
        told = speaker.text("inspect_page", number=page.number, method=page.method)
        judged = page.quality is not None
        yield told + (speaker.text("inspect_quality", quality=f"{page.quality:.2f}") if judged else "")


def _table(plan: Plan, number: int, verdict: str, speaker: Speaker) -> Iterator[str]:
    yield ""
    rows = len(plan.tables[number - 1].rows)
    yield speaker.text("inspect_table", number=number, verdict=verdict, rows=rows)
    for column in dict(plan.columns).get(number, ()):
        kind = f"value {column.role} {column.period or ''}" if column.kind == "value" else column.kind
        yield speaker.text("inspect_column", number=column.index + 1, kind=kind, header=column.header)


def _observation(o: Observation) -> str:
    value = o.quantity.amount if o.quantity.high is None else f"{o.quantity.amount}-{o.quantity.high}"
    period = str(o.period) if o.period else ""
    head = f"{o.indicator_id or '?':<16} {o.measure:<7}{o.scope:<26}{o.source:<15}{o.role:<9}{period:<10}"
    return f"{head}{o.quantity.comparator} {value} {o.unit}  [{o.review}]  {o.label[:50]}"
