import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from frictionless import Package

from pipeline.writers import write
from pipeline.writers.columns import TABLES
from tests.writers.harvests import catalogue, harvest, observation, unmatched


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("normalized")
    write(harvest(), catalogue(), made)
    return made


def described(folder: Path) -> dict[str, dict[str, object]]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["path"]: resource for resource in package["resources"]}


def faults(folder: Path) -> list[str]:
    report = Package(str(folder / "datapackage.json")).validate()
    return [error.note for error in report.errors] + [e.note for task in report.tasks for e in task.errors]


def test_the_package_is_valid_and_every_csv_agrees_with_its_schema(folder: Path) -> None:
    assert faults(folder) == []


def test_every_table_file_is_described_with_its_size_and_hash(folder: Path) -> None:
    resources = described(folder)
    assert sorted(resources) == sorted(
        path.name for path in folder.iterdir() if path.suffix in {".csv", ".parquet"}
    )
    for name, resource in resources.items():
        data = (folder / name).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_type_and_words_in_both_languages(folder: Path, table) -> None:
    fields = described(folder)[f"{table.name}.parquet"]["schema"]["fields"]
    assert [field["name"] for field in fields] == [column.name for column in table.columns]
    for field in fields:
        assert all(field[key] for key in ("type", "title", "title_vi", "description", "description_vi"))


def test_units_and_concepts_are_named(folder: Path) -> None:
    fields = {f["name"]: f for f in described(folder)["observations.csv"]["schema"]["fields"]}
    assert fields["x0"]["unit"] == "pt"
    assert fields["value"]["concept"] == "OBS_VALUE"


def test_the_columns_with_guarded_texts_are_named(folder: Path) -> None:
    resources = described(folder)
    assert resources["observations.csv"]["guarded"] == ["label_raw"]
    assert resources["documents.csv"]["guarded"] == ["path"]
    assert resources["unmatched.csv"]["guarded"] == []


def test_a_value_outside_a_closed_list_makes_the_package_invalid(tmp_path: Path) -> None:
    bad = replace(harvest(), unmatched=(unmatched(source="margin"),))
    write(bad, catalogue(), tmp_path)
    assert any("margin" in note or "enum" in note for note in faults(tmp_path))


def test_two_observations_with_one_id_make_the_package_invalid(tmp_path: Path) -> None:
    write(harvest(observations=(observation(1), observation(1))), catalogue(), tmp_path)
    assert faults(tmp_path)


def test_an_observation_of_an_unknown_document_makes_the_package_invalid(tmp_path: Path) -> None:
    write(harvest(observations=(observation(1, document_id="0" * 16),)), catalogue(), tmp_path)
    assert faults(tmp_path)


def test_a_changed_file_makes_the_package_invalid(tmp_path: Path) -> None:
    write(harvest(), catalogue(), tmp_path)
    path = tmp_path / "observations.csv"
    path.write_bytes(path.read_bytes().replace(b"31.7", b"37.1"))
    assert faults(tmp_path)
