"""The rules: what a plan says against itself, its nation, its parent and its past.

Takes a plan with its observations (`check`) or the observations of many documents (`check_across`) and a
catalogue, gives findings.  `RULES` are the rules for one document, `ACROSS` those for many; `explain` tells
what a rule does.  The families A to H have a module each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.catalogue.schema import Catalogue
from pipeline.checks import (
    aggregates,
    body,
    columns,
    documents,
    national,
    preamble,
    row,
    structure,
    unchecked,
)
from pipeline.checks.case import Case
from pipeline.checks.config import OFF_BY_DEFAULT, Config, Rule, read_config
from pipeline.checks.facts import Block, Fact, Roster, Row, Store, root_of, rows_of
from pipeline.checks.words import data
from pipeline.model import DocumentRecord, Finding, Observation, Plan

__all__ = [
    "ACROSS",
    "OFF_BY_DEFAULT",
    "RULES",
    "Case",
    "Config",
    "Row",
    "check",
    "check_across",
    "check_province",
    "explain",
    "explanations",
    "read_config",
    "root_of",
    "rows_of",
]

RULES: tuple[Rule[Case], ...] = (
    *row.RULES,
    *columns.RULES,
    *body.RULES,
    *structure.RULES,
    *national.RULES,
    *aggregates.RULES,
    *preamble.RULES,
    *unchecked.RULES,
)

ACROSS: tuple[Rule[Block] | Rule[Roster], ...] = (*documents.RULES, *documents.ROSTER_RULES)


def check(
    plan: Plan, observations: Sequence[Observation], catalogue: Catalogue, config: Config | None = None
) -> tuple[Finding, ...]:
    """All findings of the rules for one document, in the order of the rules."""
    case = Case(plan, tuple(observations), catalogue, config or Config())
    made = (finding for rule in RULES if case.config.runs(rule.id) for finding in rule.run(case))
    return tuple(case.config.settle(finding) for finding in made)


def check_across(
    documents_read: Iterable[tuple[DocumentRecord, Sequence[Observation]]],
    catalogue: Catalogue,
    config: Config | None = None,
) -> tuple[Finding, ...]:
    """All findings of the rules across documents.

    `documents_read` is consumed once, one document at a time; memory holds one province's values of one
    indicator.  Findings come in the order of indicators, scopes and areas.
    """
    settings = config or Config()
    with Store() as store:
        for record, observations in documents_read:
            store.add(record, observations)
        return tuple(_across(store, catalogue, settings))


def check_province(
    facts: Iterable[Row], root: str, catalogue: Catalogue, config: Config
) -> Iterator[Finding]:
    """The same findings, those alone under the documents of one province (`root`; empty: the nation).

    `facts` are those of its documents and of the nation (`rows_of`): all that these findings depend on.
    """
    with Store() as store:
        store.put(facts)
        yield from _across(store, catalogue, config, root)


def _across(store: Store, catalogue: Catalogue, config: Config, root: str | None = None) -> Iterator[Finding]:
    return (config.settle(finding) for finding in _found(store, catalogue, config, root))


def _found(store: Store, catalogue: Catalogue, config: Config, root: str | None) -> Iterator[Finding]:
    counts: Counter[tuple[str, int]] = Counter()
    examples: dict[tuple[str, int], tuple[Fact, Fact]] = {}
    for block in store.blocks(catalogue, root):
        for rule in documents.RULES:
            if config.runs(rule.id):
                yield from rule.run(block)
        for result, target in documents.met(block):
            counts[result.document, result.end] += 1
            examples.setdefault((result.document, result.end), (result, target))
    if config.runs("G06"):
        yield from documents.met_summary(counts, examples)
    for roster in store.rosters(root):
        for roster_rule in documents.ROSTER_RULES:
            if config.runs(roster_rule.id):
                yield from roster_rule.run(roster)


def explain(rule: str, lang: str) -> str:
    """What a rule compares, when it fires, an example, its traps; `KeyError` for an unknown rule."""
    return explanations(lang)[rule]


def explanations(lang: str) -> dict[str, str]:
    """The explanation of every rule by its id, those of other stages included, in alphabetical order."""
    return {rule: told[lang] for rule, told in data("explanations").items()}
