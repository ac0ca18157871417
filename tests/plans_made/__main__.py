"""Write made plans with their truth: ``python -m tests.plans_made OUT --count 20 --formats docx,pdf``."""

import argparse
import tempfile
from pathlib import Path

from tests.plans_made.office import to_pdf
from tests.plans_made.plan import FORMATS, MadePlan, make_plan, write


def main() -> None:
    """Plans of the seeds FIRST to FIRST + COUNT - 1 into OUT, PDF files in one call of LibreOffice."""
    options = _options()
    formats = options.formats.split(",")
    unknown = set(formats) - set(FORMATS)
    if unknown:
        raise SystemExit(f"unknown formats: {', '.join(sorted(unknown))}; known: {', '.join(FORMATS)}")
    plans = [make_plan(seed) for seed in range(options.first, options.first + options.count)]
    for plan in plans:
        write(plan, options.out, formats)
    if "pdf" in formats:
        _write_pdf(plans, options.out)
    print(f"{len(plans)} plans, {sum(len(plan.truth.rows) for plan in plans)} values in {options.out}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.plans_made", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--formats", default=",".join(FORMATS))
    return parser.parse_args()


def _write_pdf(plans: list[MadePlan], folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        sources = [path for plan in plans for path in write(plan, Path(scratch), ["docx"])]
        to_pdf(sources, folder)


if __name__ == "__main__":
    main()
