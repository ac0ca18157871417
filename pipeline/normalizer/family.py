"""Which programmes a document follows, told from what it says.

Takes texts and citations of a document and gives the families that speak for themselves: one whose basis is
cited, whose name stands in the text, whose goals are the headings, or whose indicators are the labels.  The
last is enough, so that an appendix without any preamble is known as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.catalogue.lexicon import hits
from pipeline.catalogue.schema import Family
from pipeline.language.text import key
from pipeline.model import Citation, Heading, Plan
from pipeline.normalizer.matching import Context, Index, find_goal, is_sure, judge

CITED, NAMED, GOAL, LABEL = (
    40.0,
    30.0,
    5.0,
    10.0,
)  # points: a label is a sure match, a goal title is often shared
ENOUGH = 30.0  # points: a citation, the name, or three labels
SHARE = 0.1  # of the first family's points: a second family needs more than labels that happen to be shared
FEWEST_LABELS = 1  # with fewer sure labels a document cites the family but has no rows of it


@dataclass(frozen=True, slots=True)
class FamilyCase:
    """What speaks for a document to follow a family; `score` has no upper end."""

    family: str
    score: float
    labels: int
    reasons: tuple[str, ...]


def find_families(plan: Plan, index: Index) -> tuple[str, ...]:
    """Give the ids of the families that a plan follows, the likeliest first; empty when none is told."""
    labels = [row.label for row in plan.rows] + [statement.text for statement in plan.statements]
    cases = rank_families([plan.title, *labels], plan.citations, index, plan.headings)
    best = cases[0].score if cases else 0.0
    told = [case for case in cases if case.score >= ENOUGH and case.score >= SHARE * best]
    return tuple(case.family for case in told if case.labels >= FEWEST_LABELS)


def rank_families(
    texts: Sequence[str], citations: Sequence[Citation], index: Index, headings: Sequence[Heading] = ()
) -> tuple[FamilyCase, ...]:
    """Give what speaks for each family, the likeliest first, without those that nothing speaks for."""
    cases = [_case(family.family, texts, citations, headings, index) for family in index.families.values()]
    found = [case for case in cases if case.score > 0]
    return tuple(sorted(found, key=lambda case: (-case.score, case.family)))


def _case(
    family: Family,
    texts: Sequence[str],
    citations: Sequence[Citation],
    headings: Sequence[Heading],
    index: Index,
) -> FamilyCase:
    basis = {family.legal_basis.number, *family.legal_basis.wrong}
    cited = any(citation.number in basis for citation in citations)
    named = any(hits((key(family.name_vi),), key(text)) for text in texts)
    goals = {heading.text for heading in headings if find_goal(index.families[family.id], "", heading.text)}
    context = Context(families=(family.id,))
    labels = sum(is_sure(judge(text, index, context)) for text in dict.fromkeys(texts))
    parts = (
        (CITED * cited, f"cites {family.legal_basis.number}"),
        (NAMED * named, "names the programme"),
        (GOAL * len(goals), f"{len(goals)} goal titles"),
        (LABEL * labels, f"{labels} labels"),
    )
    reasons = tuple(reason for points, reason in parts if points)
    return FamilyCase(family.id, sum(points for points, _ in parts), labels, reasons)
