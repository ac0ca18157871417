"""Words of the workbook, from `texts.yaml`.

Gives `texts()`, typed; an unknown key raises `KeyError`, which a test meets first.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pipeline.language.data import parse_yaml


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One line of the first sheet; `sheet` is the key of the sheet that a `count` line is about."""

    style: str
    text: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """All words: `sheets`, `review` and `catalogue` by key, column titles by key, the lines of the guide."""

    sheets: dict[str, str]
    plain: dict[str, str]
    review: dict[str, str]
    review_columns: dict[str, str]
    catalogue: dict[str, str]
    catalogue_columns: dict[str, str]
    guide: tuple[GuideLine, ...]


@lru_cache(maxsize=1)
def texts() -> Texts:
    """Read the words once."""
    raw = parse_yaml((files("pipeline.writers") / "texts.yaml").read_text(encoding="utf-8"))
    review, catalogue = dict(raw["review"]), dict(raw["catalogue"])
    return Texts(
        sheets=raw["sheets"],
        plain={key: value for key, value in raw.items() if isinstance(value, str)},
        review_columns=review.pop("columns"),
        review=review,
        catalogue_columns=catalogue.pop("columns"),
        catalogue=catalogue,
        guide=tuple(GuideLine(**line) for line in raw["guide"]),
    )
