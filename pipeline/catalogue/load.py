"""Reads catalogues: a folder of YAML is a family, `family.yaml` says which, the others its indicators.

Takes folders (the packaged families are always read; a folder with the id of a packaged family replaces it)
and gives a `Catalogue`.  What a file says wrongly is collected and raised together as `CatalogueError`.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

import yaml

from pipeline.catalogue.check import check
from pipeline.catalogue.schema import (
    ALL,
    Bounds,
    Catalogue,
    Counts,
    Direction,
    Drift,
    Family,
    Goal,
    Indicator,
    LegalBasis,
    Level,
    Limits,
    Measure,
    Predecessor,
    Scope,
    Source,
    Status,
    Target,
    Terms,
)
from pipeline.errors import CatalogueError
from pipeline.language.data import parse_yaml
from pipeline.language.text import one_line
from pipeline.language.units import Unit
from pipeline.model import Comparator, Frequency

T = TypeVar("T")
FAMILY_FILE = "family.yaml"
VERSION_LENGTH = 12  # hex digits: enough to tell two catalogues apart, short enough for a column


def load(paths: Sequence[Path] = ()) -> Catalogue:
    """Give the packaged families and those of `paths`; `CatalogueError` names every fault."""
    catalogue = read(paths)
    faults = check(catalogue)
    if faults:
        raise CatalogueError(faults)
    return catalogue


def read(paths: Sequence[Path] = ()) -> Catalogue:
    """Give the same without looking for contradictions; raises when a file cannot be understood."""
    faults: list[str] = []
    folders = [folder for path in paths for folder in _family_folders(path, faults)]
    own = [_Reader(folder, faults).family() for folder in folders]
    taken = {family.id for family in own if family}
    packaged = [_Reader(folder, faults).family() for folder in _packaged()]
    kept = [family for family in packaged if family and family.id not in taken]
    families = (*kept, *(family for family in own if family))
    if faults:
        raise CatalogueError(tuple(faults))
    return Catalogue(families, _version([*_packaged(), *folders]))


def _packaged() -> list[Path]:
    data = Path(str(files("pipeline.catalogue") / "data"))
    return sorted(file.parent for file in data.glob(f"*/{FAMILY_FILE}"))


def _family_folders(path: Path, faults: list[str]) -> list[Path]:
    """The folder itself, or the folders in it, that hold a family."""
    found = (
        [path] if (path / FAMILY_FILE).is_file() else sorted(f.parent for f in path.glob(f"*/{FAMILY_FILE}"))
    )
    if not found:
        faults.append(f"{path}: {FAMILY_FILE}: no such file in this folder nor in the folders below it")
    return found


def _version(folders: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.glob("*.yaml")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:VERSION_LENGTH]


class _Reader:
    """Reads one folder; every fault becomes a line ``file: key: what is wrong``."""

    def __init__(self, folder: Path, faults: list[str]) -> None:
        self._folder = folder
        self._faults = faults
        self._file = ""
        self._order = 0

    def family(self) -> Family | None:
        """Give the family, None when its own file cannot be read (the faults say why)."""
        family = self._record(FAMILY_FILE, "family", self._open(FAMILY_FILE), self._family)
        if family is None:
            return None
        names = sorted(file.name for file in self._folder.glob("*.yaml") if file.name != FAMILY_FILE)
        return replace(family, indicators=tuple(i for name in names for i in self._indicators(name)))

    def _label(self, name: str) -> str:
        return f"{self._folder.name}/{name}"

    def _open(self, name: str) -> Mapping[str, Any]:
        try:
            data = parse_yaml((self._folder / name).read_text(encoding="utf-8"))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self._faults.append(f"{self._label(name)}: file: not readable as YAML ({one_line(str(error))})")
            return {}
        return data if isinstance(data, Mapping) else {}

    def _indicators(self, name: str) -> list[Indicator]:
        rows = self._open(name).get("indicators", [])
        made = [self._record(name, str(row.get("id", "?")), row, self._indicator) for row in rows]
        return [indicator for indicator in made if indicator]

    def _record(
        self, name: str, key: str, row: Mapping[str, Any], make: Callable[[Mapping[str, Any]], T]
    ) -> T | None:
        """What `make` gives; a missing key or a value of the wrong kind is a fault, not a crash."""
        self._file = self._label(name)
        try:
            return make(row)
        except KeyError as error:
            self._faults.append(f"{self._file}: {key}: {error.args[0]} is missing")
        except (TypeError, ValueError, AttributeError, InvalidOperation) as error:
            self._faults.append(f"{self._file}: {key}: a value of the wrong kind ({one_line(str(error))})")
        return None

    def _family(self, row: Mapping[str, Any]) -> Family:
        first, last = row["period"]
        return Family(
            id=str(row["id"]),
            version=str(row["version"]),
            name_vi=str(row["name_vi"]),
            name_en=str(row["name_en"]),
            file=self._file,
            legal_basis=_legal_basis(row["legal_basis"]),
            period=(int(first), int(last)),
            goals=tuple(_goal(goal) for goal in row["goals"]),
            indicators=(),
            predecessor=_predecessor(row["predecessor"]) if row.get("predecessor") else None,
            declared_counts=_counts(row["declared_counts"]) if row.get("declared_counts") else None,
            sources=tuple(
                Source(key, str(source["url"]), str(source.get("gives", "")))
                for key, source in row.get("sources", {}).items()
            ),
            units=tuple(_unit(id, unit) for id, unit in row.get("units", {}).items()),
            synonyms=_terms(row.get("synonyms")),
            neutral=_texts(row.get("neutral")),
            hard_pairs=tuple((str(a), str(b)) for a, b in row.get("hard_pairs", ())),
        )

    def _indicator(self, row: Mapping[str, Any]) -> Indicator:
        frequency = row.get("frequency", {})
        self._order += 1
        return Indicator(
            id=str(row["id"]),
            goal=str(row["goal"]),
            name_vi=str(row["name_vi"]),
            name_en=str(row["name_en"]),
            measures=tuple(_measure(measure) for measure in row["measures"]),
            direction=_choice(row["direction"], Direction, "direction"),
            status=_status(row),
            file=self._file,
            order=self._order - 1,
            bounds=tuple(_bounds(bounds) for bounds in row.get("bounds", ())),
            targets=tuple(_target(target) for target in row.get("targets", ())),
            scopes=tuple(_scope(scope) for scope in row.get("scopes", ())),
            frequency=str(frequency.get("value", "")),
            frequency_status=_status(frequency) if frequency else "memory",
            must=_terms(row.get("must")),
            forbidden=_texts(row.get("forbidden")),
            essential_terms=_texts(row.get("essential_terms")),
            drift_terms=tuple(Drift(str(d["term"]), str(d["meaning"])) for d in row.get("drift_terms", ())),
            wordings=_texts(row.get("wordings")),
            applies_to=tuple(_choice(level, Level, "applies_to") for level in row.get("applies_to", ())),
            retired=bool(row.get("retired", False)),
            successor=str(row.get("successor", "")),
            number=str(row.get("number", "")),
            numerator=str(row.get("numerator", "")),
            denominator=str(row.get("denominator", "")),
            definition=str(row.get("definition", "")),
            sources=_texts(row.get("sources")),
            note=str(row.get("note", "")),
        )


def _choice(value: object, kind: Any, name: str) -> Any:  # noqa: ANN401 - a Literal and one of its values
    if value not in get_args(kind):
        raise ValueError(f"{name} is {value!r}, not one of {', '.join(get_args(kind))}")
    return value


def _status(row: Mapping[str, Any]) -> Status:
    return cast(Status, _choice(row["status"], Status, "status"))


def _texts(values: Any) -> tuple[str, ...]:  # noqa: ANN401 - YAML
    if isinstance(values, str):
        raise TypeError(f"a list is expected, not {values!r}")
    return tuple(str(value) for value in values or ())


def _terms(groups: Any) -> Terms:  # noqa: ANN401 - YAML
    return tuple(_texts(group) for group in groups or ())


def _number(value: object) -> Decimal:
    return Decimal(str(value))


def _limits(values: Sequence[object] | None) -> Limits | None:
    if values is None:
        return None
    low, high = values
    return _number(low), _number(high)


def _legal_basis(row: Mapping[str, Any]) -> LegalBasis:
    return LegalBasis(
        number=str(row["number"]),
        date=str(row["date"]),
        issuer=str(row["issuer"]),
        kind=str(row.get("kind", "")),
        wrong=_texts(row.get("wrong")),
        status=_status(row),
        sources=_texts(row.get("sources")),
    )


def _predecessor(row: Mapping[str, Any]) -> Predecessor:
    first, last = row["period"]
    return Predecessor(str(row["number"]), (int(first), int(last)), _status(row), str(row.get("note", "")))


def _counts(row: Mapping[str, Any]) -> Counts:
    return Counts(int(row["goals"]), int(row["targets"]), _status(row), _texts(row.get("sources")))


def _unit(id: str, row: Mapping[str, Any]) -> Unit:
    return Unit(
        id=id,
        spellings=_texts(row["spellings"]),
        vi=str(row["vi"]),
        en=str(row["en"]),
        ucum=str(row.get("ucum", "")),
        family=str(row.get("family", "count")),
        base=row.get("base"),
        nouns=_texts(row.get("nouns")),
        counted=_texts(row.get("counted")),
    )


def _goal(row: Mapping[str, Any]) -> Goal:
    return Goal(
        number=str(row["number"]),
        vi=str(row["vi"]),
        en=str(row["en"]),
        variants=_texts(row.get("variants")),
        status=_status(row),
        note=str(row.get("note", "")),
    )


def _measure(row: Mapping[str, Any]) -> Measure:
    frequency = _choice(row.get("frequency", ""), Frequency, "frequency")
    return Measure(
        id=str(row["id"]),
        unit=str(row["unit"]),
        default=bool(row.get("default", False)),
        frequency=frequency,
        note=str(row.get("note", "")),
        levels=tuple(_choice(level, Level, "levels") for level in row.get("levels", ())),
    )


def _bounds(row: Mapping[str, Any]) -> Bounds:
    return Bounds(
        measure=str(row["measure"]),
        hard=_limits(row.get("hard")),
        plausible=_limits(row.get("plausible")),
        natural=_limits(row.get("natural")),
        status=_status(row),
        sources=_texts(row.get("sources")),
        note=str(row.get("note", "")),
    )


def _target(row: Mapping[str, Any]) -> Target:
    value, high = row.get("value"), row.get("high")
    return Target(
        year=int(row["year"]),
        measure=str(row["measure"]),
        scope=str(row.get("scope", ALL)),
        comparator=cast(Comparator, _choice(row["comparator"], Comparator, "comparator")),
        value=None if value is None else _number(value),
        high=None if high is None else _number(high),
        unit=str(row["unit"]),
        status=_status(row),
        sources=_texts(row.get("sources")),
        note=str(row.get("note", "")),
    )


def _scope(row: Mapping[str, Any]) -> Scope:
    return Scope(
        id=str(row["id"]),
        name_vi=str(row["name_vi"]),
        must=_terms(row.get("must")),
        forbidden=_texts(row.get("forbidden")),
        parent_header=str(row.get("parent_header", "")),
        subset_of=str(row.get("subset_of", "")),
        wordings=_texts(row.get("wordings")),
    )
