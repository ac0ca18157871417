"""10,000 different labels against 500 confirmed wordings: CPU seconds, keys and reasons included.

``python -m benchmarks.matching`` ends with 1 above the limit.  Labels are the labelled examples with other
numbers and years; wordings are those of the catalogue, repeated with other openings until there are 500.
As in plans of one programme, words come again and figures do not: what differs only in values is ruled on
once.
"""

import json
import random
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from pipeline.catalogue.load import load
from pipeline.catalogue.schema import Catalogue
from pipeline.normalizer.match import Item, build_index, match_all

LABELS, WORDINGS, LIMIT = 10_000, 500, 2.0
EXAMPLES = Path(__file__).parent.parent / "tests" / "examples" / "wordings.jsonl"
CLEAN = ("seed", "strategy", "paraphrase", "upper", "negative")


def labels() -> list[str]:
    chance = random.Random(7)
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    texts = [row["text"] for row in rows if row["made"] in CLEAN]
    return [f"{chance.choice(texts)} đạt {n / 100:.2f}% vào năm {2021 + n % 10}" for n in range(LABELS)]


def padded(catalogue: Catalogue) -> Catalogue:
    family = catalogue.family("VNGES")
    each = WORDINGS // len(family.indicators) + 1
    indicators = tuple(
        replace(i, wordings=tuple(f"{w} {n}" for n in range(each) for w in (*i.wordings, i.name_vi))[:each])
        for i in family.indicators
    )
    return Catalogue((replace(family, indicators=indicators),))


def main() -> int:
    index = build_index(padded(load()))
    items = [Item(text) for text in labels()]
    started = time.process_time()
    found = match_all(items, index, ("VNGES",))
    used = time.process_time() - started
    wordings = len(index.families["VNGES"].references)
    accepted = sum(match.review == "accepted" for match in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(items)} labels against {wordings} wordings: {used:.2f} s CPU (limit {LIMIT}), {memory:.0f} MB"
    )
    print(f"accepted {accepted}")
    return int(used > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
