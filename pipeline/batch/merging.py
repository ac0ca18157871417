"""Everything that the tables are made of, document by document: what was read, compared, and ruled on.

Takes the entries of a run and its ledger; gives the `Stack` that `writers.press` prints.  Documents that
follow each other are packed together and kept (`segments`); of a document nothing is held but its brief.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from pipeline.batch.across import Across, Member
from pipeline.batch.artefact import HARVEST, PAGE, Brief, rendered
from pipeline.batch.intake import Arrival
from pipeline.batch.kept import Kept
from pipeline.batch.ledger import Ledger
from pipeline.batch.records import nothing
from pipeline.batch.sections import Sections, Unsound
from pipeline.batch.segments import Entry, Group, groups
from pipeline.catalogue.decisions import Verdict, sent_to_review, unused
from pipeline.checks import Config
from pipeline.errors import UsageError
from pipeline.language.messages import say
from pipeline.model import DocumentRecord, Harvest
from pipeline.writers import Bundle, Findings, Lot, Page, Said, bundled, page, said, told
from pipeline.writers.columns import FINDINGS, OBSERVATIONS
from pipeline.writers.leaves import judged, loose, merged
from pipeline.writers.order import SEVERITIES
from pipeline.writers.parquet import column
from pipeline.writers.printing import final
from pipeline.writers.schema import JOINT
from pipeline.writers.spool import NO_PIECES, Spool

ROWS = "rows"
"""The section of a kept bundle; what is said stands in sections of its own by severity."""

_SIDES = tuple(FINDINGS.index(name) for name in ("document_a", "document_b"))
_CONCERNED = FINDINGS.index("observation_ids")
_ID = "observation_id"


@dataclass(slots=True)
class Stack:
    """The documents of a run; see `writers.Stack`.

    `briefs` are those of the documents that were read, by SHA-256, `arrivals` their files by id.  `misread`
    are the ids of the observations behind findings that people ruled to be misread; `last` is what the run
    itself has to say.
    """

    ledger: Ledger
    across: Across
    groups: tuple[Group, ...]
    briefs: Mapping[str, Brief]
    arrivals: Mapping[str, Arrival]
    misread: frozenset[str] = frozenset()
    last: Page = field(default_factory=Page)

    def prepare(self) -> None:
        """Pack what is not packed yet, forget what nobody asks for; raises `OSError`, `Unsound`."""
        kept = Kept(self.ledger.folders.segments, self.ledger.folders.work)
        for group in self.groups:
            kept.sections(group.rows, partial(self._rows, group))
            kept.sections(group.said, partial(self._said, group))
        kept.prune()

    def _rows(self, group: Group) -> Iterator[tuple[str, object]]:
        yield ROWS, bundled(self._page(entry) for entry in group.entries)

    def _said(self, group: Group) -> Iterator[tuple[str, object]]:
        for severity in SEVERITIES:
            found = said(self._under(group, severity))
            if found.ids:
                yield severity, found

    def _page(self, entry: Entry) -> Page:
        if isinstance(entry, DocumentRecord):
            return page(nothing(entry), self.ledger.catalogue)
        sections = self._artefact(entry)
        found = sections.read(PAGE)
        if not isinstance(found, Page):
            raise Unsound(entry.name)
        place = OBSERVATIONS.index(_ID)
        if self.misread.isdisjoint(row[place] for row in found.observations.values):
            return found
        harvest = sections.read(HARVEST)
        if not isinstance(harvest, Harvest):
            raise Unsound(entry.name)
        values = tuple(sent_to_review(harvest.observations, self.misread))
        return rendered(replace(harvest, observations=values), self.ledger.catalogue)

    def _under(self, group: Group, severity: str) -> Iterator[Findings]:
        """The findings of one severity under every document of a group that has any."""
        for entry in group.entries:
            if isinstance(entry, Arrival):
                has_own = severity in self.briefs[entry.sha].kinds
                own = self._artefact(entry).read(severity) if has_own else None
                parts = (own, self.across.findings(severity, entry.id))
                found = [part for part in parts if isinstance(part, Findings)]
                if found:
                    yield merged(found)

    def _artefact(self, arrival: Arrival) -> Sections:
        return self.ledger.sure(arrival, self.briefs[arrival.sha].digest)

    def bundles(self) -> Iterator[Bundle]:
        """The rows of all documents in the order of the output."""
        for group in self.groups:
            found = Sections(self.ledger.folders.segments / group.rows).read(ROWS)
            if not isinstance(found, Bundle):
                raise Unsound(group.rows)
            yield bundled(map(self._page, group.entries)) if self._is_concerned(found) else found
        yield bundled([self.last])

    def _is_concerned(self, bundle: Bundle) -> bool:
        """Whether a value was misread; then the rows of its document are others than the kept ones."""
        rows = bundle.observations
        if not self.misread or not rows.count:
            return False
        return not self.misread.isdisjoint(column(OBSERVATIONS, rows.values.bytes(), _ID))

    def findings(self, severity: str) -> Iterator[Lot]:
        """The findings of one severity under all documents, in the same order."""
        for group in self.groups:
            sections = Sections(self.ledger.folders.segments / group.said)
            found = sections.read(severity) if severity in sections else Said()
            if not isinstance(found, Said):
                raise Unsound(group.said)
            yield Lot(found, partial(self._under, group, severity))

    def judge(self, lot: Lot) -> Said:
        """What people ruled, put on findings that have their final ids."""
        if self.verdicts().keys().isdisjoint(lot.said.names):
            return lot.said
        return said((self._judged(found) for found in lot.named()), str)

    def _judged(self, found: Findings) -> Findings:
        if self.verdicts().keys().isdisjoint(found.ids):
            return found
        sides = {str(row[side]) for row in found.values for side in _SIDES}
        named = [self.arrivals[name] for name in sorted(sides & self.arrivals.keys())]
        records = [self.ledger.head(arrival).record for arrival in named]
        return judged(found, self.verdicts(), records, self.ledger.catalogue)

    def verdicts(self) -> Mapping[str, Verdict]:
        """What people ruled on findings, by the id of the finding."""
        return self.ledger.rulings.by_finding


class Merger:
    """Goes through the documents of a run once and stacks them."""

    def __init__(self, ledger: Ledger, config: Config, lang: str) -> None:
        self.ledger, self.config, self.lang = ledger, config, lang
        self.provinces: dict[str, list[Member]] = {}
        self.briefs: dict[str, Brief] = {}

    def add(self, arrival: Arrival, brief: Brief | None = None) -> None:
        """Take one document with its brief, if that is known.

        Otherwise its artefact is looked at in every byte; raises `Unsound` when the document has to be read
        again.
        """
        known = brief or self.ledger.asked(self.ledger.settle(arrival))
        self.briefs[arrival.sha] = known
        if known.facts:
            self.provinces.setdefault(known.root, []).append(Member(arrival, known.facts, known.digest))

    def stack(self, entries: Sequence[Entry], scratch: Path) -> Stack:
        """Compare the documents and give the stack; every arrival of `entries` was added.

        Raises `UsageError` when values would be accepted because the rule that doubts them is off.
        """
        across = Across(self.ledger, self.config)
        across.compare(self.provinces)
        cut = groups(entries, self.briefs, across.digests, self.ledger.basis)
        arrivals = {entry.id: entry for entry in entries if isinstance(entry, Arrival)}
        made = Stack(self.ledger, across, tuple(cut), self.briefs, arrivals)
        made.prepare()
        seen = self._apply(made, scratch) if self.ledger.rulings.verdicts else set[str]()
        self._keep_waiting(seen)
        rulings = self.ledger.rulings
        wordings = {key for brief in self.briefs.values() for key in brief.wordings}
        documents = {sha[:16] for sha in self.briefs}
        gone = unused(rulings, wordings, documents, seen)
        spoken = Harvest(findings=(*rulings.findings, *gone))
        made.last = Page(loose=loose(told(spoken, self.ledger.catalogue)))
        return made

    def _keep_waiting(self, seen: Set[str]) -> None:
        """Refuse settings under which a finding that people ruled to be misread may be made no more."""
        misread = (each.finding_id for each in self.ledger.rulings.verdicts if each.ruling == "misread")
        lost = set(misread) - seen
        if lost and "off" in self.config.settings.values():
            raise UsageError(say("batch.misread_off", self.lang, findings=", ".join(sorted(lost))))

    def _apply(self, stack: Stack, scratch: Path) -> set[str]:
        """Look up the findings that people ruled on, and note whose values were misread; gives their ids."""
        verdicts, seen, misread = stack.verdicts(), set[str](), set[str]()
        with Spool(scratch) as spool:
            for bundle in stack.bundles():
                spool.keep(NO_PIECES, bundle.loose)
            for severity in SEVERITIES:
                for lot in final(stack, severity, spool):
                    for name, concerned in _concerned(lot, verdicts):
                        seen.add(name)
                        misread.update(concerned if verdicts[name].ruling == "misread" else ())
        stack.misread = frozenset(misread)
        return seen


def _concerned(lot: Lot, verdicts: Mapping[str, Verdict]) -> Iterator[tuple[str, list[str]]]:
    """The id of each finding that people ruled on, with the ids of the observations concerned."""
    if verdicts.keys().isdisjoint(lot.said.names):
        return
    for found in lot.named():
        for name, row in zip(found.ids, found.values, strict=True):
            if name in verdicts:
                yield name, str(row[_CONCERNED] or "").split(JOINT)
