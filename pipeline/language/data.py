"""Opens the word lists of this package: YAML files beside the modules, read once.

Takes the name of a file without its ending and gives what the YAML holds.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """The contents of ``NAME.yaml``; callers must not change them."""
    path = files("pipeline.language") / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def longest_first(words: Iterable[str]) -> list[str]:
    """The distinct words, longest first: the order in which alternatives must be tried.

    >>> longest_first(["xuống", "xuống còn", "xuống"])
    ['xuống còn', 'xuống']
    """
    return sorted(set(words), key=lambda word: (-len(word), word))
