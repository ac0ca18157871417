"""How much of the truth of made plans comes out: ``python -m tests.plans_made.score FOLDER [--show 20]``.

Takes the folder that `python -m tests.plans_made` wrote, reads every document in it, and prints one line per
format: values found (cut: with a label that is not whole), missed, invented (a number that is not there;
trusted: and not sent to a person) and unread;
indicators accepted rightly and wrongly; leads; rows with a wrong detail (frequency, base, measure); document
data.  Ends with 1 when a number was invented or an indicator wrong.
"""

import argparse
import json
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.model import Harvest, Observation
from pipeline.run import convert

ENDINGS = ("docx", "pdf", "xlsx", "html", "txt")
COUNTS = (
    "true",
    "found",
    "cut",
    "missed",
    "invented",
    "trusted",
    "unread",
    "accepted",
    "wrong_id",
    "review",
    "unknown",
    "lead",
    "lead_of",
    "detail",
    "data",
    "data_of",
)

Key = tuple[str, ...]


@dataclass(slots=True)
class Score:
    """Counts of one format and lines for a person."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


def letters(text: str) -> str:
    """Letters of a text without marks, case, digits and spaces, y as i: equal in every spelling."""
    apart = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).replace("y", "i")
    return "".join(letter for letter in apart if letter.isalpha())


def amount(value: str | Decimal | None) -> str:
    """A number in one form, empty for none."""
    return "" if value in (None, "") else f"{Decimal(str(value)).normalize():f}"


def truth_key(row: dict[str, Any]) -> Key:
    """What makes a true value the same as an observation; sentences are compared without their wording."""
    label = "" if row["source"] == "body" else letters(row["label_raw"])
    numbers = (amount(row[name]) for name in ("value", "value_high", "numerator", "denominator"))
    return (row["source"], label, row["role"], row["period"], row["comparator"], *numbers)


def found_key(row: Observation) -> Key:
    """The same key of an observation."""
    label = "" if row.source == "body" else letters(row.label_raw)
    quantity = row.quantity
    numbers = map(amount, (quantity.amount, quantity.high, quantity.count, quantity.of))
    return (row.source, label, row.role, str(row.period or ""), quantity.comparator, *numbers)


def score(harvest: Harvest, truth: dict[str, Any], name: str, into: Score) -> None:
    """Compare one harvest with its truth and add to the counts."""
    open_rows: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in truth["rows"]:
        open_rows[truth_key(row)].append(row)
    into.counts["true"] += len(truth["rows"])
    for observation in harvest.observations:
        rows = open_rows[found_key(observation)] or _cut(observation, open_rows, into)
        if rows:
            _compare(observation, rows.pop(_nearest(observation, rows)), name, into)
        else:
            word = "unread" if observation.quantity.amount is None else "invented"
            into.counts[word] += 1
            trusted = f"{observation.review} {observation.indicator_id}"
            into.counts["trusted"] += word == "invented" and observation.review == "accepted"
            into.lines.append(f"{name} {word:8} {found_key(observation)} {observation.value_raw!r} {trusted}")
    _compare_document(harvest, truth["document"], name, into)
    for row in (row for rows in open_rows.values() for row in rows):
        into.counts["missed"] += 1
        into.lines.append(f"{name} missed   {truth_key(row)} {row['value_raw']!r}")


def _cut(
    observation: Observation, open_rows: dict[Key, list[dict[str, Any]]], into: Score
) -> list[dict[str, Any]]:
    """True rows with the same numbers whose label begins or ends with the one that was read."""
    source, label, *numbers = found_key(observation)
    for (other_source, other_label, *other_numbers), rows in open_rows.items():
        part = label and (other_label.startswith(label) or other_label.endswith(label))
        if rows and part and (other_source, other_numbers) == (source, numbers):
            into.counts["cut"] += 1
            return rows
    return []


def _nearest(observation: Observation, rows: list[dict[str, Any]]) -> int:
    """Among true values with one key, the one of the same indicator."""
    ids = [(row["indicator_id"], row["scope"]) for row in rows]
    own = (observation.indicator_id, observation.scope)
    return ids.index(own) if own in ids else 0


def _compare(observation: Observation, row: dict[str, Any], name: str, into: Score) -> None:
    into.counts["found"] += 1
    verdict = _verdict(observation, row)
    into.counts[verdict] += 1
    if verdict == "wrong_id":
        given = f"{observation.indicator_id}/{observation.scope}/{observation.unit}"
        wanted = f"{row['indicator_id']}/{row['scope']}/{row['unit']}"
        into.lines.append(f"{name} wrong id {given} for {wanted}: {row['label_raw']!r}")
    details, read = _details(row), (observation.frequency, observation.per_base, observation.measure)
    if row["indicator_id"] and verdict == "accepted" and details != read:
        into.counts["detail"] += 1
        into.lines.append(f"{name} detail   {read} for {details}: {row['label_raw']!r} {row['value_raw']!r}")
    if row["lead"]:
        into.counts["lead_of"] += 1
        same = tuple(row["lead"]) == observation.lead_agencies
        into.counts["lead"] += same
        if not same:
            into.lines.append(
                f"{name} lead {observation.lead_agencies} for {row['lead']}: {row['lead_printed']!r}"
            )


def _details(row: dict[str, Any]) -> tuple[str, int | None, str]:
    return row["frequency"], row["per_base"], row["measure"]


def _compare_document(harvest: Harvest, truth: dict[str, Any], name: str, into: Score) -> None:
    """Count the document data that are right; `catalogue` is compared without its version."""
    for record in harvest.documents:
        for key, wanted in truth.items():
            if wanted is None:
                continue
            got = getattr(record, key)
            got = got.partition("@")[0] if key == "catalogue" else got
            into.counts["data_of"] += 1
            into.counts["data"] += got == wanted
            if got != wanted:
                into.lines.append(f"{name} {key} {got!r} for {wanted!r}")


def _verdict(observation: Observation, row: dict[str, Any]) -> str:
    """Accepted rightly, accepted wrongly, left to a person, or left without an indicator."""
    if observation.review == "needs_review":
        return "review"
    if not observation.indicator_id:
        return "unknown"
    same = (observation.indicator_id, observation.scope) == (row["indicator_id"], row["scope"])
    unit = row["unit"] in (None, observation.unit)
    return "accepted" if same and unit else "wrong_id"


def read(folder: Path, ending: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The documents of one format with their truth."""
    for path in sorted(folder.glob(f"plan-*.{ending}")):
        yield path, json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def main() -> None:
    """Print the table and the first differences."""
    parser = argparse.ArgumentParser(prog="python -m tests.plans_made.score", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="so many differences per format")
    options = parser.parse_args()
    bad = 0
    print("format  " + "".join(f"{name:>10}" for name in COUNTS))
    for ending in ENDINGS:
        result = Score()
        for path, truth in read(options.folder, ending):
            score(convert(path), truth, path.name, result)
        print(f"{ending:8}" + "".join(f"{result.counts[name]:10}" for name in COUNTS))
        print("\n".join(result.lines[: options.show]), end="\n" if options.show else "")
        bad += result.counts["invented"] + result.counts["wrong_id"]
    raise SystemExit(bad > 0)


if __name__ == "__main__":
    main()
