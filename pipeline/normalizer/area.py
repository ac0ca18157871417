"""Which area a plan is for: names in the issuer and the title looked up in the register at the plan's date.

Takes a `Plan` and the register and gives a `PlanArea`.  What the register cannot tell for sure keeps its
printed name and gets no code.
"""

from collections.abc import Sequence

from pipeline.catalogue.area_text import Mention, mentions
from pipeline.catalogue.areas import Area, Areas, Words
from pipeline.language.text import clean, key
from pipeline.model import Plan
from pipeline.normalizer.observe import PlanArea

LEVELS = ("commune", "district", "province", "nation")


def _main(found: Sequence[Mention]) -> Mention | None:
    """Choose the first named area, else the first kind without a name."""
    return next((mention for mention in found if mention.name), found[0] if found else None)


def _is_national(text: str, words: Words) -> bool:
    printed = key(clean(text))
    return any(printed.startswith(body) for body in words.nation)


# ------------------------------------------------------------------ the area of a plan


def read_plan_area(plan: Plan, areas: Areas) -> PlanArea:
    """Find the area of a plan; without a code where the register knows none or several."""
    date = plan.date or (str(plan.period.start) if plan.period else "")
    mention = _issuing(plan, areas.words)
    if mention is None:
        return _nation(areas) if _is_national(plan.issuer, areas.words) else PlanArea()
    found = [area for area in candidates(mention, areas, date) if _fits(area, mention)]
    area = found[0] if _are_one(found) else _by_context(found, plan, areas, date)
    if area is None:
        level = mention.levels[0] if len(mention.levels) == 1 else ""
        return PlanArea("", mention.name, level, "")
    above = areas.at(area.parent, date)
    return PlanArea(area.code, area.name, area.level, above.name if above else "", area.kind)


def _issuing(plan: Plan, words: Words) -> Mention | None:
    """Choose the area that issues the plan; a bare "Ủy ban nhân dân tỉnh" takes its name from the title."""
    issuer = _main(mentions(plan.issuer, words))
    if issuer is not None and issuer.name:
        return issuer
    titled = [mention for mention in mentions(plan.title, words) if mention.name]
    if issuer is None:
        return None if plan.issuer and _is_national(plan.issuer, words) else _main(titled)
    return next((mention for mention in titled if mention.kind == issuer.kind), issuer)


def candidates(mention: Mention, areas: Areas, date: str) -> tuple[Area, ...]:
    """List the areas that a mention can mean; of a name in capitals the longest beginning that is one."""
    parts = mention.name.split()
    for length in range(len(parts), 0, -1):
        found = areas.search(f"{mention.kind} {' '.join(parts[:length])}", date=date)
        if found:
            return found
    return ()


def _fits(area: Area, mention: Mention) -> bool:
    return area.level in mention.levels


def _are_one(found: Sequence[Area]) -> bool:
    return len({(area.code, area.level, area.parent) for area in found}) == 1


def _by_context(found: Sequence[Area], plan: Plan, areas: Areas, date: str) -> Area | None:
    """Choose the one candidate below an area that the document names; None when not just one is."""
    if len(found) < 2:
        return None
    texts = [plan.issuer, plan.title, *(paragraph.text for paragraph in plan.document.paragraphs)]
    named = {mention for text in texts for mention in mentions(text, areas.words) if mention.name}
    above = {area.code for mention in named for area in _sure(mention, areas, date)}
    inside = [area for area in found if {up.code for up in areas.chain(area.code, date)[1:-1]} & above]
    return inside[0] if _are_one(inside) else None


def _sure(mention: Mention, areas: Areas, date: str) -> tuple[Area, ...]:
    found = candidates(mention, areas, date)
    return found[:1] if _are_one(found) and found[0].level != LEVELS[0] else ()


def _nation(areas: Areas) -> PlanArea:
    nation = areas.find(areas.words.nation_name, LEVELS[-1])
    return PlanArea(nation.code, nation.name, nation.level) if nation else PlanArea()
