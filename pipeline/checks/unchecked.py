"""The note about rules that could not be evaluated: once per document, with the reasons.

Takes a `Case`, yields at most one finding.
"""

from collections.abc import Iterator

from pipeline.catalogue.areas import load_areas
from pipeline.checks.case import Case
from pipeline.checks.config import Rule
from pipeline.checks.report import note
from pipeline.checks.words import data
from pipeline.model import Finding


def _reasons(case: Case) -> Iterator[str]:
    """Keys of the reasons in `unchecked.yaml`."""
    area = case.plan.area_name
    if case.observations and not case.sure:
        yield "no_sure_match"
    if case.sure and not case.body:
        yield "no_body"
    if case.sure and not case.cells and not case.labels:
        yield "no_appendix"
    if case.sure and case.plan.rows and not any(line.results() for line in case.lines):
        yield "no_results"
    if not area or load_areas().find(area, case.plan.area_level, case.plan.date) is None:
        yield "unknown_area"
    if case.config.runs("A15") and area not in case.config.populations:
        yield "no_populations"


def not_evaluated(case: Case) -> Iterator[Finding]:
    """unchecked: rules that could not be evaluated for this document."""
    reasons = [data("unchecked")[reason] for reason in _reasons(case)]
    if reasons:
        told = ["; ".join(reason[language] for reason in reasons) for language in ("vi", "en")]
        yield note("unchecked", case=case, reasons_vi=told[0], reasons_en=told[1])


RULES: tuple[Rule[Case], ...] = (Rule("unchecked", not_evaluated),)
