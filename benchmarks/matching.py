"""10,000 different labels against 500 confirmed wordings: CPU seconds, keys and reasons included.

``python -m benchmarks.matching`` ends with 1 when one of two sets is above its limit.  *Other figures*: the
labelled examples with other numbers and years, as in plans of one programme; what differs only in values is
ruled on once.  *Other words*: no two labels have the same words; a place is added, two words change
places, a letter is misread, or words of several labels are thrown together; no batch of plans is like
this, its limit only guards against getting slower.  Wordings are those of the catalogue, repeated with other
numbers until there are 500.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.catalogue.load import load
from pipeline.catalogue.schema import Catalogue
from pipeline.language.text import bare
from pipeline.normalizer.matching import Index, Item, build_index, match_all

LABELS, WORDINGS = 10_000, 500
LIMITS = {"other figures": 2.0, "other words": 15.0}
EXAMPLES = Path(__file__).parent.parent / "tests" / "examples" / "wordings.jsonl"
CLEAN = ("seed", "strategy", "paraphrase", "upper", "negative")
PLACE = ("xã", "phường", "huyện", "thôn")
NAMES = "an bình hòa phú tân lộc sơn hà giang đông nam bắc tây long thạnh mỹ thành phước ninh krông pa ia"


def examples() -> list[str]:
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    return [row["text"] for row in rows if row["made"] in CLEAN]


def other_figures() -> list[str]:
    chance = random.Random(7)
    texts = examples()
    return [f"{chance.choice(texts)} đạt {n / 100:.2f}% vào năm {2021 + n % 10}" for n in range(LABELS)]


def other_words() -> list[str]:
    chance = random.Random(11)
    texts = examples()
    changes = (placed, exchanged, misread, thrown_together)
    found: dict[str, None] = {}
    while len(found) < LABELS:
        found[changes[len(found) % len(changes)](texts, chance)] = None
    return list(found)


def placed(texts: Sequence[str], chance: random.Random) -> str:
    name = " ".join(word.capitalize() for word in chance.choices(NAMES.split(), k=2))
    return f"{chance.choice(texts)} tại {chance.choice(PLACE)} {name}"


def exchanged(texts: Sequence[str], chance: random.Random) -> str:
    words = chance.choice(texts).split()
    one, other = chance.choices(range(len(words)), k=2)
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def misread(texts: Sequence[str], chance: random.Random) -> str:
    text = chance.choice(texts)
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(("", bare(text[at]), chance.choice("tnhgcu"))) + text[at + 1 :]


def thrown_together(texts: Sequence[str], chance: random.Random) -> str:
    words = [chance.choice(chance.choice(texts).split()) for _ in range(chance.randint(5, 16))]
    return " ".join([*words, *chance.choices(NAMES.split(), k=2)])


def padded(catalogue: Catalogue) -> Catalogue:
    family = catalogue.family("VNGES")
    each = WORDINGS // len(family.indicators) + 1
    indicators = tuple(
        replace(i, wordings=tuple(f"{w} {n}" for n in range(each) for w in (*i.wordings, i.name_vi))[:each])
        for i in family.indicators
    )
    return Catalogue((replace(family, indicators=indicators),))


def seconds(name: str, labels: Sequence[str], index: Index) -> float:
    """Print what a set of labels takes, and give it in CPU seconds."""
    items = [Item(text) for text in labels]
    started = time.process_time()
    found = match_all(items, index, ("VNGES",))
    used = time.process_time() - started
    accepted = sum(match.review == "accepted" for match in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {len(items)} labels against {len(index.families['VNGES'].references)} wordings: "
        f"{used:.2f} s CPU (limit {LIMITS[name]}), {memory:.0f} MB, {accepted} accepted"
    )
    return used


def main() -> int:
    index = build_index(padded(load()))
    sets = {"other figures": other_figures(), "other words": other_words()}
    over = [seconds(name, labels, index) > LIMITS[name] for name, labels in sets.items()]
    return int(any(over))


if __name__ == "__main__":
    sys.exit(main())
