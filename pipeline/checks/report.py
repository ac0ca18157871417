"""How the rules write down what they found: quotes, places, compared values, the doubt of a scan.

Takes observations (or any printed text with its place) and the words of a template, gives a `Finding`.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.checks.case import Case, is_sure
from pipeline.checks.compare import misread
from pipeline.checks.words import squash
from pipeline.language.messages import finding, messages
from pipeline.model import Cell, Finding, Observation, Place, PlanRow, Quote, Severity

LABEL_LENGTH = 90
"""Characters of a label that a message shows; the quote has all of it."""


def shown(value: Decimal | None) -> str:
    """A value in plain digits: no exponent, no empty decimals, decimal comma.

    >>> shown(Decimal("31.70")), shown(Decimal("1E+2")), shown(None)
    ('31,7', '100', '')
    """
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def quote(seen: Observation) -> Quote:
    """What is printed for a value, with the value read from it."""
    amount = seen.quantity.amount
    return Quote(seen.place, squash(seen.value_raw), "" if amount is None else f"{amount:f}")


def quote_text(place: Place, text: str, value: str = "") -> Quote:
    """Printed words, white space folded."""
    return Quote(place, squash(text), value)


def quote_label(row: PlanRow) -> Quote:
    """The label of a row where it is printed; its first piece when a repair joined several."""
    cell = _label_cell(row)
    if cell is None:
        return Quote(row.place, squash(row.label))
    first = cell.originals[0]
    return Quote(first.place, squash(first.text if cell.parts else row.label))


def quote_piece(row: PlanRow, piece: str) -> Quote:
    """Words of a label; the piece of the label that has most of them when they lie in several."""
    cell = _label_cell(row)
    for original in cell.originals if cell else ():
        if squash(piece) in squash(original.text):
            return Quote(original.place, squash(piece))
    return quote_label(row) if cell and cell.parts else Quote(quote_label(row).place, squash(piece))


def _label_cell(row: PlanRow) -> Cell | None:
    """The cell that prints (the beginning of) a row's label."""
    label = squash(row.label)
    texts = ((cell, squash(cell.originals[0].text)) for cell in row.cells)
    inside = [(cell, text) for cell, text in texts if text and (text in label or label in squash(cell.text))]
    return max(inside, key=lambda pair: len(pair[1]))[0] if inside else None


def quote_wording(case: Case, seen: Observation, piece: str = "") -> Quote:
    """The row or sentence around a value where it is printed, or a piece of it."""
    line = case.line_of(seen)
    if line is not None:
        return quote_piece(line.row, piece) if piece else quote_label(line.row)
    return quote_text(seen.place, piece or case.wording(seen))


def days(**isos: str) -> dict[str, Any]:
    """Days for a message: ISO for English, as Vietnamese offices write them with ``_vi``.

    >>> days(until="2025-06-30")
    {'until': '2025-06-30', 'until_vi': '30/06/2025'}
    """
    written = {f"{name}_vi": "/".join(reversed(iso.split("-"))) for name, iso in isos.items()}
    return isos | written


def short(text: str) -> str:
    """A label for a message."""
    plain = squash(text)
    return plain if len(plain) <= LABEL_LENGTH else plain[: LABEL_LENGTH - 1].rstrip() + "…"


def tell(
    rule: str,
    seen: Sequence[Observation],
    a: Quote | None = None,
    b: Quote | None = None,
    *,
    severity: Severity | None = None,
    trusted: bool = False,
    **values: Any,  # noqa: ANN401
) -> Finding:
    """A finding about observations: the first one gives indicator, scope, period, area and names.

    Quotes default to the first two observations.  A finding that rests on a doubtful match is `info`; one
    that a misread digit would explain is at most a warning and asks to look at the scan.  `trusted` says that
    the rule has looked at the doubt itself.
    """
    about = seen[0]
    second = seen[1] if len(seen) > 1 else None
    if not trusted and any(not is_sure(one) for one in seen):
        severity = "info"
    made = finding(
        rule,
        a or quote(about),
        b or (quote(second) if second is not None else None),
        severity=severity,
        indicator_id=about.indicator_id,
        scope=about.scope,
        period=str(about.period or ""),
        area_name=about.area_name,
        observation_ids=tuple(dict.fromkeys(one.observation_id for one in seen)),
        **(names(about) | {"first": squash(about.value_raw)} | second_value(second) | values),
    )
    return scan_doubt(made) if second is not None and misread(about, second) else made


def second_value(second: Observation | None) -> dict[str, str]:
    """The second value as printed, if there is one."""
    return {} if second is None else {"second": squash(second.value_raw)}


def names(seen: Observation) -> dict[str, str]:
    """What the messages call the indicator, in both languages; the label where it has no name."""
    label = short(seen.label or seen.label_raw)
    return {"name_vi": seen.indicator_vi or label, "name_en": seen.indicator_en or label, "label": label}


def aside(entry: str, **values: Any) -> dict[str, Any]:  # noqa: ANN401
    """An extra sentence for a message, ``also_vi`` and ``also_en``; empty without an entry."""
    if not entry:
        return {"also_vi": "", "also_en": ""}
    texts = messages()[entry]
    return {f"also_{language}": " " + texts[language].format(**values) for language in ("vi", "en")}


def scan_doubt(made: Finding) -> Finding:
    """The finding as a request to look at the scan first."""
    words = messages()["checks.check_scan"]
    return replace(
        made,
        severity="warning" if made.severity == "error" else made.severity,
        ocr_risk=True,
        suggestion_vi=words["vi"],
        suggestion_en=words["en"],
    )


def note(
    rule: str,
    a: Quote | None = None,
    b: Quote | None = None,
    *,
    case: Case,
    severity: Severity | None = None,
    indicator_id: str = "",
    **values: Any,  # noqa: ANN401
) -> Finding:
    """A finding about the document rather than about a value; without a quote it is about the whole of it."""
    return finding(
        rule,
        a or Quote(Place(case.plan.document.id), ""),
        b,
        severity=severity,
        indicator_id=indicator_id,
        area_name=case.plan.area_name,
        **values,
    )
