"""Stage 4: words become indicators, figures become quantities, names become bodies and areas.

`normalize` takes a `Plan` and everything that people know (`Knowledge`) and gives `Normalized`: observations,
responsibilities and what stays unmatched, with a finding for every doubt.
"""

from dataclasses import dataclass, field, replace
from typing import cast

from pipeline.catalogue.agencies import Agencies
from pipeline.catalogue.areas import Areas
from pipeline.catalogue.decisions import Rulings
from pipeline.catalogue.headings import load_headings
from pipeline.catalogue.schema import Catalogue
from pipeline.language.text import wording_key
from pipeline.language.units import Units
from pipeline.model import Finding, Level, Observation, Plan, Responsibility, Unmatched
from pipeline.normalizer.above import read_above
from pipeline.normalizer.area import read_plan_area
from pipeline.normalizer.corrections import corrected
from pipeline.normalizer.doubts import line_findings
from pipeline.normalizer.family import find_families
from pipeline.normalizer.lines import Facts, items, responsibilities, row_lines, statement_lines, told_apart
from pipeline.normalizer.matching import Index, match_all
from pipeline.normalizer.observe import observe
from pipeline.normalizer.parts_of_one import parts_of_one
from pipeline.normalizer.reading import reader_for
from pipeline.normalizer.recognised import doubted
from pipeline.normalizer.skipped import skipped_tables
from pipeline.normalizer.unmatched import settle, unmatched, waits


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the normalizer knows: catalogue with its index of wordings, units, bodies, areas, rulings.

    The rulings on wordings are in the index too, which is where matching looks them up.
    """

    catalogue: Catalogue
    index: Index
    units: Units
    agencies: Agencies
    areas: Areas
    rulings: Rulings = field(default_factory=Rulings)


@dataclass(frozen=True, slots=True)
class Normalized:
    """What a plan says, normalized; `plan` now has its area, `families` are the catalogues it follows.

    `wordings` are the keys of everything that was matched, sorted: what rulings on wordings can touch.
    `settled` are the ids of the observations whose number a person corrected or confirmed.
    """

    plan: Plan
    families: tuple[str, ...]
    area_code: str
    parent_area: str
    observations: tuple[Observation, ...]
    responsibilities: tuple[Responsibility, ...]
    unmatched: tuple[Unmatched, ...]
    wordings: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()


def normalize(plan: Plan, known: Knowledge) -> tuple[Normalized, tuple[Finding, ...]]:
    """Everything that a plan states, with canonical ids where they are sure."""
    area = read_plan_area(plan, known.areas)
    plan = replace(plan, area_name=area.name, area_level=cast(Level, area.level))
    families = find_families(plan, known.index)
    wordings = items(plan)
    matches = match_all(wordings, known.index, families, (area.kind, area.name))
    above = read_above(plan, area, known.areas, load_headings())
    facts = Facts(plan, area, known.catalogue, reader_for(plan, known.units), known.agencies, above)
    rows = len(plan.rows)
    stated = (*statement_lines(facts, matches[rows:]), *row_lines(facts, matches[:rows]))
    own = known.rulings.by_document.get(plan.document.id, ())
    unsure = tuple(told_apart(parts_of_one(doubted(plan, stated), known.units)))
    lines, ruled = corrected(unsure, own, facts.reader)
    observed = [(observe(line.subject, value), value) for line in lines for value in line.values]
    normalized = Normalized(
        plan=plan,
        families=families,
        area_code=area.code,
        parent_area=area.parent,
        observations=tuple(observation for observation, _ in observed),
        responsibilities=tuple(part for line in lines for part in responsibilities(line)),
        unmatched=settle([unmatched(line) for line in lines if waits(line)]),
        wordings=tuple(sorted({wording_key(item.wording) for item in wordings})),
        settled=frozenset(observation.observation_id for observation, value in observed if value.ruled),
    )
    doubts = (found for line in lines for found in line_findings(line))
    return normalized, (*ruled, *doubts, *skipped_tables(plan, known.index, families))
