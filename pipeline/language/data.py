"""Opens data files: YAML everywhere in the program, and the word lists of this package.

`parse_yaml` is the one way to read YAML; it uses the C parser where there is one (ten times faster).  `load`
takes the name of a word list of this package without its ending and gives what it holds, read once.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:  # noqa: ANN401 - YAML
    """What a YAML text holds: plain lists, maps, texts and numbers; raises `yaml.YAMLError`."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones


@cache
def load(name: str) -> Any:  # noqa: ANN401 - YAML
    """The contents of ``NAME.yaml``; callers must not change them."""
    path = files("pipeline.language") / f"{name}.yaml"
    return parse_yaml(path.read_text(encoding="utf-8"))


def longest_first(words: Iterable[str]) -> list[str]:
    """The distinct words, longest first: the order in which alternatives must be tried.

    >>> longest_first(["xuống", "xuống còn", "xuống"])
    ['xuống còn', 'xuống']
    """
    return sorted(set(words), key=lambda word: (-len(word), word))
