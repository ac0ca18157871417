"""The area that a plan is for: from its issuer, at its own date.

Takes the plan and the official areas; gives a `PlanArea` whose code stays empty while the name is not sure.
"""

from typing import cast

from pipeline.catalogue.areas import Areas
from pipeline.model import Level, Plan
from pipeline.normalizer.area import read_issuer
from pipeline.normalizer.observe import PlanArea


def read_plan_area(plan: Plan, areas: Areas) -> PlanArea:
    """The area of the office that issued the plan; empty when no issuer is stated."""
    if not plan.issuer:
        return PlanArea()
    said, name = read_issuer(plan.issuer)
    level = cast(Level, said)
    area = areas.find(name, level, _date(plan)) if name else None
    if area is None:
        return PlanArea(name=name, level=level)
    above = areas.chain(area.code, _date(plan))[1:2]
    return PlanArea(area.code, area.name, cast(Level, area.level), above[0].name if above else "")


def _date(plan: Plan) -> str:
    """The plan's date as far as it is stated, else the first year that it is for."""
    return plan.date or (str(plan.period.start) if plan.period else "")
