"""The rules across documents over an archive of plans: CPU seconds and peak memory as the archive grows.

Run as ``python -m benchmarks.across [DOCUMENTS …]`` (default 1,000 and 10,000).  Every plan is the province
seed's appendix under another place and year, with other figures, 25 values each; plans are made one by one,
so that the memory measured is that of the rules and of what they find.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pipeline.catalogue.load import load
from pipeline.checks import check_across
from pipeline.model import DocumentRecord, Observation, Period
from pipeline.run import convert

SEED = Path(__file__).parents[1] / "raw_docs" / "000_753fda21913fb3fa.txt"
VALUES, PROVINCES, YEARS = 25, 63, (2021, 2022, 2023, 2024, 2025)


def plans(
    count: int, record: DocumentRecord, values: Sequence[Observation]
) -> Iterator[tuple[DocumentRecord, Sequence[Observation]]]:
    """So many plans, each with its own place, year and figures."""
    chance = random.Random(11)
    for number in range(count):
        year = YEARS[number % len(YEARS)]
        area = f"Tỉnh {number // len(YEARS) % PROVINCES} huyện {number // len(YEARS) // PROVINCES}"
        own = {"document_id": f"{number:016x}", "area_name": area}
        made = replace(record, **own, path=f"{number}.txt", plan_start=year, plan_end=year)  # type: ignore[arg-type]
        yield made, [_moved(value, own, year, chance) for value in values]


def _moved(value: Observation, own: dict[str, str], year: int, chance: random.Random) -> Observation:
    assert value.quantity.amount is not None
    amount = value.quantity.amount + Decimal(chance.randint(-20, 20)) / 10
    period = Period(year, year) if value.role == "target" else Period(year - 1, year - 1)
    place = replace(value.place, document=own["document_id"])
    quantity = replace(value.quantity, amount=amount)
    return replace(value, **own, quantity=quantity, period=period, place=place)  # type: ignore[arg-type]


def main() -> None:
    catalogue = load()
    seed = convert(SEED)
    values = [value for value in seed.observations if value.source == "appendix"][:VALUES]
    print(f"{'documents':>10}{'values':>10}{'CPU s':>9}{'findings':>10}{'peak MB':>9}")
    for count in [int(text) for text in sys.argv[1:]] or [1000, 10_000]:
        started = time.process_time()
        found = check_across(plans(count, seed.documents[0], values), catalogue)
        used = time.process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:>10}{count * VALUES:>10}{used:>9.1f}{len(found):>10}{peak:>9.0f}")


if __name__ == "__main__":
    main()
