"""The area that a plan is for: from its issuer, at its own date.

Takes the plan and the official areas; gives a `PlanArea` whose code stays empty while the name is not sure.
"""

from pipeline.catalogue.areas import Areas
from pipeline.model import Plan
from pipeline.normalizer.area import find_area, read_issuer
from pipeline.normalizer.observe import PlanArea

FIRST_DAY = "-01-01"
"""A plan without a full date is looked up at the beginning of its first year: the units of that time hold."""


def read_plan_area(plan: Plan, areas: Areas) -> PlanArea:
    """The area of the office that issued the plan; empty when no issuer is stated."""
    if not plan.issuer:
        return PlanArea()
    issuer = read_issuer(plan.issuer)
    area = find_area(issuer.name, issuer.level, _date(plan), areas=areas)
    if area is None:
        return PlanArea(name=issuer.name, level=issuer.level)
    return PlanArea(area.code, area.name, area.level, area.parent)


def _date(plan: Plan) -> str:
    if len(plan.date) == len("2025-03-24"):
        return plan.date
    year = plan.date[:4] or (str(plan.period.start) if plan.period else "")
    return f"{year}{FIRST_DAY}" if year else ""
