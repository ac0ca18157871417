"""Papers as web pages: paragraphs and tables with spans, as legal portals print them.

Takes a `Paper`, gives the bytes of an HTML file in UTF-8.
"""

from html import escape

from tests.plans_made.blocks import Block, Box, Line, Paper, Table, runs

TAGS = {"title": "h3", "heading": "p"}


def to_html(paper: Paper) -> bytes:
    """The bytes of the page; footnotes stand at its end."""
    body = "\n".join(map(_block, paper.blocks))
    notes = "\n".join(f"<p><sup>{key}</sup> {escape(text)}</p>" for key, text in paper.footnotes.items())
    title = f"<title>{escape(paper.title)}</title>"
    head = f'<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">{title}</head>'
    return f"{head}\n<body>\n{body}\n{notes}\n</body></html>\n".encode()


def _block(block: Block) -> str:
    if isinstance(block, Line):
        tag = TAGS.get(block.style, "p")
        return f"<{tag}>{_inline(block.text)}</{tag}>" if block.text else ""
    return _table(block) if isinstance(block, Table) else "<hr>"


def _inline(text: str) -> str:
    return "".join(
        f"<sup>{run.note}</sup>"
        if run.note
        else _wrapped(escape(run.text).replace("\n", "<br>"), italic=run.italic, bold=run.bold)
        for run in runs(text)
    )


def _wrapped(text: str, *, italic: bool, bold: bool) -> str:
    text = f"<i>{text}</i>" if italic else text
    return f"<b>{text}</b>" if bold else text


def _table(table: Table) -> str:
    by_row: dict[int, list[Box]] = {row: [] for row in range(table.rows)}
    for box in sorted(table.boxes, key=lambda box: (box.row, box.column)):
        by_row[box.row].append(box)
    rows = "\n".join(f"<tr>{''.join(map(_cell, boxes))}</tr>" for boxes in by_row.values())
    border = "1" if table.ruled else "0"
    return f'<table border="{border}">\n{rows}\n</table>'


def _cell(box: Box) -> str:
    spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
        f' colspan="{box.columns}"' if box.columns > 1 else ""
    )
    return f"<td{spans}>{_inline(box.text)}</td>"
