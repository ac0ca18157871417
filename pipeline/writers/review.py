"""The sheet of questions: every row without a sure indicator, every value that a person has to confirm.

Takes an `Output`; gives a `Sheet` whose first column is a drop-down with the candidates of the row.  A
choice reads ``VNGES.1.1/all – name``; what stands before the first space is the answer.  A value can be
confirmed, or the right value typed instead.  The technical columns (kind, document, label and value as
printed, place, the row that it is a part of) are hidden; `answers` reads from them what an answer is about.
"""

from dataclasses import dataclass
from typing import Literal

from pipeline.catalogue.schema import ALL, Catalogue
from pipeline.language.reasons import all_in_words
from pipeline.model import Candidate, Observation, Place, Unmatched
from pipeline.writers import order
from pipeline.writers.columns_others import in_words
from pipeline.writers.output import Output
from pipeline.writers.schema import JOINT, Value
from pipeline.writers.sheets import Choices, Heading, Line, Sheet, document_names
from pipeline.writers.texts import texts

OFFERED = 5
"""Candidates in the drop-down: below the fifth place the right one was never seen."""

WIDTHS = (
    ("answer", 44),
    ("label", 50),
    ("values", 20),
    ("unit", 12),
    ("goal", 28),
    ("parent", 28),
    ("proposals", 50),
    ("document", 28),
    ("place", 24),
    ("reasons", 30),
    ("settles", 10),
    ("note", 24),
    ("kind", 0),
    ("document_id", 0),
    ("wording_key", 0),
    ("label_raw", 0),
    ("observation_id", 0),
    ("printed", 0),
    ("spot", 0),
    ("part_of", 0),
)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the sheet.  `kind` says whether an indicator is missing or a value has to be confirmed.

    `may_confirm` says that there is a value which may be right as it was read.
    """

    kind: Literal["unmatched", "observation"]
    document_id: str
    place: Place
    goal: str
    parent: str
    label: str
    label_raw: str
    unit: str
    values: str
    reasons: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    settles: int = 1
    wording_key: str = ""
    observation_id: str = ""
    may_confirm: bool = False


def questions(output: Output) -> tuple[Question, ...]:
    """Rows without an indicator, then values in doubt, each in document order.

    A value whose row is asked about already is left out: one answer settles both.
    """
    missing = order.unmatched(output.harvest)
    asked = {_row(item) for item in missing}
    doubtful = (row.observation for row in order.observations(output.harvest))
    return (
        *(_about_row(item) for item in missing),
        *(
            _about_value(item)
            for item in doubtful
            if item.review == "needs_review" and not (_in_doubt(item) and _row(item) in asked)
        ),
    )


def review(output: Output) -> Sheet:
    """Give the sheet of all questions."""
    found = questions(output)
    names = document_names(output)
    titles = texts().review_columns
    choices = [Heading(f"{titles['choice']} {number}", 0) for number in range(1, OFFERED + 4)]
    return Sheet(
        title=texts().sheets["review"],
        headings=(*(Heading(titles[key], width) for key, width in WIDTHS), *choices),
        lines=tuple(_line(item, names, output.catalogue) for item in found),
        choices=Choices(0, len(WIDTHS), len(WIDTHS) + len(choices) - 1),
    )


def choices(question: Question, catalogue: Catalogue) -> tuple[str, ...]:
    """Give what the drop-down offers: the value as read, the candidates, the two ways to say none."""
    words = texts().review
    offered = dict.fromkeys(_choice(item, catalogue) for item in question.candidates[:OFFERED])
    confirm = (words["confirm"],) if question.may_confirm else ()
    return (*confirm, *offered, words["outside"], words["unclear"])


def _line(item: Question, names: dict[str, str], catalogue: Catalogue) -> Line:
    offered = choices(item, catalogue)
    values: tuple[Value, ...] = (
        None,
        item.label,
        item.values,
        item.unit,
        item.goal,
        item.parent,
        "\n".join(_proposal(candidate, catalogue) for candidate in item.candidates[:OFFERED]),
        names.get(item.document_id, item.document_id),
        item.place.spot,
        JOINT.join(all_in_words(item.reasons, "vi")),
        item.settles,
        None,
        item.kind,
        item.document_id,
        item.wording_key,
        item.label_raw,
        item.observation_id,
        item.values if item.kind == "observation" else None,
        item.place.spot,
        item.parent,
        *offered,
        *(None for _ in range(OFFERED + 3 - len(offered))),
    )
    return Line(values)


def _choice(candidate: Candidate, catalogue: Catalogue) -> str:
    name = _named(candidate, catalogue)
    answer = f"{candidate.indicator_id}/{candidate.scope}"
    return f"{answer} – {name}" if name else answer


def _proposal(candidate: Candidate, catalogue: Catalogue) -> str:
    return f"{in_words(candidate)} – {_named(candidate, catalogue)}".removesuffix(" – ")


def _named(candidate: Candidate, catalogue: Catalogue) -> str:
    if candidate.indicator_id not in catalogue:
        return ""
    indicator = catalogue.indicator(candidate.indicator_id)
    scope = indicator.scope(candidate.scope) if candidate.scope != ALL else None
    return f"{indicator.name_vi} ({scope.name_vi})" if scope else indicator.name_vi


def _in_doubt(item: Observation) -> bool:
    return item.match.review == "needs_review"


def _row(item: Observation | Unmatched) -> tuple[object, ...]:
    place = item.place
    spot = (place.row,) if place.table else (place.page, place.line, place.bbox)
    return item.document_id, item.label_raw, place.table, spot


def _about_row(item: Unmatched) -> Question:
    return Question(
        "unmatched",
        item.document_id,
        item.place,
        item.goal,
        item.parent,
        item.label,
        item.label_raw,
        item.unit,
        item.values,
        item.reasons,
        item.candidates,
        settles=item.settles,
        wording_key=item.wording_key,
    )


def _about_value(item: Observation) -> Question:
    return Question(
        "observation",
        item.document_id,
        item.place,
        "",
        "",
        item.label,
        item.label_raw,
        item.unit_raw or item.unit,
        item.value_raw,
        item.match.reasons,
        _candidates(item),
        observation_id=item.observation_id,
        may_confirm=bool(item.indicator_id) and item.quantity.kind != "unparsed",
    )


def _candidates(item: Observation) -> tuple[Candidate, ...]:
    """Give the candidates of the match; the indicator that the value was put under comes first."""
    if not item.indicator_id:
        return item.match.candidates
    own = Candidate(item.indicator_id, item.scope, item.match.score)
    others = (found for found in item.match.candidates if (found.indicator_id, found.scope) != _id(own))
    return (own, *others)


def _id(candidate: Candidate) -> tuple[str, str]:
    return candidate.indicator_id, candidate.scope
