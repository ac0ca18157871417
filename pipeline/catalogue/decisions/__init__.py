"""What people ruled: `raw_docs/decisions.csv`, read, added to, and put to use.

The file opens in a spreadsheet and is only ever added to; `COLUMNS` names its columns.  `subject` tells what
a line is about:

- empty or ``wording``: `wording` is a label; `ruling` an indicator id, ``none``, ``unsure`` or ``undo``;
  `goal` (number or title) and `parent` (label or indicator id of the row above) may narrow it.
- ``value``: one value, found by `document` (document id), `place` (`Place.spot`) and `printed` (`value_raw`);
  `wording` is the label of its row and must agree where it is given; `ruling` is the right value as an office
  would print it, ``confirm`` or ``undo``; `note` is the reason, which a correction must have.
- ``finding``: `place` is the finding id, `document` and `printed` are those of its first side; `ruling` is
  ``true``, ``not_error``, ``misread`` or ``undo``.

A run applies them like this.  Before reading: ``rulings = fitting(read_rulings(path), catalogue)``, which is
what ``run.know`` puts into ``Knowledge.rulings``; a document has to be read again when
``relevant(rulings, its wordings, its id)`` changed.  In the merge, once the findings of all documents stand
in their final order with their ids: ``findings = ruled(findings, ids, rulings)``, then
``observations = sent_to_review(observations, misread(findings))``, and ``rulings.findings`` and
``unused(rulings, wordings, documents, ids)`` are added to the findings.  A finding counts (summary,
``--fail-on``) while `Finding.stands`.
"""

from pipeline.catalogue.decisions.appending import append
from pipeline.catalogue.decisions.force import context_of, read_rulings, rulings_of
from pipeline.catalogue.decisions.history import new_lines, read_lines
from pipeline.catalogue.decisions.records import (
    COLUMNS,
    CONFIRM,
    CONFIRMED,
    CORRECTED,
    FILE,
    UNDO,
    Conflict,
    Correction,
    Decision,
    Line,
    Rulings,
    Verdict,
)
from pipeline.catalogue.decisions.use import fitting, misread, relevant, ruled, sent_to_review, unused

__all__ = [
    "COLUMNS",
    "CONFIRM",
    "CONFIRMED",
    "CORRECTED",
    "FILE",
    "UNDO",
    "Conflict",
    "Correction",
    "Decision",
    "Line",
    "Rulings",
    "Verdict",
    "append",
    "context_of",
    "fitting",
    "misread",
    "new_lines",
    "read_lines",
    "read_rulings",
    "relevant",
    "ruled",
    "rulings_of",
    "sent_to_review",
    "unused",
]
