"""Words of the pages in both languages at once: a page holds both, and a switch shows one.

Takes names of `messages/report.yaml`, or a pair of texts; gives escaped `Markup` with one span per language.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from markupsafe import Markup, escape

from pipeline.catalogue.schema import ALL, Catalogue
from pipeline.language.messages import say
from pipeline.language.units import Units
from pipeline.model import Place

Lang = Literal["vi", "en"]
LANGS: tuple[Lang, ...] = ("vi", "en")

SPAN = Markup('<span class="{0}" lang="{0}">{1}</span>')

PERCENT = "%"
"""The one unit whose sign everybody reads faster than its name."""


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in both languages; Jinja shows it through ``__html__``."""

    vi: str
    en: str

    def __html__(self) -> Markup:
        """Both spans; one plain text where the languages agree."""
        if self.vi == self.en:
            return escape(self.vi)
        return Markup("").join(SPAN.format(lang, self.of(lang)) for lang in LANGS)

    def __bool__(self) -> bool:
        return bool(self.vi or self.en)

    def of(self, lang: str) -> str:
        """The text in one language."""
        return self.vi if lang == "vi" else self.en


def word(name: str, **values: object) -> Text:
    """A sentence of `report.yaml`."""
    return Text(*(say(f"report.{name}", lang, **values) for lang in LANGS))


def spot(place: Place) -> Text:
    """Where something is printed, for a person, in both languages."""
    parts = (
        ("page", place.page),
        ("table", place.table),
        ("row", place.row),
        ("column", place.column),
        ("line" if place.page is None else "paragraph", place.line),
    )
    known = [(word(name), number) for name, number in parts if number is not None]
    return Text(*(", ".join(f"{name.of(lang)} {number}" for name, number in known) for lang in LANGS))


def figure(value: Decimal) -> Text:
    """A number in plain digits, decimal comma in Vietnamese.

    >>> figure(Decimal("31.70")).vi, figure(Decimal("1E+2")).en
    ('31,7', '100')
    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Text(text.replace(".", ","), text)


def unit_name(unit: str, units: Units) -> Text:
    """What people call a unit; its id where nobody has named it."""
    if unit not in units:
        return Text(unit, unit)
    known = units[unit]
    if known.ucum == PERCENT:
        return Text(PERCENT, PERCENT)
    return Text(known.vi or unit, known.en or unit)


def scope_name(indicator_id: str, scope: str, catalogue: Catalogue) -> Text:
    """What people call a part of an indicator's population; its id in English, empty for the whole of it."""
    part = catalogue.indicator(indicator_id).scope(scope) if indicator_id in catalogue else None
    return Text("", "") if scope in ("", ALL) else Text(part.name_vi if part else scope, scope)
