"""``doichieu catalogue list|check|show``: the indicator catalogues in use."""

from typing import Annotated

import typer

from pipeline.catalogue.check import check as faults_of
from pipeline.catalogue.load import load, read
from pipeline.catalogue.schema import Indicator
from pipeline.cli.lazy import COMMANDS
from pipeline.cli.shared import AsJson, Catalogues, Lang, Speaker, put, put_json
from pipeline.errors import CatalogueError, UsageError

app = typer.Typer(
    help=COMMANDS["catalogue"], no_args_is_help=True, add_completion=False, rich_markup_mode=None
)


@app.command("list")
def list_indicators(catalogue: Catalogues = None, json: AsJson = False) -> None:
    """List every family and its indicators."""
    families = load(tuple(catalogue or ())).families
    if json:
        put_json([{"family": f.id, "indicators": [_row(i) for i in f.indicators]} for f in families])
        return
    for family in families:
        put(f"{family.id}@{family.version}  {family.name_vi}")
        for indicator in family.indicators:
            put(f"  {indicator.id:<24}{indicator.name_vi}")


@app.command("check")
def check(catalogue: Catalogues = None, lang: Lang = "vi") -> None:
    """Name every fault of the catalogues with file and key.

    Ends with 2 when there is one.
    """
    found = read(tuple(catalogue or ()))
    faults = faults_of(found)
    if faults:
        raise CatalogueError(faults)
    Speaker(lang).tell("catalogue_fine", families=", ".join(found.names))


@app.command("show")
def show(
    indicator_id: Annotated[str, typer.Argument(metavar="ID", help="An indicator such as VNGES.4.2.")],
    catalogue: Catalogues = None,
    lang: Lang = "vi",
    json: AsJson = False,
) -> None:
    """Show one indicator.

    Its names, measures, scopes, targets with their status, terms and wordings.
    """
    known = load(tuple(catalogue or ()))
    if indicator_id not in known:
        raise UsageError(Speaker(lang).text("no_indicator", id=indicator_id))
    row = _row(known.indicator(indicator_id))
    if json:
        put_json(row)
        return
    for name, value in row.items():
        for part in value if isinstance(value, list) else [value]:
            put(f"{name:<12}{part}")


def _row(indicator: Indicator) -> dict[str, object]:
    targets = (
        f"{t.year} {t.measure} {t.scope} {t.comparator} {t.value}"
        + (f"-{t.high}" if t.high is not None else "")
        + f" {t.unit} ({t.status})"
        for t in indicator.targets
    )
    return {
        "id": indicator.id,
        "name_vi": indicator.name_vi,
        "name_en": indicator.name_en,
        "goal": indicator.goal,
        "direction": indicator.direction,
        "status": indicator.status,
        "measures": [f"{m.id} {m.unit}" for m in indicator.measures],
        "scopes": [f"{s.id}  {s.name_vi}" for s in indicator.scopes],
        "targets": list(targets),
        "must": [" / ".join(group) for group in indicator.must],
        "forbidden": list(indicator.forbidden),
        "essential": list(indicator.essential_terms),
        "wordings": list(indicator.wordings),
    }
