"""How the rules across documents write down what they found: the values of two documents side by side.

Takes one fact or two and the words of a template, gives a `Finding`.
"""

from typing import Any

from pipeline.checks.facts import Fact, titled
from pipeline.checks.report import short
from pipeline.language.messages import finding
from pipeline.model import Finding, Quote, Severity


def tell_two(
    entry: str,
    a: Fact,
    b: Fact | None,
    *,
    severity: Severity | None = None,
    **values: Any,  # noqa: ANN401
) -> Finding:
    """A finding about the values of two documents; without `b` nothing was found in the other one."""
    other: dict[str, Any] = {} if b is None else {"second": b.value_raw, "area_b": titled(b)}
    return finding(
        entry,
        _quote(a),
        _quote(b) if b else None,
        severity=severity,
        indicator_id=a.indicator,
        scope=a.scope,
        period=a.period,
        area_name=a.area,
        observation_ids=tuple(fact.observation_id for fact in (a, b) if fact),
        **(
            {
                "first": a.value_raw,
                "area_a": titled(a),
                "name_vi": short(a.name_vi),
                "name_en": short(a.name_en),
            }
            | other
            | values
        ),
    )


def _quote(fact: Fact) -> Quote:
    return Quote(fact.where(), fact.value_raw, fact.value)
