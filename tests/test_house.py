"""The house keeps its shape: one door per heavy library, sentences in both languages, small pieces."""

import ast
import re
from pathlib import Path

import pytest
import yaml

PACKAGE = Path(__file__).parents[1] / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
MESSAGES = sorted((PACKAGE / "language" / "messages").glob("*.yaml"))

PLAN = PACKAGE.parent / "docs" / "architecture.md"


def doors() -> dict[str, tuple[str, ...]]:
    """Where each heavy library may be imported, as the table of the architecture says."""
    table = PLAN.read_text("utf-8").partition("## Doors")[2]
    rows = (line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `"))
    names = re.compile(r"`([\w./]+)`")
    return {
        name: tuple(names.findall(places))
        for libraries, places in rows
        for name in names.findall(libraries.partition("(")[0])
    }


DOORS = doors()
LONGEST_FUNCTION = 50
LONGEST_MODULE = 350
SEVERITIES = {"error", "warning", "info"}


def imported(tree: ast.Module) -> set[str]:
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_libraries_come_in_by_their_door(path: Path) -> None:
    place = path.relative_to(PACKAGE).as_posix()
    strangers = [name for name in imported(ast.parse(path.read_text("utf-8"))) if name in DOORS]
    assert [name for name in strangers if not place.startswith(DOORS[name])] == []


def test_every_door_of_the_architecture_is_there_and_used() -> None:
    assert len(DOORS) > 15
    for name, places in DOORS.items():
        for place in places:
            inside = [path for path in MODULES if path.relative_to(PACKAGE).as_posix().startswith(place)]
            assert any(name in path.read_text("utf-8") for path in inside), (name, place)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_stand_at_the_head_of_the_module(path: Path) -> None:
    functions = [
        node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)
    ]
    inside = [
        node for f in functions for node in ast.walk(f) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_every_sentence_stands_in_both_languages_with_the_same_values(path: Path) -> None:
    for name, entry in yaml.safe_load(path.read_text("utf-8")).items():
        for vi, en in (("vi", "en"), ("suggest_vi", "suggest_en")):
            assert (vi in entry) == (en in entry), name
        assert "vi" in entry, name
        assert entry.get("severity", "info") in SEVERITIES, name
        assert values(entry["vi"]) == values(entry["en"]), name


def values(sentence: str) -> set[str]:
    return {
        re.split("[:}]", part)[0].removesuffix("_vi").removesuffix("_en") for part in sentence.split("{")[1:]
    }
