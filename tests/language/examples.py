"""Opens the labelled examples of tests/examples, one JSON object a line."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "examples"


def examples(name: str) -> list[dict[str, Any]]:
    """All objects of ``NAME.jsonl`` in order."""
    return [
        json.loads(line)
        for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        if line
    ]
