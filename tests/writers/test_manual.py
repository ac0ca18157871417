from pathlib import Path

from pipeline.writers.columns import TABLES
from pipeline.writers.manual import manual

PAGE = Path(__file__).parents[2] / "docs" / "output.md"


def test_the_manual_of_the_output_is_what_the_columns_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), (
        "run: python -m pipeline.writers.manual > docs/output.md"
    )


def test_the_manual_names_every_column_and_every_code() -> None:
    text = manual()
    for table in TABLES:
        assert f"## {table.name}\n" in text
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} |" in text
            assert all(f"`{code.value}` {code.en}" in text for code in column.codes)
