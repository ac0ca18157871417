"""Everything that the tables are made of, document by document: what was read, compared, and ruled on.

Takes the entries of a run and its ledger; gives the `Stack` that `writers.press` prints.  Of a document
nothing is held but where its artefact is, its province, and which findings it has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.batch.across import Across, Member
from pipeline.batch.artefact import HARVEST, PAGE, rendered
from pipeline.batch.intake import Arrival
from pipeline.batch.ledger import Ledger
from pipeline.batch.records import nothing
from pipeline.batch.sections import Unsound
from pipeline.catalogue.decisions import Verdict, sent_to_review, unused
from pipeline.checks import Config
from pipeline.model import DocumentRecord, Harvest
from pipeline.writers import Findings, Page, page, told
from pipeline.writers.columns import FINDINGS, OBSERVATIONS
from pipeline.writers.leaves import judged, loose, merged
from pipeline.writers.order import SEVERITIES
from pipeline.writers.printing import final
from pipeline.writers.schema import JOINT
from pipeline.writers.spool import Spool

Entry = Arrival | DocumentRecord

_SIDES = tuple(FINDINGS.index(name) for name in ("document_a", "document_b"))
_CONCERNED = FINDINGS.index("observation_ids")
_ID = OBSERVATIONS.index("observation_id")


@dataclass(slots=True)
class Stack:
    """The pages of a run; see `writers.Stack`.

    `entries` are arrivals that were read and records of files that were not, `kinds` the severities that a
    document's own findings have, by its id.  `misread` are the ids of the observations behind findings that
    people ruled to be misread; `last` is what the run itself has to say.
    """

    ledger: Ledger
    across: Across
    entries: Sequence[Entry]
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)
    misread: frozenset[str] = frozenset()
    last: Page = field(default_factory=Page)

    def pages(self) -> Iterator[Page]:
        """Every document's page in the order of the output."""
        for entry in self.entries:
            if isinstance(entry, DocumentRecord):
                yield page(nothing(entry), self.ledger.catalogue)
            else:
                yield self._page(entry)
        yield self.last

    def _page(self, arrival: Arrival) -> Page:
        sections = self.ledger.open(arrival)
        found = sections.read(PAGE)
        if not isinstance(found, Page):
            raise Unsound(arrival.name)
        if self.misread.isdisjoint(row[_ID] for row in found.observations.values):
            return found
        harvest = sections.read(HARVEST)
        if not isinstance(harvest, Harvest):
            raise Unsound(arrival.name)
        values = tuple(sent_to_review(harvest.observations, self.misread))
        return rendered(replace(harvest, observations=values), self.ledger.catalogue)

    def findings(self, severity: str) -> Iterator[Findings]:
        """The findings of one severity under every document that has any, in the same order."""
        for entry in self.entries:
            if isinstance(entry, Arrival):
                own = self.ledger.open(entry).read(severity) if severity in self.kinds[entry.id] else None
                parts = (own, self.across.findings(severity, entry.id))
                found = [part for part in parts if isinstance(part, Findings)]
                if found:
                    yield merged(found)

    def judge(self, found: Findings) -> Findings:
        """What people ruled, put on findings that have their final ids."""
        verdicts = self.verdicts()
        if verdicts.keys().isdisjoint(found.ids):
            return found
        sides = {str(row[side]) for row in found.values for side in _SIDES}
        named = [entry for entry in self.entries if isinstance(entry, Arrival) and entry.id in sides]
        records = [self.ledger.head(arrival).record for arrival in named]
        return judged(found, verdicts, records, self.ledger.catalogue)

    def verdicts(self) -> dict[str, Verdict]:
        """What people ruled on findings, by the id of the finding."""
        return {verdict.finding_id: verdict for verdict in self.ledger.rulings.verdicts}


class Merger:
    """Goes through the documents of a run once and stacks them."""

    def __init__(self, ledger: Ledger, config: Config) -> None:
        self.ledger, self.config = ledger, config
        self.provinces: dict[str, list[Member]] = {}
        self.kinds: dict[str, frozenset[str]] = {}
        self.same: dict[frozenset[str], frozenset[str]] = {}
        self.wordings: set[str] = set()
        self.asked = frozenset(ruling.wording_key for ruling in ledger.rulings.wordings)

    def add(self, arrival: Arrival) -> None:
        """Look at one artefact; raises `Unsound` when the document has to be read again."""
        head, kinds = self.ledger.settle(arrival)
        self.kinds[arrival.id] = self.same.setdefault(kinds, kinds)
        self.wordings.update(self.asked.intersection(head.wordings))
        if head.facts:
            self.provinces.setdefault(head.root, []).append(Member(arrival, head.facts))

    def stack(self, entries: Sequence[Entry], scratch: Path) -> Stack:
        """Compare the documents and give the stack; every arrival of `entries` was added."""
        across = Across(self.ledger, self.config)
        across.compare(self.provinces)
        made = Stack(self.ledger, across, entries, self.kinds)
        seen = self._apply(made, scratch) if self.ledger.rulings.verdicts else set[str]()
        rulings = self.ledger.rulings
        said = (*rulings.findings, *unused(rulings, self.wordings, self.kinds.keys(), seen))
        made.last = Page(loose=loose(told(Harvest(findings=said), self.ledger.catalogue)))
        return made

    def _apply(self, stack: Stack, scratch: Path) -> set[str]:
        """Look up the findings that people ruled on, and note whose values were misread; gives their ids."""
        verdicts, seen, misread = stack.verdicts(), set[str](), set[str]()
        with Spool(scratch) as spool:
            for some in stack.pages():
                spool.keep(some)
            for severity in SEVERITIES:
                for name, concerned in _named(final(stack, severity, spool)):
                    if name in verdicts:
                        seen.add(name)
                        misread.update(concerned if verdicts[name].ruling == "misread" else ())
        stack.misread = frozenset(misread)
        return seen


def _named(findings: Iterator[Findings]) -> Iterator[tuple[str, list[str]]]:
    """The id of each finding with the ids of the observations concerned."""
    for found in findings:
        for name, row in zip(found.ids, found.values, strict=True):
            yield name, str(row[_CONCERNED] or "").split(JOINT)
